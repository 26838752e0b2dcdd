"""The stories the site is made for."""

import re

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from editorial.models import Approval
from editorial.review.queue import waiting_for
from editorial.review.wording import ALREADY, CHANGED, CLOSED, NOT_YOURS
from tests.support.http import told, url
from tests.support.moderation import (
    agree,
    answers,
    ask,
    author_door,
    autosave,
    create,
    digest,
    door,
    edit,
    fresh,
    last,
    live,
    loaded,
    read,
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


def test_author_sends_reviewer_says_yes(w):
    page = sent(w.anna, w.blog)
    assert page.owner == w.anna and not page.live and state(page).revision == last(page)
    assert read(w.r1, page) == digest(last(page))
    yes(w.r1, page)
    assert live(page) == "uno" and fresh(page).live_revision == last(page)
    rows = Approval.objects.order_by("at").values_list("user", "as_reviewer", "digest")
    assert list(rows) == [(w.anna.pk, False, digest(last(page))), (w.r1.pk, True, digest(last(page)))]
    assert "<main>uno</main>" in w.anna.client.get(fresh(page).url).content.decode()


def test_sending_from_the_editor_leads_the_author_to_how_it_stands(w):
    page = create(w.anna, w.blog)
    response = edit(w.anna, page, **{"action-submit": "1"})
    assert response.redirect_chain == [(f"{author_door('author', page)}?mandata=1", 302)]
    assert "Mandata! La legge" in response.content.decode()


def test_changes_are_asked_with_a_reason_and_the_author_sends_again(w):
    page = sent(w.anna, w.blog)
    first, request, seen = state(page), page.current_workflow_state, read(w.r1, page)
    for reason in ("", "   ", "corto"):
        response = ask(w.r1, page, reason)
        assert response.status_code == 200 and state(page) == first
        assert reason.strip() in response.content.decode()
    ask(w.r1, page, REASON)
    assert state(page) is None and fresh(page).current_workflow_state.status == "needs_changes"
    edit(w.anna, page, "due")
    assert state(page) is None
    submit(w.anna, page, "tre")
    assert state(page) != first and state(page).workflow_state == request
    assert state(page).revision == last(page)
    assert CHANGED in told(yes(w.r1, page, seen)) and not live(page)
    assert CLOSED in told(yes(w.r1, page, at=first))
    yes(w.r1, page)
    assert live(page) == "tre"


@pytest.mark.parametrize("second", ["anna", "r2", "ed"])
def test_a_reviewers_fix_needs_one_more_yes(w, second):
    page = sent(w.anna, w.blog)
    at, first = state(page), last(page)
    assert ALREADY in told(agree(w.anna, page)) and not live(page)  # by sending it
    edit(w.r1, page, "corretto")
    yes(w.r1, page)
    at.refresh_from_db()
    assert not live(page) and at.status == "in_progress" and at.revision == last(page) != first
    assert ALREADY in told(yes(w.r1, page))  # twice the same person: nothing
    assert not live(page) and answers().count() == 1
    assert agree(w.bruno, page).status_code == yes(w.bruno, page).status_code == 403  # not his page
    assert not live(page) and answers().count() == 1
    user = getattr(w, second)
    text = author_door("author_text", page) if second == "anna" else door("text", at)
    assert "<main>corretto</main>" in user.client.get(text).content.decode()
    (agree if second == "anna" else yes)(user, page)
    assert live(page) == "corretto" and Approval.objects.count() == 3


def test_autosave_then_yes(w):
    page = sent(w.anna, w.blog)
    first, opened = last(page), loaded(page)
    one = autosave(w.r1, page, "mio", **opened)
    assert one["success"] and one["revision_id"] != first.pk
    two = autosave(w.r1, page, "mio due", overwrite_revision_id=one["revision_id"], **opened)
    assert two["revision_id"] == one["revision_id"] and state(page).revision == first
    yes(w.r1, page)
    assert not live(page) and state(page).revision_id == one["revision_id"]
    # A tab left open goes on with that id: a new revision, then overwrites of that one.
    three = autosave(w.r1, page, "mio tre", overwrite_revision_id=one["revision_id"], **opened)
    assert three["success"] and three["revision_id"] != one["revision_id"]
    four = autosave(w.r1, page, "mio quattro", overwrite_revision_id=three["revision_id"], **opened)
    assert four["revision_id"] == three["revision_id"]
    assert page.revisions.get(pk=one["revision_id"]).content["body"] == "mio due"
    agree(w.anna, page)  # counts as the author's, but no reviewer agreed to «quattro» yet
    assert not live(page) and said(page) == [("anna", False), ("r1", True), ("anna", False)]
    yes(w.r1, page)
    assert live(page) == "mio quattro"


def test_what_changed_meanwhile_is_shown_and_not_agreed(w):
    page = sent(w.anna, w.blog)
    seen = read(w.r1, page)
    edit(w.r2, page, "di r2")
    response = yes(w.r1, page, seen)
    assert not live(page) and CHANGED in told(response) and "di r2" in response.content.decode()
    assert CHANGED in told(ask(w.r1, page, REASON, seen)) and state(page)
    yes(w.r1, page)
    assert not live(page)  # saving is nobody's yes, and anna's was to another text
    yes(w.r2, page)
    assert live(page) == "di r2"


def test_what_changed_while_the_author_looked_is_shown_and_not_agreed(w):
    page = sent(w.anna, w.blog)
    edit(w.r1, page, "di r1")
    yes(w.r1, page)
    seen = digest(last(page))
    edit(w.r2, page, "di r2")
    response = agree(w.anna, page, seen)
    assert response.redirect_chain == [(author_door("author", page), 302)]
    assert CHANGED in told(response) and "di r2" in response.content.decode()
    assert not live(page) and said(page) == [("anna", False), ("r1", True)]


def test_a_comma_by_a_colleague_does_not_make_a_rewriter_the_second_person(w):
    page = sent(w.anna, w.blog)
    edit(w.r1, page, "tutto nuovo")
    edit(w.r2, page, "tutto nuovo,")
    yes(w.r1, page)
    assert not live(page)
    yes(w.r2, page)
    assert live(page) == "tutto nuovo,"


def test_who_is_no_reviewer(w):
    own = sent(w.r1, w.blog)  # owner and requester are of the desk
    assert ALREADY in told(yes(w.r1, own))
    assert not live(own) and not answers().exists()
    yes(w.r2, own)
    assert live(own) == "uno"
    other = create(w.anna, w.blog, "Q")
    submit(w.r1, other)  # r1 asks for anna's page
    yes(w.r1, other)
    agree(w.anna, other)  # the author agrees; a reviewer is missing
    assert not live(other) and said(other) == [("r1", False), ("anna", False)]
    yes(w.r2, other)
    assert live(other) == "uno"


def test_superuser_is_no_reviewer(w):
    page = sent(w.anna, w.blog)
    w.desk.user_set.add(w.su)
    assert read(w.su, page) is None and read(w.r1, page) == digest(last(page))
    assert NOT_YOURS in told(yes(w.su, page))
    assert NOT_YOURS in told(ask(w.su, page, REASON))
    assert not live(page) and state(page) and not answers().exists()


def test_withdraw(w):
    page = sent(w.anna, w.blog)
    at = state(page)
    assert autosave(w.anna, page, "zz")["error_code"] == "locked"
    w.r1.client.post(url("lock", page.pk))
    assert fresh(page).locked
    for other in (w.bruno, w.r1, w.su):
        assert withdraw(other, page).status_code == 403 and state(page) == at
    response = withdraw(w.anna, page)
    assert response.redirect_chain == [(url("edit", page.pk), 302)]
    assert not response.context["page_locked"] and state(page) is None and not fresh(page).locked
    assert autosave(w.anna, page, "due")["success"]
    for press in (
        lambda: yes(w.r1, page, at=at),
        lambda: ask(w.r1, page, REASON, at=at),
        lambda: withdraw(w.anna, page),
        lambda: agree(w.anna, page),
    ):
        assert CLOSED in told(press()) and not live(page)
    submit(w.anna, page, "tre")
    yes(w.r1, page)
    assert live(page) == "tre"


def test_stock_cancel_stays_the_authors(w):
    page = sent(w.anna, w.blog)
    edit(w.r1, page, **{"action-cancel-workflow": "1"})
    assert state(page)
    edit(w.anna, page, **{"action-cancel-workflow": "1"})
    assert state(page) is None and not live(page) and WorkflowState.objects.get().status == "cancelled"


def test_update_of_a_live_page(w):
    page = sent(w.anna, w.blog)
    yes(w.r1, page)
    draft = autosave(w.anna, page, "due", overwrite_revision_id=fresh(page).latest_revision_id)
    assert draft["revision_id"] != fresh(page).live_revision_id and live(page) == "uno"
    submit(w.anna, page)
    edit(w.r1, page, "due corretto")
    yes(w.r1, page)
    assert live(page) == "uno"
    agree(w.anna, page)
    assert live(page) == "due corretto"


def test_a_yes_is_to_a_content_whatever_revision_holds_it(w):
    page = sent(w.anna, w.blog)
    edit(w.r1, page, "due")
    yes(w.r1, page)
    edit(w.r2, page, "tre")
    assert not live(page)
    edit(w.r2, page, "due")  # the words r1 wrote and agreed to, typed again by r2
    assert not live(page)
    yes(w.r2, page)
    assert live(page) == "due" and answers().count() == 2


def test_the_link_back_leads_reviewers_to_the_reading_page_and_the_author_to_their_own(w):
    page = sent(w.anna, w.blog)
    at = state(page)
    shown = {user.first_name: links_back(user, page, at) for user in (w.anna, w.r1, w.ed, w.su)}
    desk = (True, door("reading", at))
    assert shown == {
        "anna": (True, author_door("author", page)), "r1": desk, "ed": desk, "su": (False, "")
    }  # fmt: skip
    withdraw(w.anna, page)
    assert not links_back(w.anna, page, at)[0]


def links_back(user, page, at) -> tuple[bool, str]:
    """Is «Torna alla lettura» in the editor, and which of the two screens it leads to."""
    text = user.client.get(url("edit", page.pk)).content.decode()
    before, label, _after = text.partition("Torna alla lettura")
    screens = re.findall(r'<a\s[^>]*href="(/(?:admin/lettura|area-soci/pagine)/\d+/)"', before)
    return (True, screens[-1]) if label else (False, "")


def test_the_reading_page_sends_the_author_to_their_own(w):
    page = sent(w.anna, w.blog)
    target = door("reading", state(page))
    assert w.anna.client.get(target).status_code == 403  # the guard: the desk's screens are no member's
    own = sent(w.r1, w.blog, "Q")
    response = w.r1.client.get(door("reading", state(own)))
    assert (response.status_code, response["Location"]) == (302, author_door("author", own))
    assert reverse("editorial_queue") == "/admin/da-leggere/"


def test_whoever_sends_it_again_is_no_reviewer_of_it(w):
    """Anna sent it, r1 sends it again after changes were asked: r1 asked for it too, although Wagtail names Anna."""
    page = sent(w.anna, w.blog)
    ask(w.ed, page, "manca una data, per favore")
    edit(w.r1, page, "due", **{"action-submit": "1"})
    assert state(page).workflow_state.requested_by == w.anna
    for press in (lambda: yes(w.r1, page), lambda: ask(w.r1, page, "un motivo abbastanza lungo")):
        assert "non è da leggere" in told(press()) or not live(page)
    assert (live(page), read(w.r1, page)) == (None, None)
    assert state(page) not in w.blog_desk.get_task_states_user_can_moderate(w.r1)
    assert [item.title for item in waiting_for(w.r1)] == [] != [item.title for item in waiting_for(w.r2)]
    assert list(w.blog_desk.reviewers(fresh(page), state(page).workflow_state)) == [w.r2, w.ed]
    edit(w.r1, page, "tre")  # nor by correcting it: the editor is closed to them
    agree(w.anna, page)
    assert live(page) is None
    yes(w.r2, page)
    assert live(page) == "due"
