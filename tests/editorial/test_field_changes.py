"""Which fields a text changes, under which name, by how many words."""

import json

import pytest

from blog.models import BlogPage
from editorial.content.field_changes import words_by_field
from profiles.models import ProfilePage
from radio.models import EpisodePage
from tests.pages.models import Article, Story


def content(model, **fields) -> dict:
    return model(title="Una pagina").serializable_data() | fields


@pytest.mark.parametrize(
    "model, name, before, after, expected",
    [
        (ProfilePage, "title", "Ada", "Ada Rilega", ["Nome", 1]),
        (ProfilePage, "headline", "Lego libri a mano.", "Lego e riparo libri.", ["In una riga", 3]),
        (ProfilePage, "headline", "", "Lego libri.", ["In una riga", 2]),
        (ProfilePage, "headline", "Lego libri.", "", ["In una riga", 2]),
        (ProfilePage, "photo", None, 3, ["Foto", 0]),
        (BlogPage, "category", 1, 2, ["Categoria", 0]),
        (BlogPage, "date", "2031-01-01", "2031-01-02", ["Data dell’articolo", 0]),
        (BlogPage, "slug", "una", "una-altra", ["Indirizzo della pagina", 1]),
        (BlogPage, "seo_title", "", "Due parole", ["Titolo per i motori di ricerca", 2]),
        (BlogPage, "expire_at", None, "2031-01-02T10:00:00Z", ["Quando scade", 0]),
        (BlogPage, "tag_links", [], [{"pk": None, "tag": 1}], ["Argomenti", 0]),
        (EpisodePage, "number", 1, 2, ["Numero", 0]),
        (
            ProfilePage,
            "social_links",
            [{"pk": 1, "sort_order": 0, "label": "Il mio sito", "url": "https://example.org/"}],
            [{"pk": 1, "sort_order": 1, "label": "Il sito nuovo", "url": "https://example.org/"}],
            ["Dove trovarmi in rete", 2],
        ),
    ],
)
def test_names_and_words(db, model, name, before, after, expected):
    old = content(model, **{name: before})
    assert name in content(model)
    assert words_by_field(model, old, content(model, **{name: after})) == [expected]
    assert words_by_field(model, old, old) == []


def block(words: str, key: str = "a") -> str:
    return json.dumps([{"type": "text", "value": words, "id": key}])


def test_blocks_are_counted_in_their_words_alone(db):
    before = content(Story, stream=block("uno due"))
    assert words_by_field(Story, before, content(Story, stream=block("uno due tre"))) == [["Stream", 1]]
    assert words_by_field(Story, before, content(Story, stream=json.dumps(json.loads(block("uno due"))))) == []


def test_what_the_editor_numbers_is_no_change(db):
    before = content(Story, body="<p>uno</p>")
    assert words_by_field(Story, before, content(Story, body='<p data-block-key="x1">uno</p>')) == []
    assert words_by_field(Story, before, content(Story, body="<p><b>uno</b></p>")) == [["Body", 0]]


def test_fields_come_in_the_editors_order(db):
    changed = {"tag_links": [{"tag": 1}], "picture_alt": "una porta", "lead": "perché", "title": "Altro titolo"}
    names = [name for name, _words in words_by_field(BlogPage, content(BlogPage), content(BlogPage, **changed))]
    assert names == ["Titolo", "In breve", "Argomenti", "Descrizione dell’immagine"]


def test_of_a_new_page_what_is_written(db):
    """Not what the code fills in by itself, nor what the editor does not show."""
    page = content(ProfilePage, headline="Lego libri.", photo=3, slug="ada", member=1)
    assert words_by_field(ProfilePage, {}, page) == [["Nome", 2], ["In una riga", 2], ["Foto", 0]]


def test_a_field_that_the_code_got_since_is_no_change(db):
    before = content(Article, body="uno")
    del before["body"]
    assert words_by_field(Article, before, content(Article, body="due")) == []


def test_bookkeeping_is_no_change(db):
    before = content(Article, body="uno")
    assert words_by_field(Article, before, before | {"locked": True, "live": True, "draft_title": "x"}) == []


def test_it_asks_the_database_nothing(db, django_assert_num_queries):
    before, after = content(BlogPage), content(BlogPage, title="Altro", tag_links=[{"tag": 1}])
    words_by_field(BlogPage, before, after)
    with django_assert_num_queries(0):
        assert words_by_field(BlogPage, before, after) == [["Titolo", 2], ["Argomenti", 0]]
