"""What the editor saves: unchanged texts, what counts as text, pages that moved meanwhile."""

import pytest
from django.contrib import messages
from wagtail import hooks
from wagtail.models import Page, PageLogEntry, Revision

from cms.users.models import User
from editorial.content.digest import content_digest as digest_of
from editorial.models.tasks import DeskLock
from editorial.review import services
from tests.support.http import messages_of, url
from tests.support.moderation import (
    ask,
    autosave,
    create,
    digest,
    edit,
    fresh,
    last,
    live,
    loaded,
    seen_by,
    sent,
    state,
    yes,
)

REASON = "un motivo abbastanza lungo"


def test_an_unchanged_save_writes_nothing(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    revision, count, logs = last(page), page.revisions.count(), PageLogEntry.objects.count()
    response = edit(newsroom.r1, page, **loaded(page))
    assert "aggiornata" in messages_of(response) and response.status_code == 200
    answer = autosave(newsroom.r1, page, **loaded(page))
    assert answer["success"] and answer["revision_id"] == revision.pk
    assert answer["revision_created_at"] == revision.created_at.isoformat()
    assert last(page) == revision and page.revisions.count() == count and PageLogEntry.objects.count() == logs
    # The next autosave overwrites that id, which is frozen and somebody else's.
    after = autosave(newsroom.r1, page, "due", overwrite_revision_id=answer["revision_id"], **loaded(page))
    assert after["success"] and after["revision_id"] != revision.pk and last(page).user == newsroom.r1
    again = autosave(newsroom.r1, page, "tre", overwrite_revision_id=after["revision_id"])
    assert again["revision_id"] == after["revision_id"]


def test_an_unchanged_save_does_not_make_the_reviewer_the_writer(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page)
    assert last(page).user == newsroom.anna
    yes(newsroom.r1, page)
    assert live(page) == "uno"


def test_an_unchanged_save_over_another_reviewers_loose_text(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "di r1")
    loose = last(page)
    answer = autosave(newsroom.r2, page)
    assert answer["revision_id"] == loose.pk and last(page).user == newsroom.r1
    after = autosave(newsroom.r2, page, "di r2", overwrite_revision_id=loose.pk)
    assert after["success"] and after["revision_id"] != loose.pk
    assert Revision.objects.get(pk=loose.pk).content["body"] == "di r1"
    # r1's tab goes on with the id it had: no longer the latest.
    refused = autosave(newsroom.r1, page, "di r1 ancora", overwrite_revision_id=loose.pk)
    assert refused["error_code"] == "invalid_revision"


def test_what_others_have_to_tell_the_author_is_told_after_sending(newsroom):
    """Of the messages stock's own confirmation alone is dropped: the author's page says it in our words."""
    page = create(newsroom.anna, newsroom.blog)

    def before(request, page):
        messages.error(request, "La foto non si apre.")

    def after(request, page):
        messages.warning(request, "Controlla <em>l’indirizzo</em>.", extra_tags="indirizzo")
        messages.success(request, f"«{page.title}» ha una foto nuova.")

    earlier = hooks.register_temporarily("before_edit_page", before)
    later = hooks.register_temporarily("after_edit_page", after, order=-1)
    with earlier, later:
        response = edit(newsroom.anna, page, title="L'orto & l'aia", **{"action-submit": "1"})
    assert state(page) and "Mandata!" in response.content.decode()
    assert [(one.level_tag, one.extra_tags, str(one)) for one in response.context["messages"]] == [
        ("error", "", "La foto non si apre."),
        ("warning", "indirizzo", "Controlla <em>l’indirizzo</em>."),
        ("success", "", "«L'orto & l'aia» ha una foto nuova."),
    ]


def test_stocks_confirmation_is_dropped_in_whatever_words_it_comes(newsroom, monkeypatch):
    monkeypatch.setattr("wagtail.admin.views.pages.edit._", lambda text: f"Altrimenti detto: {text[:4]} %(page_title)s")
    response = edit(newsroom.anna, create(newsroom.anna, newsroom.blog), **{"action-submit": "1"})
    assert "Mandata!" in response.content.decode() and list(response.context["messages"]) == []


def test_whoever_sends_for_another_is_told_who_reads_it(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    response = edit(newsroom.r1, page, title="L'orto & l'aia", **{"action-submit": "1"})
    assert response.redirect_chain == [(f"/admin/pages/{newsroom.blog.pk}/", 302)]
    assert "«L&#x27;orto &amp; l&#x27;aia» è mandata: chi la legge ha 5 giorni." in response.content.decode()


def test_a_draft_is_saved_as_ever(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    edit(newsroom.anna, page)
    assert page.revisions.count() == 2


def test_an_empty_save_of_a_page_taken_back(newsroom):
    """Asked to change: no open task state, so every save is a revision of its own."""
    page = sent(newsroom.anna, newsroom.blog)
    count = page.revisions.count()
    ask(newsroom.r1, page, REASON)
    edit(newsroom.anna, page)
    assert page.revisions.count() == count + 1


@pytest.mark.parametrize(
    "field, value",
    [
        ("title", "Altro"),
        ("slug", "altro"),
        ("go_live_at", "2090-01-01 10:00"),
        ("expire_at", "2091-01-01 10:00"),
        ("body", "due"),
        ("seo_title", "SEO"),
    ],
)
def test_what_a_reader_or_a_schedule_sees_changes_the_digest(newsroom, field, value):
    page = sent(newsroom.anna, newsroom.blog, model="timed")
    before = last(page)
    edit(newsroom.r1, page, **{field: value})
    assert last(page) != before and digest(last(page)) != digest(before) and last(page).content[field]


def test_bookkeeping_does_not_change_the_digest(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    before = digest(last(page))
    newsroom.r1.client.post(url("lock", page.pk))
    first = type(newsroom.blog)(title="Prima", slug="prima")
    Page.objects.get(pk=newsroom.blog.pk).add_sibling(instance=first, pos="first-sibling")  # moves every path
    draft = fresh(page).get_latest_revision_as_object()
    assert digest_of(draft.serializable_data()) == before and draft.locked
    yes(newsroom.r1, page)
    assert digest_of(fresh(page).serializable_data()) == before  # live now, and published


# --- the page that moved while the view was reading it


def test_a_page_that_went_live_meanwhile_is_not_overwritten(newsroom):
    """EditView read a draft; before it saves, a yes publishes. Stock then writes the form over the live row,
    because it still believes ``page.live`` is false."""
    page = sent(newsroom.anna, newsroom.blog)
    at, seen, revision = state(page), seen_by(newsroom.r2, page), last(page)

    def meanwhile(request, edited):
        if request.method == "POST":
            services.approve(at.pk, User.objects.get(email="r2@example.org"), seen)

    with hooks.register_temporarily("before_edit_page", meanwhile, order=-1):
        response = edit(newsroom.r1, page, "scritta dopo")
    assert "cambiato in questo momento" in messages_of(response)
    assert Page.objects.get(pk=page.pk).specific.body != "scritta dopo" and last(page) == revision


def test_a_text_overwritten_meanwhile_is_seen(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r2, page, "di r2")
    loose = last(page)

    def meanwhile(request, edited):
        if request.method == "POST":
            text = fresh(page).get_latest_revision_as_object()
            text.body = "di r2, ancora"
            text.save_revision(user=newsroom.r2, overwrite_revision=Revision.objects.get(pk=loose.pk))

    with hooks.register_temporarily("before_edit_page", meanwhile, order=-1):
        assert autosave(newsroom.r1, page, "di r1", **loaded(page))["error_code"] == "invalid_revision"
    assert last(page) == loose


def test_somebody_decides_while_the_editor_is_being_shown(newsroom):
    """Between «is this button shown?» and «where does it lead?»: the race tests met a 500 here."""
    page = sent(newsroom.anna, newsroom.blog)
    at, seen = state(page), seen_by(newsroom.r2, page)

    def meanwhile(items, request, context):
        if not live(page):
            services.approve(at.pk, newsroom.r2, seen)

    with hooks.register_temporarily("construct_page_action_menu", meanwhile, order=-1):
        response = newsroom.r1.client.get(url("edit", page.pk))
    assert response.status_code == 200 and live(page) == "uno"


@pytest.mark.parametrize("who", ["anna", "r1", "ed", "su"])
def test_somebody_decides_after_the_editor_asked_whether_it_is_locked(newsroom, who):
    """Stock asks again for the request it names in the lock's message, and answered 500."""
    page = sent(newsroom.anna, newsroom.blog)
    at, seen = state(page), seen_by(newsroom.r2, page)

    def meanwhile(request, edited):
        services.approve(at.pk, newsroom.r2, seen)

    with hooks.register_temporarily("before_edit_page", meanwhile):
        response = getattr(newsroom, who).client.get(url("edit", page.pk))
    assert response.status_code == 200 and live(page) == "uno"


def test_the_lock_says_who_may_edit_meanwhile(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    assert DeskLock.MESSAGE in messages_of(newsroom.anna.client.get(url("edit", page.pk)))
    assert DeskLock.MESSAGE not in messages_of(newsroom.r1.client.get(url("edit", page.pk)))
