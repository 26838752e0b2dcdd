"""The stories the site is made for."""

import re

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from editorial.models import Approval
from editorial.review.queue import waiting_for
from editorial.review.wording import ALREADY, CHANGED, CLOSED, NOT_YOURS
from tests.support.http import messages_of, url
from tests.support.moderation import (
    agree,
    answers,
    ask,
    author_action_url,
    autosave,
    create,
    digest,
    edit,
    fresh,
    last,
    live,
    loaded,
    read,
    review_url,
    seen_data,
    sent,
    state,
    submit,
    withdraw,
    yes,
)

REASON = "manca la data dell’evento"


def said(page) -> list[tuple]:
    """Who said yes, in order: (first name, as reviewer)."""
    rows = Approval.objects.filter(page_number=page.pk).order_by("at", "pk")
    return list(rows.values_list("user__first_name", "as_reviewer"))


def test_author_sends_reviewer_says_yes(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    assert page.owner == newsroom.anna and not page.live and state(page).revision == last(page)
    assert read(newsroom.r1, page) == seen_data(newsroom.r1, page)
    yes(newsroom.r1, page)
    assert live(page) == "uno" and fresh(page).live_revision == last(page)
    rows = Approval.objects.order_by("at").values_list("user", "as_reviewer", "digest")
    assert list(rows) == [(newsroom.anna.pk, False, digest(last(page))), (newsroom.r1.pk, True, digest(last(page)))]
    assert "<main>uno</main>" in newsroom.anna.client.get(fresh(page).url).content.decode()


def test_sending_from_the_editor_leads_the_author_to_how_it_stands(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    response = edit(newsroom.anna, page, **{"action-submit": "1"})
    assert response.redirect_chain == [(f"{author_action_url('author', page)}?mandata=1", 302)]
    assert "Mandata! La legge" in response.content.decode()


def test_changes_are_asked_with_a_reason_and_the_author_sends_again(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    first, request, seen = state(page), page.current_workflow_state, read(newsroom.r1, page)
    for reason in ("", "   ", "corto"):
        response = ask(newsroom.r1, page, reason)
        assert response.status_code == 200 and state(page) == first
        assert reason.strip() in response.content.decode()
    ask(newsroom.r1, page, REASON)
    assert state(page) is None and fresh(page).current_workflow_state.status == "needs_changes"
    edit(newsroom.anna, page, "due")
    assert state(page) is None
    submit(newsroom.anna, page, "tre")
    assert state(page) != first and state(page).workflow_state == request
    assert state(page).revision == last(page)
    assert CHANGED in messages_of(yes(newsroom.r1, page, seen)) and not live(page)
    assert CLOSED in messages_of(yes(newsroom.r1, page, at=first))
    yes(newsroom.r1, page)
    assert live(page) == "tre"


@pytest.mark.parametrize("second", ["anna", "r2", "ed"])
def test_a_reviewers_fix_needs_one_more_yes(newsroom, second):
    page = sent(newsroom.anna, newsroom.blog)
    at, first = state(page), last(page)
    assert ALREADY in messages_of(agree(newsroom.anna, page)) and not live(page)  # by sending it
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    at.refresh_from_db()
    assert not live(page) and at.status == "in_progress" and at.revision == last(page) != first
    assert ALREADY in messages_of(yes(newsroom.r1, page))  # twice the same person: nothing
    assert not live(page) and answers().count() == 1
    assert agree(newsroom.bruno, page).status_code == yes(newsroom.bruno, page).status_code == 403  # not his page
    assert not live(page) and answers().count() == 1
    user = getattr(newsroom, second)
    text = author_action_url("author_text", page) if second == "anna" else review_url("text", at)
    assert "<main>corretto</main>" in user.client.get(text).content.decode()
    (agree if second == "anna" else yes)(user, page)
    assert live(page) == "corretto" and Approval.objects.count() == 3


def test_autosave_then_yes(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    first, opened = last(page), loaded(page)
    one = autosave(newsroom.r1, page, "mio", **opened)
    assert one["success"] and one["revision_id"] != first.pk
    two = autosave(newsroom.r1, page, "mio due", overwrite_revision_id=one["revision_id"], **opened)
    assert two["revision_id"] == one["revision_id"] and state(page).revision == first
    yes(newsroom.r1, page)
    assert not live(page) and state(page).revision_id == one["revision_id"]
    # A tab left open goes on with that id: a new revision, then overwrites of that one.
    three = autosave(newsroom.r1, page, "mio tre", overwrite_revision_id=one["revision_id"], **opened)
    assert three["success"] and three["revision_id"] != one["revision_id"]
    four = autosave(newsroom.r1, page, "mio quattro", overwrite_revision_id=three["revision_id"], **opened)
    assert four["revision_id"] == three["revision_id"]
    assert page.revisions.get(pk=one["revision_id"]).content["body"] == "mio due"
    agree(newsroom.anna, page)  # counts as the author's, but no reviewer agreed to «quattro» yet
    assert not live(page) and said(page) == [("anna", False), ("r1", True), ("anna", False)]
    yes(newsroom.r1, page)
    assert live(page) == "mio quattro"


def test_what_changed_meanwhile_is_shown_and_not_agreed(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    seen = read(newsroom.r1, page)
    edit(newsroom.r2, page, "di r2")
    response = yes(newsroom.r1, page, seen)
    assert not live(page) and CHANGED in messages_of(response) and "di r2" in response.content.decode()
    assert CHANGED in messages_of(ask(newsroom.r1, page, REASON, seen)) and state(page)
    yes(newsroom.r1, page)
    assert not live(page)  # saving is nobody's yes, and anna's was to another text
    yes(newsroom.r2, page)
    assert live(page) == "di r2"


def test_what_changed_while_the_author_looked_is_shown_and_not_agreed(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "di r1")
    yes(newsroom.r1, page)
    seen = seen_data(newsroom.anna, page)
    edit(newsroom.r2, page, "di r2")
    response = agree(newsroom.anna, page, seen)
    assert response.redirect_chain == [(author_action_url("author", page), 302)]
    assert CHANGED in messages_of(response) and "di r2" in response.content.decode()
    assert not live(page) and said(page) == [("anna", False), ("r1", True)]


def test_a_comma_by_a_colleague_does_not_make_a_rewriter_the_second_person(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "tutto nuovo")
    edit(newsroom.r2, page, "tutto nuovo,")
    yes(newsroom.r1, page)
    assert not live(page)
    yes(newsroom.r2, page)
    assert live(page) == "tutto nuovo,"


def test_who_is_no_reviewer(newsroom):
    own = sent(newsroom.r1, newsroom.blog)  # owner and requester are of the desk
    assert ALREADY in messages_of(yes(newsroom.r1, own))
    assert not live(own) and not answers().exists()
    yes(newsroom.r2, own)
    assert live(own) == "uno"
    other = create(newsroom.anna, newsroom.blog, "Q")
    submit(newsroom.r1, other)  # r1 asks for anna's page
    yes(newsroom.r1, other)
    agree(newsroom.anna, other)  # the author agrees; a reviewer is missing
    assert not live(other) and said(other) == [("r1", False), ("anna", False)]
    yes(newsroom.r2, other)
    assert live(other) == "uno"


def test_superuser_is_no_reviewer(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    newsroom.desk.user_set.add(newsroom.su)
    assert read(newsroom.su, page) == {} and read(newsroom.r1, page) == seen_data(newsroom.r1, page)
    assert NOT_YOURS in messages_of(yes(newsroom.su, page))
    assert NOT_YOURS in messages_of(ask(newsroom.su, page, REASON))
    assert not live(page) and state(page) and not answers().exists()


def test_withdraw(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    at = state(page)
    assert autosave(newsroom.anna, page, "zz")["error_code"] == "locked"
    newsroom.r1.client.post(url("lock", page.pk))
    assert fresh(page).locked
    for other in (newsroom.bruno, newsroom.r1, newsroom.su):
        assert withdraw(other, page).status_code == 403 and state(page) == at
    response = withdraw(newsroom.anna, page)
    assert response.redirect_chain == [(url("edit", page.pk), 302)]
    assert not response.context["page_locked"] and state(page) is None and not fresh(page).locked
    assert autosave(newsroom.anna, page, "due")["success"]
    for press in (
        lambda: yes(newsroom.r1, page, at=at),
        lambda: ask(newsroom.r1, page, REASON, at=at),
        lambda: withdraw(newsroom.anna, page),
        lambda: agree(newsroom.anna, page),
    ):
        assert CLOSED in messages_of(press()) and not live(page)
    submit(newsroom.anna, page, "tre")
    yes(newsroom.r1, page)
    assert live(page) == "tre"


def test_stock_cancel_stays_the_authors(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, **{"action-cancel-workflow": "1"})
    assert state(page)
    edit(newsroom.anna, page, **{"action-cancel-workflow": "1"})
    assert state(page) is None and not live(page) and WorkflowState.objects.get().status == "cancelled"


def test_update_of_a_live_page(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    draft = autosave(newsroom.anna, page, "due", overwrite_revision_id=fresh(page).latest_revision_id)
    assert draft["revision_id"] != fresh(page).live_revision_id and live(page) == "uno"
    submit(newsroom.anna, page)
    edit(newsroom.r1, page, "due corretto")
    yes(newsroom.r1, page)
    assert live(page) == "uno"
    agree(newsroom.anna, page)
    assert live(page) == "due corretto"


def test_a_yes_is_to_a_content_whatever_revision_holds_it(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "due")
    yes(newsroom.r1, page)
    edit(newsroom.r2, page, "tre")
    assert not live(page)
    edit(newsroom.r2, page, "due")  # the words r1 wrote and agreed to, typed again by r2
    assert not live(page)
    yes(newsroom.r2, page)
    assert live(page) == "due" and answers().count() == 2


def test_the_link_back_leads_reviewers_to_the_reading_page_and_the_author_to_their_own(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    at = state(page)
    shown = {
        user.first_name: links_back(user, page, at) for user in (newsroom.anna, newsroom.r1, newsroom.ed, newsroom.su)
    }
    desk = (True, review_url("reading", at))
    assert shown == {
        "anna": (True, author_action_url("author", page)), "r1": desk, "ed": desk, "su": (False, "")
    }  # fmt: skip
    withdraw(newsroom.anna, page)
    assert not links_back(newsroom.anna, page, at)[0]


def links_back(user, page, at) -> tuple[bool, str]:
    """Is «Torna alla lettura» in the editor, and which of the two screens it leads to."""
    text = user.client.get(url("edit", page.pk)).content.decode()
    before, label, _after = text.partition("Torna alla lettura")
    screens = re.findall(r'<a\s[^>]*href="(/(?:admin/lettura|area-soci/pagine)/\d+/)"', before)
    return (True, screens[-1]) if label else (False, "")


def test_the_reading_page_sends_the_author_to_their_own(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    target = review_url("reading", state(page))
    assert newsroom.anna.client.get(target).status_code == 403  # the guard: the desk's screens are no member's
    own = sent(newsroom.r1, newsroom.blog, "Q")
    response = newsroom.r1.client.get(review_url("reading", state(own)))
    assert (response.status_code, response["Location"]) == (302, author_action_url("author", own))
    assert reverse("editorial_queue") == "/admin/da-leggere/"


def test_whoever_sends_it_again_is_no_reviewer_of_it(newsroom):
    """Anna sent it, r1 sends it again after changes were asked: r1 asked for it too, although Wagtail names Anna."""
    page = sent(newsroom.anna, newsroom.blog)
    ask(newsroom.ed, page, "manca una data, per favore")
    edit(newsroom.r1, page, "due", **{"action-submit": "1"})
    assert state(page).workflow_state.requested_by == newsroom.anna
    for press in (lambda: yes(newsroom.r1, page), lambda: ask(newsroom.r1, page, "un motivo abbastanza lungo")):
        assert "non è da leggere" in messages_of(press()) or not live(page)
    assert (live(page), read(newsroom.r1, page)) == (None, {})
    assert state(page) not in newsroom.blog_desk.get_task_states_user_can_moderate(newsroom.r1)
    assert [item.title for item in waiting_for(newsroom.r1)] == [] != [item.title for item in waiting_for(newsroom.r2)]
    assert list(newsroom.blog_desk.reviewers(fresh(page), state(page).workflow_state)) == [newsroom.r2, newsroom.ed]
    edit(newsroom.r1, page, "tre")  # nor by correcting it: the editor is closed to them
    agree(newsroom.anna, page)
    assert live(page) is None
    yes(newsroom.r2, page)
    assert live(page) == "due"
