"""How many times a public page asks the database: a ceiling, and the same with ten times the content."""

from hashlib import sha256

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site
from wagtail.rich_text import RichText

from cms.models import CustomImage
from home.models import HomePage
from pillole.models import Consultant, PillolaPage
from profiles.models import ProfileGalleryItem, ProfilePage
from tests.factories import pages as make
from tests.factories.sounds import mp3
from tests.support.images import picture
from tests.support.people import ensure_house
from tests.support.worlds import shared

pytestmark = pytest.mark.django_db

CEILING = 15
FEW, MANY = 3, 30  # showcases; MANY is more than a page of the directory holds
HOME_SECTIONS = [
    ("search", {"title": "Cerca", "placeholder": "chi", "suggestions": ["vela"]}),
    ("members", {"title": "Vetrine", "intro": "", "count": 12}),
    ("areas", {"title": "Aree", "intro": ""}),
    ("facts", {"title": "Numeri", "intro": "", "items": [{"figure": "1", "text": "uno"}]}),
    ("text", {"title": "Testo", "body": "<p>Parole</p>"}),
]


BODY = [("heading", {"text": "Storia"}), ("paragraph", RichText("<p>Parole</p>"))]


def fill(numbers: range) -> None:
    images = [picture((60, 40)) for _number in range(3)]
    trades = [make.profession("marinaia", "marinaio", of=make.area("Mare")), make.profession("aviatrice")]
    places = [make.place("Altopiano"), make.place("Zoagli")]
    for number in numbers:
        person = make.showcase(
            f"Persona {number:03}",
            professions=trades,
            skills=["Vela", f"Nodo {number}"],
            place=places[0],
            works_in=places,
            offers=["una vela"],
            seeks=["una rete"],
            photo=images[0],
            gallery_items=[ProfileGalleryItem(image=image, alt="x", sort_order=n) for n, image in enumerate(images)],
            bio=[
                ("heading", {"text": "Storia"}),
                ("paragraph", RichText("<p>Parole</p>")),
                ("picture", {"image": images[1], "alt": "x"}),
            ],
        )
        make.standard_page(f"Vela {number:03}", intro="vela")
        make.post(
            f"Articolo {number:03}",
            lead="vela",
            authors=[person],
            category=make.category("Mare"),
            tags=["Vela", f"Nodo {number}"],
            picture=images[0],
            picture_alt="x",
            body=[
                ("paragraph", RichText(f'<p>Di <a linktype="page" id="{person.pk}">lei</a></p>')),
                ("picture", {"image": images[1], "alt": "x"}),
            ],
        )
        make.episode(
            number,
            season=1 + number // 4,
            guests=[person.member, "Chi viene da fuori"],
            audio=make.audio(seed=number),
            picture=images[0],
            transcript="Una.\n\nDue.",
            summary="vela",
        )
    consult(numbers, images[0])


def consult(numbers: range, image: CustomImage) -> None:
    """Each gives a pillola; the first has a note for each number, and its consultant a pillola more."""
    for number in numbers:
        row = Consultant.objects.create(member=ProfilePage.objects.get(slug=f"persona-{number:03}").member)
        page = make.pillola(f"Pillola {number:03}", by=row, intro="vela", picture=image, for_whom="<p>Parole</p>")
        first = Consultant.objects.order_by("pk").first()
        make.pillola(f"Altra {number:03}", by=first)
        make.note(f"Nota {number:03}", below=PillolaPage.objects.get(slug="pillola-001"), lead="vela", body=BODY)
        assert page.live


def look(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    if response.streaming:
        list(response.streaming_content)  # or the recording's file stays open


def queries(address: str) -> int:
    """Of a second look, as every look after the first: the site's root and content types are known."""
    client = Client()
    cache.clear()
    Site.clear_site_root_paths_cache()
    look(client, address)
    with CaptureQueriesContext(connection) as asked:
        look(client, address)
    return len(asked)


ADDRESSES = {
    "home": "/",
    "directory": "/soci/",
    "directory narrowed": "/soci/?area=mare&professione=marinaia&luogo=zoagli&competenza=vela&q=persona",
    "showcase": "/soci/persona-001/",
    "blog": "/blog/",
    "blog narrowed": "/blog/?categoria=mare&tag=vela&autore=persona-001&anno=2026",
    "post": "/blog/articolo-002/",
    "feed": "/blog/feed/",
    "standard page": "/vela-001/",
    "search": "/cerca/?q=vela",
    "search for nothing": "/cerca/",
    "search without result": "/cerca/?q=niente",
    "vCard": "/soci/persona-001/contatto.vcf",
    "sitemap": "/sitemap.xml",
    "sitemap of a section": "/sitemap-soci.xml",
    "pillole": "/pillole/",
    "pillola": "/pillole/pillola-001/",
    "pillola without notes": "/pillole/pillola-002/",
    "note": "/pillole/pillola-001/nota-001/",
    "radio": "/radio/",
    "season": "/radio/?stagione=1",
    "episode": "/radio/puntata-1-2/",
    "podcast": "/radio/feed.xml",
    "recording": f"/radio/audio/{sha256(mp3(2, seed=2)).hexdigest()}.mp3",
}


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    """(with few, with ten times as many) for every address."""
    with shared(django_db_blocker):
        ensure_house()
        home = HomePage.objects.get()
        home.sections = HOME_SECTIONS
        make.publish(home)
        fill(range(1, 1 + FEW))
        few = {name: queries(address) for name, address in ADDRESSES.items()}
        fill(range(1 + FEW, 1 + MANY))
        many = {name: queries(address) for name, address in ADDRESSES.items()}
        yield {name: (few[name], many[name]) for name in ADDRESSES}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_asks_little(counted, name):
    assert max(counted[name]) <= CEILING


@pytest.mark.parametrize("name", ADDRESSES)
def test_ten_times_the_content_asks_no_more(counted, name):
    few, many = counted[name]
    assert many <= few
