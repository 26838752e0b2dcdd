"""Two requests at once. PostgreSQL locks the page's row; SQLite takes the write lock at BEGIN."""

import threading

import pytest
from django.db import connections
from django.test import Client
from django.test.client import FakePayload
from django.urls import reverse
from wagtail.models import PageLogEntry, WorkflowState

from cms.users.models import User
from editorial.models import Approval, ConsentRequest, SeenIdentity, Takedown
from editorial.models.identity import identity_of, is_seen
from tests.support.moderation import (
    agree,
    answers,
    author_action_url,
    autosave,
    create,
    edit,
    fresh,
    guest_link,
    guest_no,
    guest_yes,
    last,
    live,
    loaded,
    review_url,
    seen_data,
    sent,
    state,
    withdraw,
    yes,
)
from tests.support.people import build, make_user
from tests.support.races import PATIENCE, often, together

pytestmark = pytest.mark.django_db(transaction=True)
thrice = pytest.mark.parametrize("n", range(3))


def seen_by_all(newsroom, page) -> dict:
    """What each of them would send from the screen that they opened just now."""
    return {user: seen_data(user, page) for user in (newsroom.anna, newsroom.r1, newsroom.r2, newsroom.ed)}


def published(page) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count()


@often
def test_two_yeses(n):
    newsroom = build()
    page = sent(newsroom.anna, newsroom.blog)
    at, seen = state(page), seen_by_all(newsroom, page)
    together(*(lambda user=user: yes(user, page, seen[user], at) for user in (newsroom.r1, newsroom.r2, newsroom.ed)))
    assert live(page) == "uno" and published(page) == 1 and answers().count() == 1


def interview(newsroom, people):
    page = sent(newsroom.anna, newsroom.radio, model="interview", people=people)
    yes(newsroom.r1, page)
    return page


@thrice
def test_one_link_pressed_twice(n):
    newsroom = build()
    page = interview(newsroom, "Olga")
    link = guest_link(page)
    answered = together(lambda: guest_yes(link), lambda: guest_yes(link), lambda: guest_no(link, "ripensandoci"))
    assert sorted(answer.status_code for answer in answered) == [200, 409, 409]
    assert ConsentRequest.objects.exclude(answer="").count() == 1
    said = Approval.objects.exclude(guest="").count()
    assert said == ConsentRequest.objects.filter(answer="yes").count()
    said_yes = ConsentRequest.objects.filter(answer="yes").exists()
    assert (live(page), published(page)) == (("uno", 1) if said_yes else (None, 0))


@thrice
def test_two_guests_at_once(n):
    newsroom = build()
    page = interview(newsroom, "Olga, Piero")
    links = [guest_link(page, 0), guest_link(page, 1)]
    together(*(lambda link=link: guest_yes(link) for link in links))
    assert live(page) == "uno" and published(page) == 1


@thrice
def test_two_guests_of_one_name_press_twice_each(n):
    newsroom = build()
    olga = make_user("Olga")
    page = interview(newsroom, f"Olga, {olga.email}")
    links = [guest_link(page, 0), guest_link(page, 1)] * 2
    answered = together(*(lambda link=link: guest_yes(link) for link in links))
    assert sorted(answer.status_code for answer in answered) == [200, 200, 409, 409]
    assert live(page) == "uno" and published(page) == 1
    assert list(Approval.objects.exclude(guest="").values_list("guest", flat=True)) == ["Olga", "Olga"]


@thrice
def test_a_guests_yes_and_a_word_of_the_desk(n):
    newsroom = build()
    page = interview(newsroom, "Olga")
    link, opened = guest_link(page), loaded(page)
    together(lambda: guest_yes(link), lambda: autosave(newsroom.r2, page, "mano", **opened))
    assert live(page) in (None, "uno")  # never the desk's unread word
    if live(page) is None:
        assert state(page).task.specific == newsroom.radio_desk and guest_yes(link).status_code == 409


@often
def test_yes_and_save(n):
    newsroom = build()
    page = sent(newsroom.anna, newsroom.blog)
    at, seen = state(page), seen_by_all(newsroom, page)
    together(
        lambda: yes(newsroom.r1, page, seen[newsroom.r1], at),
        lambda: edit(newsroom.r2, page, "dopo" if n % 2 else None),
    )
    assert live(page) in ("uno", None) and published(page) <= 1
    assert fresh(page).live == (WorkflowState.objects.get().status == "approved")
    if n % 2 == 0:
        assert live(page) == "uno"


@often
def test_yes_and_overwriting_autosave(n):
    """r1 says yes to what r2 is overwriting."""
    newsroom = build()
    page = sent(newsroom.anna, newsroom.blog)
    opened = loaded(page)
    mine = autosave(newsroom.r2, page, "di r2", **opened)["revision_id"]
    at, seen = state(page), seen_by_all(newsroom, page)
    edit(newsroom.ed, page, "di r2")  # unchanged: nothing
    together(
        lambda: yes(newsroom.r1, page, seen[newsroom.r1], at),
        lambda: autosave(newsroom.r2, page, "di r2, dopo", overwrite_revision_id=mine, **opened),
    )
    assert live(page) in ("di r2", None)
    if live(page):
        assert fresh(page).live_revision.content["body"] == "di r2"


@often
def test_author_and_reviewer(n):
    newsroom = build()
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    at, seen = state(page), seen_by_all(newsroom, page)
    together(
        lambda: agree(newsroom.anna, page, seen[newsroom.anna]), lambda: yes(newsroom.r2, page, seen[newsroom.r2], at)
    )
    assert live(page) == "corretto" and published(page) == 1


@often
def test_yes_and_withdrawal(n):
    newsroom = build()
    page = sent(newsroom.anna, newsroom.blog)
    at, seen = state(page), seen_by_all(newsroom, page)
    together(lambda: withdraw(newsroom.anna, page), lambda: yes(newsroom.r2, page, seen[newsroom.r2], at))
    assert fresh(page).live == (WorkflowState.objects.get().status == "approved")


@often
def test_readers_do_not_wait_for_writers(n):
    newsroom = build()
    page = sent(newsroom.anna, newsroom.blog)
    at, seen = state(page), seen_by_all(newsroom, page)
    together(
        lambda: yes(newsroom.r1, page, seen[newsroom.r1], at),
        *(lambda user=user: user.client.get(review_url("reading", at)) for user in (newsroom.r2, newsroom.ed)),
        lambda: newsroom.anna.client.get(author_action_url("author", page)),
    )
    assert live(page) == "uno"


@often
def test_sending_twice(n):
    """A double press of «Manda alla redazione»."""
    newsroom = build()
    page = create(newsroom.anna, newsroom.blog)
    data = seen_data(newsroom.anna, page)
    press = lambda: newsroom.anna.client.post(author_action_url("send", page), data)  # noqa: E731
    together(press, press)
    assert WorkflowState.objects.count() == 1 and state(page) and not live(page)


@often
def test_two_reviewers_take_down(n):
    newsroom = build()
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    target = reverse("editorial_take_down", args=[page.pk])
    data = {"reason": "un motivo abbastanza lungo"}
    together(*(lambda user=user: user.client.post(target, data) for user in (newsroom.r1, newsroom.r2, newsroom.ed)))
    assert not live(page) and Takedown.objects.count() == 1
    target = reverse("editorial_bring_back", args=[page.pk])
    together(*(lambda user=user: user.client.post(target) for user in (newsroom.r1, newsroom.r2, newsroom.ed)))
    assert live(page) == "uno" and Takedown.objects.open().count() == 0
    assert PageLogEntry.objects.filter(page=page.pk, action="editorial.returned").count() == 1


class HalfABody(FakePayload):
    """Half of it has come; the rest comes only once somebody else has saved."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.waits, self.goes_on = threading.Event(), threading.Event()

    def read(self, *args: int) -> bytes:
        self.waits.set()
        assert self.goes_on.wait(PATIENCE)
        return super().read(*args)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_a_slow_upload_does_not_stop_whoever_writes_meanwhile(kind):
    newsroom = build()
    page = create(newsroom.anna, newsroom.blog)
    body = HalfABody(b"digest=x" * 100)
    extra = {"wsgi.input": body, "CONTENT_LENGTH": "800"}
    slow = Client()
    slow.force_login(newsroom.bruno)
    statuses = []

    def upload() -> None:
        try:
            answer = slow.generic("POST", author_action_url("send", page), b"", content_type=kind, **extra)
            statuses.append(answer.status_code)
        finally:
            connections.close_all()

    thread = threading.Thread(target=upload)
    thread.start()
    try:
        assert body.waits.wait(PATIENCE)
        edit(newsroom.anna, page, "salvata intanto")
        assert not statuses and last(page).content["body"] == "salvata intanto"
    finally:
        body.goes_on.set()
        thread.join(PATIENCE)
    assert statuses == [403]  # not his page


@often
def test_seen_by_two_at_once_and_changed_by_a_third(n):
    newsroom = build()
    r1, ed2 = newsroom.r1, make_user("ed2", newsroom.chief)
    User.objects.filter(pk=r1.pk).update(email="altra@example.org")
    token, target = identity_of(r1).token, reverse("editorial_seen", args=[r1.pk])
    presses = [lambda user=user: user.client.post(target, {"seen_token": token}) for user in (newsroom.ed, ed2)]
    data = {"first_name": "r1", "email": "terza@example.org", "is_active": "on", "seen_token": token}
    change = lambda: newsroom.su.client.post(reverse("editorial_account", args=[r1.pk]), data)  # noqa: E731
    together(*presses, *([change] if n % 2 else []))
    assert SeenIdentity.objects.filter(user=r1).count() == 1
    assert is_seen(r1) == (n % 2 == 0), "seen as it was before the change"
