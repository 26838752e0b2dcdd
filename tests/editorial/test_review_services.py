"""«Manda alla redazione» from the members' area, and every reason not to."""

import pytest
from wagtail.models import Page, WorkflowState

from cms.exceptions import ActionRefused
from editorial.content.digest import content_digest as digest_of
from editorial.models import Approval
from editorial.review import services
from editorial.review.wording import CHANGED, NO_WORKFLOW
from tests.support.http import told, url
from tests.support.moderation import (
    ask,
    author_door,
    create,
    digest,
    edit,
    fresh,
    last,
    live,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.showcases import send

WAITS = "È già dalla redazione."
NOTHING_NEW = "Non c’è niente di nuovo da mandare"
REASON = "manca la data dell’evento"


@pytest.fixture
def page(w):
    return create(w.anna, w.blog)


def test_sending_is_the_same_as_the_editors_button(w, page):
    response = send(w.anna, page)
    assert response.redirect_chain == [(f"{author_door('author', page)}?mandata=1", 302)]
    assert "Mandata! La legge Redazione, entro 5 giorni." in response.content.decode()
    assert state(page).revision == last(page) and state(page).workflow_state.requested_by == w.anna
    assert list(Approval.objects.values_list("user", "digest")) == [(w.anna.pk, digest(last(page)))]
    yes(w.r1, page)
    assert live(page) == "uno"


@pytest.mark.parametrize("who", ["bruno", "r1", "ed", "su"])
def test_only_the_owner_sends(w, page, who):
    user = getattr(w, who)
    assert send(user, page).status_code == 403
    with pytest.raises(ActionRefused, match="Solo chi ha scritto la pagina"):
        services.send(page.pk, user, digest(last(page)))
    assert state(page) is None


def test_what_changed_since_they_looked_is_not_sent(w, page):
    seen = digest(last(page))
    edit(w.anna, page, "due")
    response = w.anna.client.post(author_door("send", page), {"digest": seen}, follow=True)
    assert CHANGED in told(response) and state(page) is None
    for data in ({}, {"digest": ""}, {"digest": seen[:-1]}):
        assert CHANGED in told(w.anna.client.post(author_door("send", page), data, follow=True))
    assert state(page) is None
    send(w.anna, page)
    assert state(page).revision == last(page)


def test_what_waits_is_not_sent_twice(w, page):
    send(w.anna, page)
    first = state(page)
    assert WAITS in told(send(w.anna, page))
    assert state(page) == first and WorkflowState.objects.count() == 1


def test_what_is_live_already_is_not_sent(w, page):
    send(w.anna, page)
    yes(w.r1, page)
    assert NOTHING_NEW in told(send(w.anna, page)) and state(page) is None
    edit(w.anna, page, "due")
    send(w.anna, page)
    assert state(page).revision == last(page)


def test_where_nobody_reads_nothing_is_sent(w):
    page = create(w.anna, w.bare)
    assert NO_WORKFLOW in told(send(w.anna, page))
    assert state(page) is None and not WorkflowState.objects.exists()


def test_after_changes_were_asked_it_goes_back_to_the_same_request(w, page):
    submit(w.anna, page)
    first = state(page)
    ask(w.r1, page, REASON)
    edit(w.anna, page, "due")
    send(w.anna, page)
    assert state(page) != first and state(page).workflow_state == first.workflow_state
    assert state(page).revision == last(page)
    yes(w.r1, page)
    assert live(page) == "due"


def test_after_withdrawal_it_is_a_new_request(w, page):
    send(w.anna, page)
    first = state(page)
    withdraw(w.anna, page)
    send(w.anna, page)
    assert state(page).workflow_state != first.workflow_state and state(page).workflow_state.status == "in_progress"


def test_a_page_that_was_never_saved_as_a_text_gets_one(w, page):
    Page.objects.filter(pk=page.pk).update(latest_revision=None)
    page.revisions.all().delete()
    seen = digest_of_row(page)
    services.send(page.pk, w.anna, seen)
    assert state(page).revision == last(page) and last(page).user == w.anna


def digest_of_row(page) -> str:
    return digest_of(fresh(page).serializable_data())


def test_a_claim_does_not_outlive_an_answer(w, page):
    send(w.anna, page)
    w.r1.client.post(url("lock", page.pk))
    assert fresh(page).locked
    ask(w.r1, page, REASON)
    assert not fresh(page).locked and fresh(page).locked_by is None


def test_an_address_that_another_page_took_meanwhile_is_told_to_the_reviewer(w):
    """Both drafts were free to take it when they were written."""
    first, second = sent(w.anna, w.blog, "A"), sent(w.bruno, w.blog, "B")
    for page in (first, second):
        yes(w.r1, page)
    for page, owner in ((first, w.anna), (second, w.bruno)):
        draft = fresh(page).get_latest_revision_as_object()
        draft.slug, draft.body = "x", "due"
        seen = digest(draft.save_revision(user=owner))
        assert services.send(page.pk, owner, seen) is not None
    yes(w.r1, first)
    refused = yes(w.r1, second)
    assert "Così non può andare sul sito" in told(refused) and "'x' è già in uso" in told(refused)
    assert (fresh(first).slug, live(first)) == ("x", "due")
    assert (fresh(second).slug, live(second)) == ("b", "uno") and state(second) is not None
    assert not Approval.objects.filter(user=w.r1, revision_number=last(second).pk).exists()
