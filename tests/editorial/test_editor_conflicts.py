"""An editor that was opened before somebody else saved: nothing is overwritten without a word."""

import re

import pytest

from tests.support.http import JSON, form, url
from tests.support.moderation import autosave, create, edit, fresh, last, loaded, state

NOT_SAVED = "il tuo non l’abbiamo salvato"


def post(user, page, body, opened, **data):
    draft = fresh(page).get_latest_revision_as_object()
    fields = form(title=draft.title, slug=draft.slug, body=body) | opened | data
    return user.client.post(url("edit", page.pk), fields)


def comparison(html: str) -> str:
    return re.search(r'<dd class="comparison">(.*?)</dd>', html)[1]


@pytest.fixture
def page(newsroom):
    return create(newsroom.anna, newsroom.blog, body="di anna")


@pytest.mark.parametrize("data", [{}, {"action-submit": "1"}])
def test_an_older_text_is_refused_with_the_comparison(newsroom, page, data):
    opened = loaded(page)
    edit(newsroom.r1, page, "di r1")
    response = post(newsroom.anna, page, "di anna, dopo", opened, **data)
    html = response.content.decode()
    assert response.status_code == 409 and NOT_SAVED in html and "r1 ha salvato" in html
    assert re.sub(r"</?(ins|del)[^>]*>", "", comparison(html)) == "di r1anna, dopo"
    assert last(page).content["body"] == "di r1" and state(page) is None


def test_a_text_saved_over_in_place_too(newsroom, page):
    """An autosave rewrites its own revision: the number stays, the moment moves."""
    edit(newsroom.r1, page, "di r1")
    opened = loaded(page)
    answer = autosave(newsroom.r1, page, "di r1, due", **opened, overwrite_revision_id=last(page).pk)
    assert answer["success"] and answer["revision_id"] == opened["loaded_revision_id"]
    assert post(newsroom.anna, page, "di anna", opened).status_code == 409


def test_ones_own_saves_meanwhile_are_no_conflict(newsroom, page):
    opened = loaded(page)
    autosave(newsroom.anna, page, "due", **opened)
    assert post(newsroom.anna, page, "tre", opened).status_code == 302
    assert last(page).content["body"] == "tre"


def test_after_an_autosave_the_form_is_as_new_as_that(newsroom, page):
    edit(newsroom.r1, page, "di r1")
    opened = loaded(page)
    answer = autosave(newsroom.anna, page, "due", **opened)
    edit(newsroom.r2, page, "di r2")
    assert (
        post(newsroom.anna, page, "tre", opened | {"overwrite_revision_id": answer["revision_id"]}).status_code == 409
    )
    assert last(page).content["body"] == "di r2"


def test_the_same_words_lose_nothing(newsroom, page):
    opened = loaded(page)
    edit(newsroom.r1, page, "di r1")
    response = post(newsroom.anna, page, "di r1", opened)
    assert response.status_code == 409 and "non hai perso niente" in response.content.decode()


def test_a_text_that_is_not_valid_is_compared_all_the_same(newsroom, page):
    opened = loaded(page)
    edit(newsroom.r1, page, "di r1")
    response = post(newsroom.anna, page, "di anna, dopo", opened, title="")
    assert response.status_code == 409 and "dopo" in response.content.decode()


@pytest.mark.parametrize(
    "opened",
    [
        {"loaded_revision_id": "x"},
        {"loaded_revision_id": "9" * 40},
        {"loaded_revision_id": "²"},
        {"loaded_revision_id": "1", "loaded_revision_created_at": "ieri"},
        {"loaded_revision_id": "1", "loaded_revision_created_at": "2031-99-99T00:00:00Z"},
        {"loaded_revision_id": "1", "loaded_revision_created_at": "2031-03-04T00:00:00"},
    ],
)
def test_what_says_nothing_of_when_it_was_opened_is_saved_as_ever(newsroom, page, opened):
    edit(newsroom.r1, page, "di r1")
    assert post(newsroom.anna, page, "di anna", opened).status_code == 302
    assert last(page).content["body"] == "di anna"


def test_an_autosave_is_answered_by_wagtail(newsroom, page):
    opened = loaded(page)
    edit(newsroom.r1, page, "di r1")
    draft = fresh(page).get_latest_revision_as_object()
    fields = form(title=draft.title, slug=draft.slug, body="di anna") | opened
    answer = newsroom.anna.client.post(url("edit", page.pk), fields, **JSON)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
