"""«Prendi in carico» and «Rilascia»: who may, what the other readers are told, and whom it does not stop."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.exceptions import ActionRefused
from editorial.consent import services as consent_services
from editorial.models import ConsentRequest
from editorial.publication.takedown import restore, take_down
from editorial.review import claims
from editorial.review.queue import next_item, waiting_for
from tests.support.http import told, url
from tests.support.moderation import (
    ask,
    asks,
    door,
    edit,
    fresh,
    guest_link,
    guest_yes,
    last,
    live,
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
    return user.client.post(door("claim", state(page)), {"next": back}, follow=follow)


def give_back(user, page, back: str = "", *, follow=True):
    return user.client.post(door("release", state(page)), {"next": back}, follow=follow)


def holder(page):
    page = fresh(page)
    assert page.locked == bool(page.locked_by) == bool(page.locked_at)
    return page.locked_by


def logged(page) -> list[tuple[str, str]]:
    rows = PageLogEntry.objects.filter(page=page.pk, action__in=(claims.LOCKED, claims.UNLOCKED))
    return [(row.action, str(row.user)) for row in rows.order_by("timestamp", "pk")]


@pytest.fixture
def page(w):
    return sent(w.anna, w.blog)


def test_the_addresses(w, page):
    number = state(page).pk
    assert reverse("editorial_claim", args=[number]) == f"/admin/lettura/{number}/prendi/"
    assert reverse("editorial_release", args=[number]) == f"/admin/lettura/{number}/rilascia/"


def test_taken_and_given_back(w, page):
    response = take(w.r1, page)
    assert holder(page) == w.r1
    assert response.redirect_chain == [(QUEUE, 302)]
    assert "«T» ora ce l’hai tu: chi altro legge lo vede." in told(response)
    assert logged(page) == [("wagtail.lock", "r1")]
    response = give_back(w.r1, page)
    assert holder(page) is None
    assert "«T» è di nuovo libera: può prenderla chi ha tempo." in told(response)
    assert logged(page) == [("wagtail.lock", "r1"), ("wagtail.unlock", "r1")]


def test_twice_is_once(w, page):
    take(w.r1, page)
    take(w.r1, page)
    give_back(w.r1, page)
    give_back(w.r1, page)
    assert holder(page) is None and len(logged(page)) == 2


@pytest.mark.parametrize("who", ["anna", "bruno", "su", "other desk", "office"])
def test_who_does_not_read_it_may_not(w, page, house, who):
    others = {"other desk": house.desk, "office": house.office}
    user = make_user("x", others[who]) if who in others else getattr(w, who)
    take(user, page)
    assert holder(page) is None
    take(w.r1, page)
    give_back(user, page)
    assert holder(page) == w.r1


def test_nor_a_reviewer_their_own(w):
    own = sent(w.r1, w.blog)
    take(w.r1, own)
    assert holder(own) is None
    take(w.r2, own)
    assert holder(own) == w.r2


def test_without_login_nobody(w, page):
    response = Client().post(door("claim", state(page)))
    assert response.status_code == 302 and "/accedi/" in response["Location"]
    assert holder(page) is None


@pytest.mark.parametrize("name", ["claim", "release"])
def test_only_by_post_and_with_the_token(w, page, name):
    take(w.r1, page)
    assert w.r1.client.get(door(name, state(page))).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(w.r1)
    assert strict.post(door(name, state(page))).status_code == 403
    assert holder(page) == w.r1


def test_the_buttons_of_each_list_carry_the_token(w, page):
    # The newsroom's desk is none of the house's, which the members' area knows by name.
    for who, address in ((w.r1, QUEUE), (w.r1, "/admin/"), (w.ed, "/area-soci/")):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(who)
        html = strict.get(address).content.decode()
        form = html[html.index(door("claim", state(page))) :]
        token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        back = form.split('name="next" value="')[1].split('"')[0]
        assert back == f"{address}#lettura-{state(page).pk}"
        response = strict.post(door("claim", state(page)), {"next": back, "csrfmiddlewaretoken": token})
        assert (response.status_code, response["Location"]) == (302, back)
        assert holder(page) == who
        claims.release(state(page).pk, who)


def test_what_somebody_has_nobody_else_takes(w, page):
    take(w.r1, page)
    response = take(w.r2, page)
    assert holder(page) == w.r1 and logged(page) == [("wagtail.lock", "r1")]
    assert "Ce l’ha già r1: intanto puoi leggerne un’altra." in told(response)
    response = take(w.ed, page)
    assert holder(page) == w.r1


def test_only_redazione_gives_back_for_others(w, page):
    take(w.r1, page)
    response = give_back(w.r2, page)
    assert holder(page) == w.r1
    assert "Ce l’ha r1: la rilascia chi l’ha presa, o la Redazione." in told(response)
    give_back(w.ed, page)
    assert holder(page) is None and logged(page) == [("wagtail.lock", "r1"), ("wagtail.unlock", "ed")]


def leaves(w) -> None:
    w.r1.groups.clear()


def is_closed(w) -> None:
    w.r1.is_active = False
    w.r1.save()


def is_erased(w) -> None:
    w.r1.delete()


@pytest.mark.parametrize("goes", [leaves, is_closed, is_erased])
def test_who_may_not_read_it_any_more_keeps_nothing(w, page, goes):
    take(w.r1, page)
    assert [item.claimed_by for item in waiting_for(w.r2)] == ["r1"]
    goes(w)
    assert [(item.claimed_by, item.may_claim) for item in waiting_for(w.r2)] == [("", True)]
    take(w.r2, page)
    assert holder(page) == w.r2


def test_a_claim_stops_nobodys_yes(w, page):
    take(w.r1, page)
    yes(w.r2, page)
    assert live(page) == "uno"


def test_it_keeps_the_others_out_of_the_editor(w, page):
    take(w.r1, page)
    edit(w.r2, page, "di r2")
    assert last(page).content["body"] == "uno"
    edit(w.r1, page, "di r1")
    assert last(page).content["body"] == "di r1"
    give_back(w.r1, page)
    edit(w.r2, page, "di r2")
    assert last(page).content["body"] == "di r2"


def test_it_ends_with_the_answer(w, page):
    """Or an author would find a page of theirs locked."""
    take(w.r1, page)
    yes(w.r1, page)
    assert live(page) == "uno" and holder(page) is None
    edit(w.anna, page, "due")
    assert last(page).content["body"] == "due"


def test_it_ends_with_a_yes_that_asks_for_another(w, page):
    take(w.r1, page)
    edit(w.r1, page, "corretto")
    yes(w.r1, page)
    assert not live(page) and holder(page) is None


def test_it_does_not_end_with_the_yes_of_somebody_else_that_asks_for_another(w, page):
    take(w.r1, page)
    edit(w.r1, page, "corretto")
    yes(w.r2, page)
    assert not live(page) and holder(page) == w.r1


@pytest.mark.parametrize("end", ["yes", "waiver"])
def test_it_ends_with_the_guests_answer(w, end):
    """Taken again while they read: the page is live, and nobody's."""
    page = sent(w.anna, w.radio, model="interview", people="Olga")
    yes(w.r1, page)
    take(w.r1, page)
    assert holder(page) == w.r1
    if end == "yes":
        guest_yes(guest_link(page))
    else:
        row, now = asks(page)[0], timezone.now()
        ConsentRequest.objects.filter(pk=row.pk).update(reminded_at=now, at=now - timedelta(days=15))
        consent_services.waive(row.pk, w.r2, "un motivo abbastanza lungo")
    assert live(page) == "uno" and holder(page) is None


def test_it_ends_when_what_was_agreed_before_comes_back(w, page):
    """Which withdraws the newer text that somebody had taken."""
    yes(w.r1, page)
    take_down(page.pk, w.r1, "un motivo abbastanza lungo")
    submit(w.anna, page, "due")
    take(w.r1, page)
    assert holder(page) == w.r1
    restore(page.pk, w.r2)
    assert live(page) == "uno" and holder(page) is None


@pytest.mark.parametrize("end", ["ask", "withdraw"])
def test_it_ends_when_the_text_goes_back(w, page, end):
    take(w.r1, page)
    if end == "ask":
        ask(w.r1, page, "manca la data dell’evento")
    else:
        withdraw(w.anna, page)
    assert holder(page) is None


def test_what_is_closed_is_not_taken(w, page):
    at = state(page)
    withdraw(w.anna, page)
    response = w.r1.client.post(door("claim", at), follow=True)
    assert "Questa richiesta non è più aperta" in told(response) and holder(page) is None
    assert response.redirect_chain == [(QUEUE, 302)]
    with pytest.raises(ActionRefused):
        claims.claim(at.pk, w.r1)
    assert w.r1.client.post(reverse("editorial_claim", args=[0])).status_code == 404


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
def test_it_leads_back_and_nowhere_else(w, page, back, leads):
    assert take(w.r1, page, back, follow=False)["Location"] == leads
    assert give_back(w.r1, page, back, follow=False)["Location"] == leads


def test_what_another_has_comes_after(w, page):
    second = sent(w.anna, w.blog, "Seconda")
    assert next_item(w.r2).title == "T"
    take(w.r1, page)
    assert next_item(w.r2).title == "Seconda" and next_item(w.r1).title == "T"
    take(w.r1, second)
    assert next_item(w.r2).title == "T"


def test_stock_locks_are_claims_too(w, page):
    w.r1.client.post(url("lock", page.pk))
    assert [item.is_mine for item in waiting_for(w.r1)] == [True]


@often
@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once(n):
    w = build()
    page = sent(w.anna, w.blog)
    at = door("claim", state(page))
    together(*(lambda user=user: user.client.post(at) for user in (w.r1, w.r2)))
    has, other = (w.r1, w.r2) if holder(page) == w.r1 else (w.r2, w.r1)
    assert holder(page) == has and logged(page) == [("wagtail.lock", str(has))]
    assert "ora ce l’hai tu" in told(has.client.get(QUEUE))
    assert f"Ce l’ha già {has}: intanto puoi leggerne un’altra." in told(other.client.get(QUEUE))
