"""Comments in the editor are no text: kept, edited and resolved without a new revision."""

import pytest
from wagtail.models import Comment

from tests.support.editor_post import comment
from tests.support.moderation import autosave, edit, last, live, read, sent, submit, yes


@pytest.mark.parametrize("json", [True, False])
@pytest.mark.parametrize("was_live", [True, False])
def test_a_comment_is_kept_and_is_no_text(newsroom, json, was_live):
    page = sent(newsroom.anna, newsroom.blog)
    if was_live:
        yes(newsroom.r1, page)
        submit(newsroom.anna, page, "due")
    revision, seen = last(page), read(newsroom.r2, page)
    response = edit(newsroom.r1, page, json=json, **comment())
    if json:
        assert response.json()["revision_id"] == revision.pk and response.json()["comments"]
    note = Comment.objects.get()
    # As in stock: of a draft, form.save(commit=True) saves the comment before any revision is known.
    assert note.revision_created == (revision if was_live else None)
    assert (note.text, note.user, last(page)) == ("virgola?", newsroom.r1, revision)
    # edited, then resolved
    known = {"comments-INITIAL_FORMS": "1", "comments-0-id": note.pk}
    edit(newsroom.r1, page, json=json, **comment("punto?", **known))
    note.refresh_from_db()
    assert note.text == "punto?" and last(page) == revision
    edit(newsroom.r1, page, json=json, **comment("punto?", **known, **{"comments-0-resolved": "on"}))
    note.refresh_from_db()
    assert note.resolved_at and last(page) == revision
    yes(newsroom.r2, page, seen)
    assert live(page) == ("due" if was_live else "uno")


def test_a_comment_leaves_a_first_yes_standing(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    autosave(newsroom.r2, page, **comment())
    yes(newsroom.r2, page)
    assert Comment.objects.get().user == newsroom.r2 and live(page) == "corretto"
