"""What is content, and when two contents are the same."""

import pytest
from django.apps import apps
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, get_page_models

from editorial.content.digest import NON_CONTENT_FIELDS, content_digest, reviewable_content
from tests.support.moderation import fresh, last, yes
from tests.support.stories import create_story, sent_story

CONTENT = {
    "title": "T",
    "slug": "t",
    "go_live_at": None,
    "links": [{"pk": None, "label": "a"}],
    "body": "uno",
}


def changed(**values) -> str:
    return content_digest(CONTENT | values)


def test_the_digest_is_a_sha_256_of_the_content_in_any_order():
    assert len(content_digest(CONTENT)) == 64 and content_digest(dict(reversed(CONTENT.items()))) == content_digest(
        CONTENT
    )


def test_whatever_stands_below_a_page_has_an_order():
    """Or the database gives its rows as they lie, and the same text has another fingerprint."""
    below = {
        relation.related_model
        for model in get_page_models()
        for relation in get_all_child_relations(model)
        if relation.name != COMMENTS_RELATION_NAME
    }
    assert {apps.get_model("blog.BlogPostTag"), apps.get_model("radio.EpisodeGuest")} <= below
    assert [model._meta.label for model in below if not model._meta.ordering] == []


@pytest.mark.parametrize("name", sorted(NON_CONTENT_FIELDS))
def test_bookkeeping_is_no_text(name):
    assert changed(**{name: "altro"}) == content_digest(CONTENT)


@pytest.mark.parametrize(
    "values",
    [
        {"title": "U"},
        {"slug": "u"},
        {"go_live_at": "2031-01-01T10:00:00Z"},
        {"expire_at": "2031-01-01T10:00:00Z"},
        {"show_in_menus": True},
        {"body": "uno "},
        {"links": []},
        {"links": [{"pk": None, "label": "b"}]},
        {"links": [{"pk": None, "label": "a"}, {"pk": None, "label": "a"}]},
        {"links": [{"pk": None, "label": "a", "sort_order": 1}]},
    ],
)
def test_everything_else_is_text(values):
    assert changed(**values) != content_digest(CONTENT)


def test_the_number_of_a_child_is_no_text_and_its_order_is():
    assert changed(links=[{"pk": 7, "label": "a"}]) == content_digest(CONTENT)
    one, two = {"pk": 1, "label": "a"}, {"pk": 2, "label": "b"}
    assert changed(links=[one, two]) == changed(links=[two | {"pk": 1, "label": "a"}, one | {"pk": 2, "label": "b"}])
    assert changed(links=[one, two]) != changed(links=[two, one])


def test_only_a_childs_own_number_is_left_out():
    """A list of plain values, or a ``pk`` deeper inside a block, is text."""
    assert changed(tags=["a"]) != changed(tags=["b"])
    assert changed(stream=[{"type": "x", "value": {"pk": 1}}]) != changed(stream=[{"type": "x", "value": {"pk": 2}}])


def test_the_content_itself_is_left_as_it_is():
    content = {"links": [{"pk": 7, "label": "a"}], "live": True}
    assert reviewable_content(content) == {"links": [{"label": "a"}]}
    assert content == {"links": [{"pk": 7, "label": "a"}], "live": True}


def test_publishing_gives_children_a_number_and_changes_no_digest(newsroom):
    page = sent_story(newsroom.anna, newsroom.blog)
    page.links = [*page.links.all(), type(page.links.first())(label="nuovo", sort_order=9)]
    page.save_revision(user=newsroom.r1)
    before = content_digest(last(page).content)
    assert last(page).content["links"][-1]["pk"] is None
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    live = fresh(page)
    assert live.live and [link.label for link in live.links.all()] == ["primo", "secondo", "nuovo"]
    assert content_digest(live.serializable_data()) == before
    assert all(child["pk"] for child in live.serializable_data()["links"])


def test_the_digest_read_back_from_the_database_is_the_same(newsroom):
    page = create_story(newsroom.anna, newsroom.blog)
    revision = last(page)
    assert content_digest(revision.content) == content_digest(page.get_latest_revision_as_object().serializable_data())
