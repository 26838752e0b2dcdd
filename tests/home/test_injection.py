"""What people write is shown as text: pages, lists, feeds, contact cards, structured data. In a browser: tests/e2e."""

import itertools
import json
import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from django.test import Client

from tests.support.http import in_sitemap
from tests.support.injected import STRINGS, plant
from tests.support.people import make_member

ADDRESSES = ("href", "src", "action", "formaction", "srcset", "poster", "data", "xlink:href", "cite", "background")
ATOM = "{http://www.w3.org/2005/Atom}"
# Links of people lead elsewhere; nothing else does.
OUTSIDE = ("altrove.example", "www.youtube.com", "www.openstreetmap.org")

# What {{7919*7907}} would be worked out to; a smaller product is soon somebody's number on a page.
PRODUCTS = ("62615533", "62.615.533", "62,615,533")


class Danger(HTMLParser):
    """Whatever a text could have become."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.data: list[str] = []  # structured data
        self.heading = ""
        self._open = ""

    def handle_starttag(self, tag, attrs):
        self._open = tag
        known = dict(attrs)
        if tag == "script" and known.get("type") == "application/ld+json":
            self._open = "data"
            self.data.append("")
        elif tag in ("style", "iframe", "object", "embed", "base", "math") or (tag == "script" and "src" not in known):
            self.found.append(f"<{tag}> {attrs}")
        for name, value in attrs:
            address = re.sub(r"[\0- ]", "", value or "").lower()
            outside = urlsplit(address).netloc if "//" in address else ""
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"<{tag} {name}={value}>")
            elif name in ADDRESSES and address.startswith(("javascript:", "data:", "vbscript:")):
                self.found.append(f"<{tag} {name}={value}>")
            elif outside and outside != "testserver" and (tag != "a" or outside not in OUTSIDE) and name in ADDRESSES:
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, text):
        if self._open == "data":
            self.data[-1] += text
        elif self._open == "h1":
            self.heading += text

    def handle_endtag(self, tag):
        self._open = ""


def danger(html: str) -> Danger:
    seen = Danger()
    seen.feed(html)
    seen.close()
    return seen


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_what_is_dangerous_would_be_seen():
    for string in STRINGS:
        if re.search(r"<[a-z]", string):
            assert danger(string).found != [], string
    assert len(danger('<a href=" JAVA\tscript:x">').found) == 1
    assert len(danger("<img src=//altrove.example/x>").found) == 1


def pages_and_lists(site) -> None:
    lists = ["/", "/soci/", "/blog/", "/radio/", "/pillole/", "/cerca/?q=xss", site.standard.url]
    for page in site.live:
        html = Client().get(page.url).content.decode()
        seen = danger(html)
        assert seen.found == [], page.url
        assert squeezed(seen.heading) == squeezed(page.title)
        assert [label for label in site.furniture[:5] if escape(label) not in html] == []
        assert [product for product in PRODUCTS if product in html] == []
    for address in lists:
        response = Client().get(address)
        assert (response.status_code, danger(response.content.decode()).found) == (200, []), address
    found = Client().get("/cerca/?q=xss").context["total"]
    assert found == len(site.live) + 1  # the plain page has them in its introduction


def structured_data(site) -> None:
    for page in site.live:
        [text] = danger(Client().get(page.url).content.decode()).data
        trail = next(node for node in json.loads(text)["@graph"] if node["@type"] == "BreadcrumbList")
        assert trail["itemListElement"][-1]["name"] == page.title


def feeds_cards_and_the_sitemap(site) -> None:
    showcase, *posts, episode, _pillola, _note = site.live
    atom = ElementTree.fromstring(Client().get("/blog/feed/").content)  # noqa: S314 (our own text)
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in atom.iter(f"{ATOM}entry")}
    assert set(entries) == {post.title for post in posts}
    for entry in entries.values():
        texts = [text.text for name in ("summary", "content") for text in entry.iter(f"{ATOM}{name}")]
        assert [danger(text).found for text in texts] == [[], []]
    [item] = ElementTree.fromstring(Client().get("/radio/feed.xml").content).iter("item")  # noqa: S314 (our own text)
    assert item.findtext("title") == episode.title
    assert danger(item.findtext("description")).found == []
    assert {page.url for page in site.live} <= set(in_sitemap())
    card = Client().get(f"{showcase.url}contatto.vcf").content.decode()
    names = [line.partition(":")[0].partition(";")[0] for line in re.sub(r"\r\n[ \t]", "", card).split("\r\n")]
    assert names == ["BEGIN", "VERSION", "N", "FN", "ORG", "ADR", "URL", "END", ""]


def test_what_people_write_is_text_wherever_the_public_reads_it(provisioned_site, subtests):
    site = plant(provisioned_site)
    for check in (pages_and_lists, structured_data, feeds_cards_and_the_sitemap):
        with subtests.test(check.__name__):
            check(site)


LISTS = itertools.cycle(("/soci/", "/blog/", "/radio/", "/pillole/", "/"))


def test_an_address_is_shown_as_text(provisioned_site):
    names = ("q", "area", "luogo", "professione", "competenza", "categoria", "tag", "autore", "anno", "stagione", "x")
    for string, address in zip(STRINGS, LISTS, strict=False):
        query = "&".join(f"{name}={quote(string)}" for name in names)
        for asked in ("/cerca/", address):
            response = Client().get(f"{asked}?{query}&{quote(string)}=1")
            assert (response.status_code, danger(response.content.decode()).found) == (200, []), string
    missing = Client().get(f"/{quote(STRINGS[0])}/?next={quote(STRINGS[3])}")
    assert (missing.status_code, danger(missing.content.decode()).found) == (404, [])


def test_a_link_that_is_none_is_refused(provisioned_site):
    client = make_member("Ada Prova").client
    kinds = {f"{kind}_visibility": "public" for kind in ("phone", "email", "website", "address")}
    for website in ("javascript:xss(1)", " javascript:xss(1)", "data:text/html,x", "//x", "ftp://x.example/"):
        response = client.post("/area-soci/contatti/", kinds | {"website": website})
        assert (response.status_code, list(response.context["form"].errors)) == (200, ["website"]), website
        assert danger(response.content.decode()).found == []
