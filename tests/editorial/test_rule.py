"""The fingerprint of a content, who is who, and what is enough."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, get_page_models

from editorial.rule import BOOKKEEPING, Refused, digest, is_author, is_enough, is_reviewer, text_of
from tests.support.moderation import fresh, last, sent, state, yes
from tests.support.stories import create_story, sent_story

CONTENT = {
    "title": "T",
    "slug": "t",
    "go_live_at": None,
    "links": [{"pk": None, "label": "a"}],
    "body": "uno",
}


def changed(**values) -> str:
    return digest(CONTENT | values)


def test_the_digest_is_a_sha_256_of_the_content_in_any_order():
    assert len(digest(CONTENT)) == 64 and digest(dict(reversed(CONTENT.items()))) == digest(CONTENT)


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


@pytest.mark.parametrize("name", sorted(BOOKKEEPING))
def test_bookkeeping_is_no_text(name):
    assert changed(**{name: "altro"}) == digest(CONTENT)


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
    assert changed(**values) != digest(CONTENT)


def test_the_number_of_a_child_is_no_text_and_its_order_is():
    assert changed(links=[{"pk": 7, "label": "a"}]) == digest(CONTENT)
    one, two = {"pk": 1, "label": "a"}, {"pk": 2, "label": "b"}
    assert changed(links=[one, two]) == changed(links=[two | {"pk": 1, "label": "a"}, one | {"pk": 2, "label": "b"}])
    assert changed(links=[one, two]) != changed(links=[two, one])


def test_only_a_childs_own_number_is_left_out():
    """A list of plain values, or a ``pk`` deeper inside a block, is text."""
    assert changed(tags=["a"]) != changed(tags=["b"])
    assert changed(stream=[{"type": "x", "value": {"pk": 1}}]) != changed(stream=[{"type": "x", "value": {"pk": 2}}])


def test_the_content_itself_is_left_as_it_is():
    content = {"links": [{"pk": 7, "label": "a"}], "live": True}
    assert text_of(content) == {"links": [{"label": "a"}]}
    assert content == {"links": [{"pk": 7, "label": "a"}], "live": True}


def test_publishing_gives_children_a_number_and_changes_no_digest(w):
    page = sent_story(w.anna, w.blog)
    page.links = [*page.links.all(), type(page.links.first())(label="nuovo", sort_order=9)]
    page.save_revision(user=w.r1)
    before = digest(last(page).content)
    assert last(page).content["links"][-1]["pk"] is None
    yes(w.r1, page)
    yes(w.r2, page)
    live = fresh(page)
    assert live.live and [link.label for link in live.links.all()] == ["primo", "secondo", "nuovo"]
    assert digest(live.serializable_data()) == before
    assert all(child["pk"] for child in live.serializable_data()["links"])


def test_the_digest_read_back_from_the_database_is_the_same(w):
    page = create_story(w.anna, w.blog)
    revision = last(page)
    assert digest(revision.content) == digest(page.get_latest_revision_as_object().serializable_data())


# --- who is who


def test_a_reviewer_is_of_the_desk_and_neither_owns_it_nor_asked_for_it(w):
    page = sent(w.anna, w.blog)
    request = state(page).workflow_state
    found = {u.first_name for u in (w.anna, w.bruno, w.r1, w.ed, w.su) if is_reviewer(u, w.blog_desk, page, request)}
    assert found == {"r1", "ed"}
    w.desk.user_set.add(w.anna, w.su)
    assert not is_reviewer(w.anna, w.blog_desk, page, request) and not is_reviewer(w.su, w.blog_desk, page, request)
    request.requested_by = w.r1
    assert not is_reviewer(w.r1, w.blog_desk, page, request) and is_reviewer(w.r2, w.blog_desk, page, request)
    w.r2.is_active = False
    assert not is_reviewer(w.r2, w.blog_desk, page, request)


def test_the_author_is_the_owner_or_whoever_asked_for_a_page_without_one(w):
    page = sent(w.anna, w.blog)
    request = SimpleNamespace(requested_by_id=w.r1.pk)
    assert [is_author(user, page, request) for user in (w.anna, w.r1, w.bruno)] == [True, False, False]
    page.owner = None
    assert [is_author(user, page, request) for user in (w.anna, w.r1, w.bruno)] == [False, True, False]


def said(*people: tuple[int, bool]):
    return [SimpleNamespace(user_number=number, as_reviewer=reviewer) for number, reviewer in people]


@pytest.mark.parametrize(
    "yeses, enough",
    [
        ([], False),
        ([(1, False)], False),
        ([(1, True)], False),
        ([(1, False), (2, False)], False),
        ([(1, True), (1, False)], False),
        ([(1, False), (2, True)], True),
        ([(1, True), (2, True)], True),
        ([(1, False), (2, False), (3, True)], True),
    ],
)
def test_two_people_one_of_them_a_reviewer(yeses, enough):
    assert is_enough(said(*yeses)) is enough


def test_a_refusal_leads_to_the_members_area_unless_told_otherwise():
    assert (str(Refused("no")), Refused("no").url, Refused("no", "/x/").url) == ("no", "/area-soci/", "/x/")
