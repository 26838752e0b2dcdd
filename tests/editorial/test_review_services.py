"""«Manda alla redazione» from the members' area, and every reason not to."""

import pytest
from wagtail.models import Page, WorkflowState

from cms.exceptions import ActionRefused
from editorial.models import Approval
from editorial.review import services
from editorial.review.wording import CHANGED, NO_WORKFLOW
from tests.support.http import messages_of, url
from tests.support.moderation import (
    ask,
    author_action_url,
    create,
    digest,
    edit,
    fresh,
    last,
    live,
    seen_by,
    seen_data,
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
def page(newsroom):
    return create(newsroom.anna, newsroom.blog)


def test_sending_is_the_same_as_the_editors_button(newsroom, page):
    response = send(newsroom.anna, page)
    assert response.redirect_chain == [(f"{author_action_url('author', page)}?mandata=1", 302)]
    assert "Mandata! La legge Redazione, entro 5 giorni." in response.content.decode()
    assert state(page).revision == last(page) and state(page).workflow_state.requested_by == newsroom.anna
    assert list(Approval.objects.values_list("user", "digest")) == [(newsroom.anna.pk, digest(last(page)))]
    yes(newsroom.r1, page)
    assert live(page) == "uno"


@pytest.mark.parametrize("who", ["bruno", "r1", "ed", "su"])
def test_only_the_owner_sends_from_the_area(newsroom, page, who):
    user = getattr(newsroom, who)
    assert send(user, page).status_code == 403
    assert state(page) is None


def test_who_may_not_edit_a_page_does_not_send_it(newsroom, page):
    with pytest.raises(ActionRefused, match="Solo chi ha scritto la pagina"):
        services.send(page.pk, newsroom.bruno, seen_by(newsroom.bruno, page))
    assert state(page) is None
    services.send(page.pk, newsroom.r1, seen_by(newsroom.r1, page))
    assert state(page).workflow_state.requested_by == newsroom.r1


def test_what_changed_since_they_looked_is_not_sent(newsroom, page):
    seen = seen_data(newsroom.anna, page)
    edit(newsroom.anna, page, "due")
    response = newsroom.anna.client.post(author_action_url("send", page), seen, follow=True)
    assert CHANGED in messages_of(response) and state(page) is None
    for data in ({}, {"digest": ""}, {"digest": seen["digest"][:-1]}):
        assert CHANGED in messages_of(newsroom.anna.client.post(author_action_url("send", page), data, follow=True))
    assert state(page) is None
    send(newsroom.anna, page)
    assert state(page).revision == last(page)


def test_what_waits_is_not_sent_twice(newsroom, page):
    send(newsroom.anna, page)
    first = state(page)
    assert WAITS in messages_of(send(newsroom.anna, page))
    assert state(page) == first and WorkflowState.objects.count() == 1


def test_what_is_live_already_is_not_sent(newsroom, page):
    send(newsroom.anna, page)
    yes(newsroom.r1, page)
    assert NOTHING_NEW in messages_of(send(newsroom.anna, page)) and state(page) is None
    edit(newsroom.anna, page, "due")
    send(newsroom.anna, page)
    assert state(page).revision == last(page)


def test_where_nobody_reads_nothing_is_sent(newsroom):
    page = create(newsroom.anna, newsroom.bare)
    assert NO_WORKFLOW in messages_of(send(newsroom.anna, page))
    assert state(page) is None and not WorkflowState.objects.exists()


def test_after_changes_were_asked_it_goes_back_to_the_same_request(newsroom, page):
    submit(newsroom.anna, page)
    first = state(page)
    ask(newsroom.r1, page, REASON)
    edit(newsroom.anna, page, "due")
    send(newsroom.anna, page)
    assert state(page) != first and state(page).workflow_state == first.workflow_state
    assert state(page).revision == last(page)
    yes(newsroom.r1, page)
    assert live(page) == "due"


def test_after_withdrawal_it_is_a_new_request(newsroom, page):
    send(newsroom.anna, page)
    first = state(page)
    withdraw(newsroom.anna, page)
    send(newsroom.anna, page)
    assert state(page).workflow_state != first.workflow_state and state(page).workflow_state.status == "in_progress"


def test_a_page_that_was_never_saved_as_a_text_is_opened_first(newsroom, page):
    seen = seen_by(newsroom.anna, page)
    Page.objects.filter(pk=page.pk).update(latest_revision=None)
    page.revisions.all().delete()
    with pytest.raises(ActionRefused, match="Apri la pagina e salvala"):
        services.send(page.pk, newsroom.anna, seen)
    assert state(page) is None and newsroom.anna.client.get(author_action_url("author", page)).status_code == 200


def test_a_claim_does_not_outlive_an_answer(newsroom, page):
    send(newsroom.anna, page)
    newsroom.r1.client.post(url("lock", page.pk))
    assert fresh(page).locked
    ask(newsroom.r1, page, REASON)
    assert not fresh(page).locked and fresh(page).locked_by is None


def test_an_address_that_another_page_took_meanwhile_is_told_to_the_reviewer(newsroom):
    """Both drafts were free to take it when they were written."""
    first, second = sent(newsroom.anna, newsroom.blog, "A"), sent(newsroom.bruno, newsroom.blog, "B")
    for page in (first, second):
        yes(newsroom.r1, page)
    for page, owner in ((first, newsroom.anna), (second, newsroom.bruno)):
        draft = fresh(page).get_latest_revision_as_object()
        draft.slug, draft.body = "x", "due"
        draft.save_revision(user=owner)
        assert services.send(page.pk, owner, seen_by(owner, page)) is not None
    yes(newsroom.r1, first)
    refused = yes(newsroom.r1, second)
    assert "Così non può andare sul sito" in messages_of(refused) and "'x' è già in uso" in messages_of(refused)
    assert (fresh(first).slug, live(first)) == ("x", "due")
    assert (fresh(second).slug, live(second)) == ("b", "uno") and state(second) is not None
    assert not Approval.objects.filter(user=newsroom.r1, revision_number=last(second).pk).exists()
