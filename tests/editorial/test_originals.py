"""Who opens the file of a picture as it is kept, a size of it, and a document, over HTTP: as one table.

``own`` is who uploaded the file and wrote the text that names it; ``guest`` has the link of the text that waits for
their yes. The article's files are a member's, in the members' collection, the episode's its desk's, in the desk's.
"""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page

from cms.models import CustomDocument, CustomImage
from editorial import roles
from editorial.consent.links import GUEST_PARAMETER, token_of
from editorial.models import ConsentRequest
from editorial.notifications.delivery import suppress_notifications
from tests.support.acting import rewrite
from tests.support.http import with_client
from tests.support.images import picture

from .matrix import BRING, MAKERS, ROLES, lines, make_people

STATES = {"blog": ("draft", "waits", "live", "down", "timed"), "radio": ("draft", "waits", "guest", "live", "down")}
ABSENT = "/media/original_images/AAAAAAAAAAAAAAAA.png"
# x: 200; . : 404, as for a file that is not there
TABLE = {
    "blog": """
                                                                     draft waits live down timed
original own superuser                                                 x     x    x    x    x
original visitor member consultant blog vetrine radio pillole          .     .    .    .    .
original redazione segreteria                                          .     .    .    .    .
size     visitor own member consultant blog vetrine radio pillole      x     x    x    x    x
size     redazione segreteria superuser                                x     x    x    x    x
document own blog redazione superuser                                  x     x    x    x    x
document visitor member consultant vetrine radio pillole segreteria    .     .    x    .    .
""",
    "radio": """
                                                                     draft waits guest live down
original own radio superuser                                           x     x     x    x    x
original visitor guest member consultant blog vetrine pillole          .     .     .    .    .
original redazione segreteria                                          .     .     .    .    .
size     visitor guest own member consultant blog vetrine radio        x     x     x    x    x
size     pillole redazione segreteria superuser                        x     x     x    x    x
""",
}


def files_of(user, collection: str) -> dict:
    fields = {"uploaded_by_user": user, "collection": Collection.objects.get(name=collection)}
    file = ContentFile(b"%PDF-1.4 listino", name="l.pdf")
    return {
        "picture": picture((90, 60), **fields),
        "document": CustomDocument.objects.create(title="Listino", file=file, **fields),
    }


def bring(tree: str, number: int, state: str, people: dict) -> dict[str, str]:
    """Bring a text that names files to its state; their addresses."""
    owner, reader = (people["own"], people["redazione2"])
    files = files_of(owner, roles.MEMBERS_FILES if tree == "blog" else roles.RADIO_FILES)
    page = MAKERS[tree](number, owner)
    fields = {"picture": files["picture"], "picture_alt": "una foto"}
    if tree == "blog":
        fields["body"] = [("document", {"document": files["document"], "label": "Listino"})]
    rewrite(page, owner, **fields)
    BRING[state](Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object(), owner, reader)
    size = CustomImage.objects.get(pk=files["picture"].pk).get_rendition("fill-60x60|format-webp")
    return {"original": files["picture"].file.url, "size": size.url, "document": files["document"].url}


def answer(client: Client, address: str) -> str:
    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content
    if response.status_code == 404:
        return "."
    assert (response.status_code, content[:4] in (b"\x89PNG", b"RIFF", b"%PDF")) == (200, True)
    return "x"


@pytest.mark.parametrize("tree", TABLE)
def test_who_opens_what(provisioned_site, tree):
    people = make_people()
    people["own"] = people["author"] if tree == "blog" else people["radio"]
    with suppress_notifications():
        addresses = {state: bring(tree, number, state, people) for number, state in enumerate(STATES[tree])}
    token = "".join(map(token_of, ConsentRequest.objects.open()))
    clients = {role: Client() if role == "visitor" else with_client(people[role]).client for role in (*ROLES, "own")}
    clients["guest"] = Client()
    wanted, found = {}, {}
    (states, _none), *rows = lines(TABLE[tree])
    assert states == list(STATES[tree])
    for (kind, *who), marks in rows:
        for person in who:
            wanted[kind, person] = dict(zip(states, marks, strict=True))
            query = f"?{GUEST_PARAMETER}={token}" if person == "guest" else ""
            found[kind, person] = {state: answer(clients[person], addresses[state][kind] + query) for state in states}
    assert bool(token) == ("guest" in states)
    assert found == wanted
    everybody = {*ROLES, "own", *(["guest"] if token else [])}
    assert {kind: {person for this, person in wanted if this == kind} for kind, _person in wanted} == dict.fromkeys(
        [kind for kind, _person in wanted], everybody
    )


@pytest.fixture
def owned(provisioned_site):
    """A member's picture on a page that is on the site."""
    people = make_people()
    people["own"] = people["author"]
    with suppress_notifications():
        addresses = bring("blog", 1, "live", people)
    people["clients"] = {name: with_client(people[name]).client for name in ("own", "member", "superuser", "blog")}
    return people | addresses


def told(response) -> tuple:
    return response.status_code, dict(response.headers), response.content


def test_to_others_it_is_as_if_it_were_not_there(owned):
    for client in (Client(), owned["clients"]["member"]):
        client.get("/")
        assert told(client.get(owned["original"])) == told(client.get(ABSENT))
        assert client.get(owned["original"]).status_code == 404


def test_nor_does_a_name_that_no_file_has_fail(owned):
    for name in ("a%00.png", "..", "...", "a b.png", "x" * 5000):
        for client in (Client(), owned["clients"]["superuser"]):
            assert client.get(f"/media/original_images/{name}").status_code == 404


@pytest.mark.parametrize("way", ["images/../", "./", "images/%2e%2e/", "/"])
def test_no_other_way_leads_there(owned, way):
    for client in (Client(), owned["clients"]["own"]):
        assert client.get(owned["original"].replace("/media/", f"/media/{way}")).status_code == 404


def test_no_cache_keeps_it(owned):
    own, address = owned["clients"]["own"], owned["original"]
    response = own.get(address)
    content = b"".join(response)
    shown = {name: response.headers[name] for name in ("Cache-Control", "Content-Type", "Content-Security-Policy")}
    assert shown == {
        "Cache-Control": "no-store, private",
        "Content-Type": "image/png",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert response.headers["Content-Length"] == str(len(content))
    head = own.head(address)
    assert (head.status_code, b"".join(head), head.headers["Cache-Control"]) == (200, b"", "no-store, private")
    assert own.post(address).status_code == 405
    CustomImage.objects.get().file.storage.delete(address.removeprefix("/media/"))
    assert own.get(address).status_code == 404


def test_who_was_let_go_opens_it_no_more(owned):
    assert answer(owned["clients"]["own"], owned["original"]) == "x"
    owned["own"].is_active = False
    owned["own"].save()
    assert answer(owned["clients"]["own"], owned["original"]) == "."


def test_no_screen_leads_to_it(owned):
    image, page = CustomImage.objects.get(), Page.objects.get(title="Articolo 1")
    own, su, blog = (owned["clients"][name] for name in ("own", "superuser", "blog"))
    asked = [
        *((Client(), address) for address in (page.get_url(), "/blog/", "/blog/feed/", "/", "/sitemap.xml")),
        (su, reverse("wagtailimages:edit", args=[image.pk])),
        (su, reverse("wagtailimages:index")),
        (su, reverse("wagtailimages:image_usage", args=[image.pk])),
        (own, reverse("wagtailimages_chooser:choose")),
        (own, reverse("wagtailimages_chooser:chosen", args=[image.pk])),
        (own, reverse("wagtailadmin_pages:edit", args=[page.pk])),
        (blog, reverse("wagtailadmin_pages:edit", args=[page.pk])),
        (blog, reverse("editorial_history", args=[page.pk])),
    ]
    answers = [client.get(address, follow=True) for client, address in asked]
    texts = [b"".join(reply).decode() if reply.streaming else reply.content.decode() for reply in answers]
    assert [reply.status_code for reply in answers] == [200] * len(asked)
    assert [address for (_client, address), text in zip(asked, texts, strict=True) if "original_images" in text] == []
    assert sum("/media/images/" in text for text in texts) >= 8
