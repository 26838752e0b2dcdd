"""«Prendi in carico» and «Rilascia»: who may, what the other readers are told, and whom it does not stop."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.exceptions import ActionRefused
from editorial.consent import services as consent_services
from editorial.identity.password_links import show_link
from editorial.identity.services import end_setups
from editorial.models import ConsentRequest
from editorial.models.tasks import DeskLock
from editorial.publication.takedown import restore, take_down
from editorial.review import claims
from editorial.review.queue import next_item, waiting_for
from tests.support.http import messages_of, url
from tests.support.moderation import (
    ask,
    consent_requests,
    edit,
    fresh,
    guest_link,
    guest_yes,
    last,
    live,
    review_url,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.people import build, make_user
from tests.support.races import often, together

QUEUE = "/admin/da-leggere/"


def take(user, page, back: str = "", *, follow=True):
    return user.client.post(review_url("claim", state(page)), {"next": back}, follow=follow)


def give_back(user, page, back: str = "", *, follow=True):
    return user.client.post(review_url("release", state(page)), {"next": back}, follow=follow)


def holder(page):
    page = fresh(page)
    assert page.locked == bool(page.locked_by) == bool(page.locked_at)
    return page.locked_by


def logged(page) -> list[tuple[str, str]]:
    rows = PageLogEntry.objects.filter(page=page.pk, action__in=(claims.LOCKED, claims.UNLOCKED))
    return [(row.action, str(row.user)) for row in rows.order_by("timestamp", "pk")]


@pytest.fixture
def page(newsroom):
    return sent(newsroom.anna, newsroom.blog)


def test_the_addresses(newsroom, page):
    number = state(page).pk
    assert reverse("editorial_claim", args=[number]) == f"/admin/lettura/{number}/prendi/"
    assert reverse("editorial_release", args=[number]) == f"/admin/lettura/{number}/rilascia/"


def test_taken_and_given_back(newsroom, page):
    response = take(newsroom.r1, page)
    assert holder(page) == newsroom.r1
    assert response.redirect_chain == [(QUEUE, 302)]
    assert "«T» ora ce l’hai tu: chi altro legge lo vede." in messages_of(response)
    assert logged(page) == [("wagtail.lock", "r1")]
    response = give_back(newsroom.r1, page)
    assert holder(page) is None
    assert "«T» è di nuovo libera: può prenderla chi ha tempo." in messages_of(response)
    assert logged(page) == [("wagtail.lock", "r1"), ("wagtail.unlock", "r1")]


def test_twice_is_once(newsroom, page):
    take(newsroom.r1, page)
    take(newsroom.r1, page)
    give_back(newsroom.r1, page)
    give_back(newsroom.r1, page)
    assert holder(page) is None and len(logged(page)) == 2


@pytest.mark.parametrize("who", ["anna", "bruno", "su", "other desk", "office"])
def test_who_does_not_read_it_may_not(newsroom, page, provisioned_site, who):
    others = {"other desk": provisioned_site.desk, "office": provisioned_site.office}
    user = make_user("x", others[who]) if who in others else getattr(newsroom, who)
    take(user, page)
    assert holder(page) is None
    take(newsroom.r1, page)
    give_back(user, page)
    assert holder(page) == newsroom.r1


def test_nor_a_reviewer_their_own(newsroom):
    own = sent(newsroom.r1, newsroom.blog)
    take(newsroom.r1, own)
    assert holder(own) is None
    take(newsroom.r2, own)
    assert holder(own) == newsroom.r2


def test_without_login_nobody(newsroom, page):
    response = Client().post(review_url("claim", state(page)))
    assert response.status_code == 302 and "/accedi/" in response["Location"]
    assert holder(page) is None


@pytest.mark.parametrize("name", ["claim", "release"])
def test_only_by_post_and_with_the_token(newsroom, page, name):
    take(newsroom.r1, page)
    assert newsroom.r1.client.get(review_url(name, state(page))).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(newsroom.r1)
    assert strict.post(review_url(name, state(page))).status_code == 403
    assert holder(page) == newsroom.r1


def test_the_buttons_of_each_list_carry_the_token(newsroom, page):
    # The newsroom's desk is none of the house's, which the members' area knows by name.
    for who, address in ((newsroom.r1, QUEUE), (newsroom.r1, "/admin/"), (newsroom.ed, "/area-soci/")):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(who)
        html = strict.get(address).content.decode()
        form = html[html.index(review_url("claim", state(page))) :]
        token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        back = form.split('name="next" value="')[1].split('"')[0]
        assert back == f"{address}#lettura-{state(page).pk}"
        response = strict.post(review_url("claim", state(page)), {"next": back, "csrfmiddlewaretoken": token})
        assert (response.status_code, response["Location"]) == (302, back)
        assert holder(page) == who
        claims.release(state(page).pk, who)


def test_what_somebody_has_nobody_else_takes(newsroom, page):
    take(newsroom.r1, page)
    response = take(newsroom.r2, page)
    assert holder(page) == newsroom.r1 and logged(page) == [("wagtail.lock", "r1")]
    assert "Ce l’ha già r1: intanto puoi leggerne un’altra." in messages_of(response)
    response = take(newsroom.ed, page)
    assert holder(page) == newsroom.r1


def test_only_redazione_gives_back_for_others(newsroom, page):
    take(newsroom.r1, page)
    response = give_back(newsroom.r2, page)
    assert holder(page) == newsroom.r1
    assert "Ce l’ha r1: la rilascia chi l’ha presa, o la Redazione." in messages_of(response)
    give_back(newsroom.ed, page)
    assert holder(page) is None and logged(page) == [("wagtail.lock", "r1"), ("wagtail.unlock", "ed")]


def leaves(newsroom) -> None:
    newsroom.r1.groups.clear()


def is_closed(newsroom) -> None:
    newsroom.r1.is_active = False
    newsroom.r1.save()


def is_erased(newsroom) -> None:
    newsroom.r1.delete()


@pytest.mark.parametrize("goes", [leaves, is_closed, is_erased])
def test_who_may_not_read_it_any_more_keeps_nothing(newsroom, page, goes):
    take(newsroom.r1, page)
    assert [item.claimed_by for item in waiting_for(newsroom.r2)] == ["r1"]
    goes(newsroom)
    assert [(item.claimed_by, item.may_claim) for item in waiting_for(newsroom.r2)] == [("", True)]
    take(newsroom.r2, page)
    assert holder(page) == newsroom.r2


def test_a_claim_stops_nobodys_yes(newsroom, page):
    take(newsroom.r1, page)
    yes(newsroom.r2, page)
    assert live(page) == "uno"


def test_it_keeps_the_others_out_of_the_editor(newsroom, page):
    take(newsroom.r1, page)
    edit(newsroom.r2, page, "di r2")
    assert last(page).content["body"] == "uno"
    edit(newsroom.r1, page, "di r1")
    assert last(page).content["body"] == "di r1"
    give_back(newsroom.r1, page)
    edit(newsroom.r2, page, "di r2")
    assert last(page).content["body"] == "di r2"


def test_who_claimed_and_reviews_no_more_edits_no_more(newsroom, page):
    take(newsroom.r1, page)
    show_link(newsroom.anna, newsroom.r1)  # who could act as the author
    edit(newsroom.r1, page, "due")
    assert last(page).content["body"] == "uno"
    assert DeskLock.MESSAGE in messages_of(newsroom.r1.client.get(url("edit", page.pk)))
    end_setups(newsroom.anna, newsroom.anna.email)
    edit(newsroom.r1, page, "due")
    assert last(page).content["body"] == "due"


def test_it_ends_with_the_answer(newsroom, page):
    """Or an author would find a page of theirs locked."""
    take(newsroom.r1, page)
    yes(newsroom.r1, page)
    assert live(page) == "uno" and holder(page) is None
    edit(newsroom.anna, page, "due")
    assert last(page).content["body"] == "due"


def test_it_ends_with_a_yes_that_asks_for_another(newsroom, page):
    take(newsroom.r1, page)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    assert not live(page) and holder(page) is None


def test_it_does_not_end_with_the_yes_of_somebody_else_that_asks_for_another(newsroom, page):
    take(newsroom.r1, page)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r2, page)
    assert not live(page) and holder(page) == newsroom.r1


@pytest.mark.parametrize("end", ["yes", "waiver"])
def test_it_ends_with_the_guests_answer(newsroom, end):
    """Taken again while they read: the page is live, and nobody's."""
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga")
    yes(newsroom.r1, page)
    take(newsroom.r1, page)
    assert holder(page) == newsroom.r1
    if end == "yes":
        guest_yes(guest_link(page))
    else:
        row, now = consent_requests(page)[0], timezone.now()
        ConsentRequest.objects.filter(pk=row.pk).update(reminded_at=now, at=now - timedelta(days=15))
        consent_services.waive(row.pk, newsroom.r2, "un motivo abbastanza lungo")
    assert live(page) == "uno" and holder(page) is None


def test_it_ends_when_what_was_agreed_before_comes_back(newsroom, page):
    """Which withdraws the newer text that somebody had taken."""
    yes(newsroom.r1, page)
    take_down(page.pk, newsroom.r1, "un motivo abbastanza lungo")
    submit(newsroom.anna, page, "due")
    take(newsroom.r1, page)
    assert holder(page) == newsroom.r1
    restore(page.pk, newsroom.r2)
    assert live(page) == "uno" and holder(page) is None


@pytest.mark.parametrize("end", ["ask", "withdraw"])
def test_it_ends_when_the_text_goes_back(newsroom, page, end):
    take(newsroom.r1, page)
    if end == "ask":
        ask(newsroom.r1, page, "manca la data dell’evento")
    else:
        withdraw(newsroom.anna, page)
    assert holder(page) is None


def test_what_is_closed_is_not_taken(newsroom, page):
    at = state(page)
    withdraw(newsroom.anna, page)
    response = newsroom.r1.client.post(review_url("claim", at), follow=True)
    assert "Questa richiesta non è più aperta" in messages_of(response) and holder(page) is None
    assert response.redirect_chain == [(QUEUE, 302)]
    with pytest.raises(ActionRefused):
        claims.claim(at.pk, newsroom.r1)
    assert newsroom.r1.client.post(reverse("editorial_claim", args=[0])).status_code == 404


@pytest.mark.parametrize(
    "back, leads",
    [
        ("/admin/da-leggere/?mie=1#lettura-3", "/admin/da-leggere/?mie=1#lettura-3"),
        ("/admin/", "/admin/"),
        ("https://example.com/", QUEUE),
        ("//example.com/", QUEUE),
        ("javascript:alert(1)", QUEUE),
        ("", QUEUE),
    ],
)
def test_it_leads_back_and_nowhere_else(newsroom, page, back, leads):
    assert take(newsroom.r1, page, back, follow=False)["Location"] == leads
    assert give_back(newsroom.r1, page, back, follow=False)["Location"] == leads


def test_what_another_has_comes_after(newsroom, page):
    second = sent(newsroom.anna, newsroom.blog, "Seconda")
    assert next_item(newsroom.r2).title == "T"
    take(newsroom.r1, page)
    assert next_item(newsroom.r2).title == "Seconda" and next_item(newsroom.r1).title == "T"
    take(newsroom.r1, second)
    assert next_item(newsroom.r2).title == "T"


def test_stock_locks_are_claims_too(newsroom, page):
    newsroom.r1.client.post(url("lock", page.pk))
    assert [item.is_mine for item in waiting_for(newsroom.r1)] == [True]


@often
@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once(n):
    newsroom = build()
    page = sent(newsroom.anna, newsroom.blog)
    at = review_url("claim", state(page))
    together(*(lambda user=user: user.client.post(at) for user in (newsroom.r1, newsroom.r2)))
    has, other = (newsroom.r1, newsroom.r2) if holder(page) == newsroom.r1 else (newsroom.r2, newsroom.r1)
    assert holder(page) == has and logged(page) == [("wagtail.lock", str(has))]
    assert "ora ce l’hai tu" in messages_of(has.client.get(QUEUE))
    assert f"Ce l’ha già {has}: intanto puoi leggerne un’altra." in messages_of(other.client.get(QUEUE))
