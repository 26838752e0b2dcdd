"""/blog/feed/: read by feedparser, and by the rules of Atom (RFC 4287)."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site
from wagtail.rich_text import RichText

from blog.fulltext import self_contained
from blog.models import BlogIndexPage
from cms.models import CustomDocument
from tests.factories import pages as make
from tests.support.images import picture
from tests.support.people import make_member

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def get(**headers):
    response = Client().get("/blog/feed/", headers=headers)
    assert response.status_code == 200
    return response


def tree() -> ElementTree.Element:
    return ElementTree.fromstring(get().content)  # noqa: S314 (our own text)


def parsed():
    found = feedparser.parse(get().content, response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    assert found.bozo == 0, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def texts(element: ElementTree.Element, name: str) -> list[str | None]:
    return [child.text for child in element.findall(f"{ATOM}{name}")]


def is_rfc3339(text: str | None) -> bool:
    return datetime.fromisoformat(text or "").tzinfo is not None and "T" in (text or "")


@pytest.fixture
def ada(provisioned_site, time_machine):
    time_machine.move_to(NOW, tick=False)
    return make.showcase("Ada Prova")


def body(ada, *images) -> list:
    link = f'<p>Di <a linktype="page" id="{ada.pk}">Ada</a>, <a href="mailto:a@b.example">posta</a> e <b>altro</b></p>'
    blocks = [
        ("heading", {"text": "Capitolo & “verso”"}),
        ("paragraph", RichText(link)),
        ("callout", {"title": "Nota", "text": RichText(link)}),
        ("embed", {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Un video"}),
    ]
    return blocks + [("picture", {"image": image, "alt": "Un muro"}) for image in images]


def test_an_entry_says_all_of_an_article(ada):
    bea = make.showcase("Bea Bozza", live=False)
    page = make.post(
        "Vento & <b>vela</b>",
        slug="vento",
        lead="Due < tre.",
        authors=[ada, bea],
        category=make.category("Mare"),
        tags=["Nodi"],
        picture=picture(),
        picture_alt="Una vela",
        body=body(ada, picture()),
        date=date(2026, 3, 1),
    )
    found = parsed()
    assert len(found.entries) == 1
    entry = found.entries[0]
    assert entry.title == "Vento & <b>vela</b>" and entry.title_detail.type == "text/plain"
    assert (entry.link, entry.id) == ("http://testserver/blog/vento/", f"tag:testserver,2026:blog/{page.pk}")
    assert (entry.published, entry.updated) == ("2026-03-01T00:00:00+01:00", "2026-05-04T09:00:00+00:00")
    assert [(author.name, author.get("href")) for author in entry.authors] == [
        ("Ada Prova", "http://testserver/soci/ada-prova/"),
        ("Bea Bozza", None),
    ]
    assert [tag.term for tag in entry.tags] == ["Mare", "Nodi"]
    assert entry.summary == "Due &lt; tre." and entry.summary_detail.type == "text/html"
    content = ElementTree.fromstring(get().content).find(f"{ATOM}entry/{ATOM}content")  # noqa: S314
    assert content.attrib == {"type": "html"}
    html = content.text
    assert html.count('<a href="http://testserver/soci/ada-prova/">Ada</a>') == 2
    for words in ("<h2>Capitolo &amp; “verso”</h2>", 'href="mailto:a@b.example"', "<b>altro</b>", 'alt="Una vela"'):
        assert words in html, words
    assert html.count('src="http://testserver/media/images/') == 2
    for ours in ("<svg", "class=", "srcset=", "data-", 'href="/', 'src="/'):
        assert ours not in html, ours


def test_the_rules_of_atom_hold(ada):
    for number in range(3):
        make.post(f"Numero {number}", authors=[ada] if number else (), body=body(ada), date=date(2026, 3, 1 + number))
    feed = tree()
    assert feed.tag == f"{ATOM}feed" and feed.attrib == {LANGUAGE: "it"}
    # 4.1.1: exactly one of these, and an author unless every entry has one
    for name in ("id", "title", "updated"):
        assert len(texts(feed, name)) == 1, name
    assert texts(feed, "title") == ["Blog · lab121"]
    assert [author.find(f"{ATOM}name").text for author in feed.findall(f"{ATOM}author")] == ["lab121"]
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": "http://testserver/blog/feed/", "alternate": "http://testserver/blog/"}
    assert texts(feed, "id") == ["http://testserver/blog/"]
    assert feed.findall(f"{ATOM}rights") == []
    entries = feed.findall(f"{ATOM}entry")
    assert [texts(entry, "title") for entry in entries] == [["Numero 2"], ["Numero 1"], ["Numero 0"]]
    for entry in entries:  # 4.1.2
        for name in ("id", "title", "updated", "published", "content"):
            assert len(texts(entry, name)) == 1, name
        assert len(texts(entry, "summary")) <= 1
        assert [author.find(f"{ATOM}name").text for author in entry.findall(f"{ATOM}author")] in (
            [["Ada Prova"]] + [["la redazione"]]
        )
        assert [link.attrib["rel"] for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        for name in ("updated", "published"):  # 3.3
            assert is_rfc3339(texts(entry, name)[0])
    assert is_rfc3339(texts(feed, "updated")[0])
    ids = [texts(entry, "id")[0] for entry in entries]
    assert len(set(ids)) == 3  # 4.2.6
    assert texts(feed, "updated")[0] == max(texts(entry, "updated")[0] for entry in entries)


def test_its_headers_are_those_of_a_public_file(ada):
    make.post()
    response = get()
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    assert response.headers["Vary"] == "Accept-Encoding" and "Last-Modified" not in response.headers
    head = Client().head("/blog/feed/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == response.headers["ETag"]
    assert Client().post("/blog/feed/").status_code == 405
    assert Client().get("/blog/feed").headers["Location"] == "/blog/feed/"


def test_what_a_reader_has_already_is_not_sent_again(ada):
    page = make.post()
    tag = get().headers["ETag"]
    again = Client().get("/blog/feed/", headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    page.unpublish()
    changed = get(**{"if-none-match": tag})
    assert changed.headers["ETag"] != tag
    late = (NOW + timedelta(days=400)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert get(**{"if-modified-since": late}).content == changed.content


def test_whoever_asks_reads_the_same(ada):
    make.post(authors=[ada])
    mine = make_member("Zoe Socia").client.get("/blog/feed/")
    assert mine.content == get().content
    assert mine.headers["Cache-Control"] == "private, no-cache"
    assert Client().get("/blog/feed/?x=1", headers={"host": "localhost"}).content == get().content


def test_an_empty_blog_is_a_valid_feed_that_does_not_change(ada, time_machine):
    first = get()
    assert parsed().entries == []
    time_machine.shift(timedelta(days=3))
    assert get().content == first.content
    assert texts(tree(), "updated") == [BlogIndexPage.objects.get().last_published_at.isoformat()]


def test_no_blog_no_feed(provisioned_site):
    BlogIndexPage.objects.get().unpublish()
    assert Client().get("/blog/feed/").status_code == 404


def test_only_what_is_on_the_site(ada):
    every = {"authors": [ada], "lead": "Canarino"}
    make.post("Bozza", live=False, **every)
    make.post("Tolta", **every).unpublish()
    private = make.post("Riservata", **every)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page = make.post("Pubblica")
    page.title = "Pubblica, ma diversa"
    page.save_revision()
    assert [entry.title for entry in parsed().entries] == ["Pubblica"]
    assert "Canarino" not in get().content.decode()


def test_the_newest_thirty(ada):
    for number in range(31):
        make.post(f"Numero {number}", date=date(2026, 1, 1) + timedelta(days=number))
    assert [entry.title for entry in parsed().entries] == [f"Numero {number}" for number in range(30, 0, -1)]


def test_what_xml_cannot_hold_is_left_out(ada):
    index = BlogIndexPage.objects.get()
    index.intro = "Pre\x0bsentazione"
    make.publish(index)
    make.post("Ti\x0btolo", slug="t", lead="Bre\x1bve", byline="Fir\x01ma", tags=["No\x02di"],
              body=[("paragraph", RichText("<p>Pa\x08role\ufffe 🎷</p>"))])  # fmt: skip
    entry = parsed().entries[0]
    assert (entry.title, entry.summary, entry.author, entry.tags[0].term) == ("Titolo", "Breve", "Firma", "Nodi")
    assert "<p>Parole 🎷</p>" in entry.content[0].value
    assert parsed().feed.subtitle == "Presentazione"


@pytest.mark.parametrize(
    "html, whole",
    [
        ('<a href="/x/?a=1&amp;b=2">x</a>', '<a href="http://h.example/x/?a=1&amp;b=2">x</a>'),
        ('<a href="#nota">x</a>', '<a href="http://h.example/blog/p/#nota">x</a>'),
        ('<a href="https://altro.example/">x</a>', '<a href="https://altro.example/">x</a>'),
        ('<a href="tel:+39">x</a>', '<a href="tel:+39">x</a>'),
        ('<a href="http://[">x</a>', '<a href="http://h.example/blog/p/">x</a>'),
        ('<img src="/m/a.webp" srcset="/m/a.webp 1w" alt="">', '<img alt="" src="http://h.example/m/a.webp"/>'),
        ('<p class="x" id="y" onclick="z">a<svg><use href="#i"/></svg></p>', "<p>a</p>"),
    ],
)
def test_every_address_is_whole(html, whole):
    assert self_contained(html, "http://h.example/blog/p/") == whole


def queries() -> int:
    cache.clear()
    Site.clear_site_root_paths_cache()
    get()
    with CaptureQueriesContext(connection) as asked:
        get()
    return len(asked)


def test_ten_times_the_articles_ask_no_more(ada):
    carta = CustomDocument.objects.create(title="Carta", file=ContentFile(b"x", name="x.txt"))
    images = [picture() for _number in range(2)]

    def fill(numbers) -> None:
        for number in numbers:
            make.post(
                f"Numero {number}", authors=[ada], tags=["Nodi", f"Nodo {number}"], picture=images[0], picture_alt="x",
                category=make.category("Mare"),
                body=[*body(ada, *images), ("document", {"document": carta, "label": "Carta"})],
            )  # fmt: skip

    fill(range(3))
    few = queries()
    fill(range(3, 30))
    assert queries() <= few <= 15
