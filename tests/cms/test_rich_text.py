"""Links inside many texts, resolved in a few queries."""

import json

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText, expand_db_html

from cms.content.blocks import BodyStreamBlock, ParagraphBlock
from cms.content.rich_text import BOUNDARY, expanded_together, tidy
from tests.factories import pages as make


def stream(*blocks):
    block = BodyStreamBlock()
    return block.normalize(list(blocks))


def test_every_text_keeps_its_own_and_no_link_asks_again(provisioned_site):
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
        first, second = expanded_together([one, two])
    assert len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        texts = [str(text) for text in (first[0].value, second[0].value["text"], second[1].value, second[2].value)]
    assert len(asked) == 0
    assert [text.strip() for text in texts] == [
        '<p>uno <a href="/dove-siamo/">qui</a></p>',
        '<p>due <a href="/dove-siamo/">qui</a></p>',
        "",
        "<p>perso</p>",
    ]


@pytest.mark.django_db
def test_a_text_that_holds_the_boundary_is_left_whole():
    body = stream(("paragraph", RichText(f"<p>uno{BOUNDARY}due</p>")), ("paragraph", RichText("<p>tre</p>")))
    [blocks] = expanded_together([body])
    assert [child.value.source for child in blocks] == [f"<p>uno{BOUNDARY}due</p>", "<p>tre</p>"]


def test_no_text_asks_nothing():
    assert expanded_together([]) == []
    [blocks] = expanded_together([stream(("heading", {"text": "Titolo"}))])
    assert [child.value["text"] for child in blocks] == ["Titolo"]


def test_the_streams_keep_what_is_stored(provisioned_site):
    page = make.standard_page("Dove siamo")
    text = f'<p><a linktype="page" id="{page.pk}">qui</a></p>'
    body = stream(("paragraph", RichText(text)), ("callout", {"title": "Nota", "text": RichText(text)}))
    stored = body.get_prep_value()
    [blocks] = expanded_together([body])
    assert [child.block_type for child in blocks] == ["paragraph", "callout"]
    assert [blocks[0].value.source, blocks[1].value["text"].source] == ['<p><a href="/dove-siamo/">qui</a></p>'] * 2
    assert blocks[1].value["title"] == "Nota" and type(blocks[1].value) is type(body[1].value)
    assert body.get_prep_value() == stored and body[1].value.bound_blocks["text"].value.source == text


def shown(html: str) -> str:
    return str(RichText(html)).strip()


def test_a_link_to_what_is_off_the_site_is_the_bare_words(provisioned_site):
    page, draft = make.standard_page("Dove siamo"), make.standard_page("Bozza", live=False)
    pillola = make.pillola()
    note = make.note(below=pillola)
    link = '<a linktype="page" id="{}"><b>qui</b></a>'
    text = "".join(f"<p>{link.format(pk)}</p>" for pk in (page.pk, draft.pk, note.pk, "x", 999_999))
    here = f'<p><a href="/dove-siamo/"><b>qui</b></a></p><p><b>qui</b></p><p><a href="{note.url}"><b>qui</b></a></p>'
    gone = "<p><b>qui</b></p><p><b>qui</b></p>"
    assert shown(text) == here + gone
    type(pillola).objects.filter(pk=pillola.pk).update(live=False)
    assert shown(text) == here.replace(f'<a href="{note.url}"><b>qui</b></a>', "<b>qui</b>") + gone


def test_the_desk_sees_where_such_a_link_leads(provisioned_site):
    draft = make.standard_page("Bozza", live=False)
    assert expand_db_html(f'<a linktype="page" id="{draft.pk}">qui</a>') == '<a data-off href="/bozza/">qui</a>'


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p>uno</p><p></p><p data-block-key='x'>&nbsp;</p><p>\xa0 <br/></p><p>due</p>", "<p>uno</p><p>due</p>"),
        ("<p>a<br/><br/><br/><br/>b<br/>c<br/><br/>d</p>", "<p>a<br/><br/>b<br/>c<br/><br/>d</p>"),
        ("<p>a&nbsp;&nbsp;&nbsp;b 10&nbsp;€\xa0\xa0c</p>", "<p>a b 10&nbsp;€ c</p>"),
        ("<ul><li></li><li>voce</li></ul>", "<ul><li>voce</li></ul>"),
        (
            '<p><a href="/x/">y</a> <a href="mailto:a@b.it">z</a></p>',
            '<p><a href="/x/">y</a> <a href="mailto:a@b.it">z</a></p>',
        ),
    ],
)
def test_what_a_word_processor_leaves_behind_is_tidied(pasted, kept):
    assert tidy(pasted) == kept


def link_of(data: dict) -> str:
    """The HTML of a paragraph with a link, as the editor's POST brings it, and a hand-made one."""
    block = {
        "key": "a", "text": "qui", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 3}],
    }  # fmt: skip
    state = {"entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": data}}, "blocks": [block]}
    value = ParagraphBlock().value_from_datadict({"text": json.dumps(state)}, {}, "text")
    return value.source


@pytest.mark.parametrize(
    "data, html",
    [
        ({"id": 3}, '<a linktype="page" id="3">qui</a>'),
        ({"id": "3"}, '<a linktype="page" id="3">qui</a>'),
        ({"url": "https://altrove.example/"}, '<a href="https://altrove.example/">qui</a>'),
        ({"url": "javascript:x()"}, "<a>qui</a>"),
        ({"url": " JaVaScRiPt:x()"}, "<a>qui</a>"),
        ({"url": "data:text/html,x"}, "<a>qui</a>"),
        ({"url": "https://a.example/", "onclick": "x()"}, '<a href="https://a.example/">qui</a>'),
    ],
)
def test_a_link_leads_to_a_page_by_its_number_or_to_an_address(db, data, html):
    assert link_of(data) == f'<p data-block-key="a">{html}</p>'


@pytest.mark.parametrize("number", ['3" onclick="x()', "tre", "", "-1", "9" * 30, [3], True])
def test_a_link_to_a_page_without_its_number_is_refused(db, number):
    with pytest.raises(BadRequest):
        link_of({"id": number})
