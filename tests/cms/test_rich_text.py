"""Links inside many texts, resolved in a few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from cms.blocks import BodyStreamBlock
from cms.rich_text import BOUNDARY, expand_together
from tests.factories import pages as make


def stream(*blocks):
    block = BodyStreamBlock()
    return block.normalize(list(blocks))


def test_every_text_keeps_its_own_and_no_link_asks_again(house):
    page = make.standard_page("Dove siamo")
    link = f'<a linktype="page" id="{page.pk}">qui</a>'
    one = stream(("paragraph", RichText(f"<p>uno {link}</p>")), ("heading", {"text": "Titolo"}))
    two = stream(
        ("callout", {"title": "", "text": RichText(f"<p>due {link}</p>")}),
        ("paragraph", RichText("")),
        ("paragraph", RichText('<p><a linktype="page" id="999999">perso</a></p>')),
    )
    page.url  # noqa: B018 (the site's root is known)
    with CaptureQueriesContext(connection) as asked:
        expand_together([one, two])
    assert len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        texts = [str(one[0].value), str(two[0].value["text"]), str(two[1].value), str(two[2].value)]
    assert len(asked) == 0
    assert [text.strip() for text in texts] == [
        '<p>uno <a href="/dove-siamo/">qui</a></p>',
        '<p>due <a href="/dove-siamo/">qui</a></p>',
        "",
        "<p><a>perso</a></p>",
    ]


@pytest.mark.django_db
def test_a_text_that_holds_the_boundary_is_left_whole():
    body = stream(("paragraph", RichText(f"<p>uno{BOUNDARY}due</p>")), ("paragraph", RichText("<p>tre</p>")))
    expand_together([body])
    assert [child.value.source for child in body] == [f"<p>uno{BOUNDARY}due</p>", "<p>tre</p>"]


def test_no_text_asks_nothing():
    expand_together([])
    expand_together([stream(("heading", {"text": "Titolo"}))])
