"""What people put in without meaning harm: the page keeps its status and says what matters. Its width is looked at in
tests/e2e/test_shapes.py."""

import re
from pathlib import Path

import pytest
from django.test import Client
from wagtail.rich_text import RichText

from cms.models import CustomImage
from home.style_guide import LONG_NAME, LONG_TITLE
from profiles.models import ProfileGalleryItem
from tests.factories import pages as make
from tests.support.images import picture

LONG_QUERY = "q" * 4_000
PASTED = (
    "<p>&nbsp;</p><p></p><p>Ho imparato&nbsp;&nbsp;&nbsp;&nbsp;il mestiere<br/><br/><br/><br/><br/>in bottega.</p>"
    "<p><br/></p><p>\xa0\xa0</p>"
)


def lost() -> CustomImage:
    """Its file is gone from the disk."""
    image = picture((40, 30), name="a.jpg", kind="JPEG")
    Path(image.file.path).unlink()
    return image


def main_of(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize("name", [LONG_NAME, LONG_TITLE], ids=["eighty letters", "capitals"])
def test_a_name_is_shown_whole_wherever_it_stands(provisioned_site, name):
    person = make.showcase(name, slug="persona")
    make.post(name, slug="articolo", authors=[person])
    make.episode(title=name, slug="puntata", guests=[person.member])
    for address in ("/soci/persona/", "/blog/articolo/", "/radio/puntata/"):
        assert f"<h1>{name}</h1>" in main_of(address)
    for address in ("/soci/", "/blog/", "/radio/"):
        assert name in main_of(address)


def widths(html: str) -> list[list[int]]:
    """Of each picture those of its files, and the one it is shown at."""
    pictures = re.findall(r'<img class="picture"[^>]*srcset="([^"]+)"[^>]*\swidth="(\d+)"', html)
    return [[*(int(number) for number in re.findall(r" (\d+)w", files)), int(shown)] for files, shown in pictures]


def test_a_huge_picture_is_made_small_and_a_tiny_one_is_not_blown_up(provisioned_site):
    for title, image in (
        ("enorme", picture((8_000, 900), name="a.jpg", kind="JPEG")),
        ("minuscola", picture((60, 40), name="a.jpg", kind="JPEG")),
    ):
        make.post(title, picture=image, picture_alt="x", body=[("picture", {"image": image, "alt": "x"})])
    assert widths(main_of("/blog/enorme/"))[:2] == [[480, 800, 1400, 1400], [480, 800, 1400, 1400]]
    assert widths(main_of("/blog/minuscola/"))[:2] == [[60, 60], [60, 60]]


def test_where_a_file_is_missing_there_is_a_tile_or_nothing(provisioned_site):
    image = lost()
    person = make.showcase(
        "Ada Prova",
        photo=image,
        gallery_items=[ProfileGalleryItem(image=image, alt="x")],
        bio=[
            ("paragraph", RichText("<p>Parole</p>")),
            ("picture", {"image": image, "alt": "x", "caption": "Didascalia"}),
        ],
    )
    make.post(picture=image, picture_alt="x", authors=[person])
    make.episode(picture=image, picture_alt="x", slug="puntata", guests=[person.member])
    for address in ("/soci/ada-prova/", "/blog/un-articolo/", "/radio/puntata/", "/soci/", "/blog/", "/radio/"):
        main = main_of(address)
        assert "<img" not in main
        assert 'class="tile"' in main
    assert "Didascalia" not in main_of("/soci/ada-prova/")
    assert "Parole" in main_of("/soci/ada-prova/")


def test_a_bio_from_a_word_processor_loses_what_cannot_be_seen(provisioned_site):
    make.showcase("Ada Prova", bio=[("paragraph", RichText(PASTED))])
    kept = re.search(r'<div class="rich-text">(.*?)</div>', main_of("/soci/ada-prova/"), re.S)[1]
    assert kept.strip() == "<p>Ho imparato il mestiere<br/><br/>in bottega.</p>"


def test_a_link_to_what_was_taken_down_becomes_its_words(provisioned_site):
    gone = make.standard_page("Chi siamo")
    link = RichText(f'<p>Di <a linktype="page" id="{gone.pk}">noi</a> si dice bene.</p>')
    make.post(body=[("paragraph", link), ("callout", {"title": "", "text": link})])
    assert main_of("/blog/un-articolo/").count('<p>Di <a href="/chi-siamo/">noi</a> si dice bene.</p>') == 2
    gone.__class__.objects.filter(pk=gone.pk).update(live=False)
    assert main_of("/blog/un-articolo/").count("<p>Di noi si dice bene.</p>") == 2


LISTS = {
    "/soci/": ("q", "professione", "area", "luogo", "competenza"),
    "/blog/": ("categoria", "tag", "autore", "anno"),
    "/radio/": ("stagione",),
    "/cerca/": ("q",),
}


@pytest.mark.parametrize(("address", "name"), [(address, name) for address, names in LISTS.items() for name in names])
def test_four_thousand_letters_find_nothing_and_are_not_said_again(provisioned_site, address, name):
    main = main_of(f"{address}?{name}={LONG_QUERY}")
    assert 'class="empty-state"' in main
    # At most what a field holds of them, to be mended there.
    assert max(map(len, re.findall("q{50,}", main)), default=0) <= 200


@pytest.mark.parametrize("address", ["/", *LISTS, "/pillole/", "/blog/feed/", "/radio/feed.xml"])
def test_four_thousand_letters_that_nobody_asked_for_change_nothing(provisioned_site, address):
    usual, asked = Client().get(address), Client().get(f"{address}?{LONG_QUERY}={LONG_QUERY}")
    assert (asked.status_code, asked.content) == (200, usual.content)
