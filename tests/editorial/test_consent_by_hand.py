"""A link delivered by hand: for whom nobody reaches otherwise, told to everybody, and no way for the desk to answer."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log

from cms.mail.models import Mail
from editorial.audit.history import history_of
from editorial.consent import services as consent_services
from editorial.consent.links import SALT, GuestToken, link_to
from editorial.models import Approval, ConsentRequest
from tests.pages.models import Interview
from tests.support.http import messages_of
from tests.support.mailbox import asked
from tests.support.moderation import (
    consent_requests,
    guest_link,
    guest_no,
    guest_yes,
    handed_link,
    hidden_fields,
    last,
    live,
    state,
    take_link,
    yes,
)
from tests.support.people import make_user

from .interviews import actions, interview


@pytest.fixture
def page(newsroom):
    """Anna's interview with somebody without an address: the desk said yes."""
    page = interview(newsroom, "Muto")
    yes(newsroom.r1, page)
    return page


def answered(page, said=True) -> list[str]:
    """What the history says of links taken and of guests' answers."""
    words = ("ha preso il link", "come ospite" if said else "ha chiesto modifiche")
    return [line.sentence for line in history_of(page) if any(word in line.sentence for word in words)]


def refused(response) -> bool:
    """In words, and without a form to answer in."""
    html = response.content.decode()
    assert response.headers["Referrer-Policy"] == "no-referrer" and "no-store" in response.headers["Cache-Control"]
    return response.status_code == 403 and "Qui risponde chi è ospite" in html and 'name="yes"' not in html


# --- the link


def test_a_link_is_taken_recorded_and_told(newsroom, page, queued_mail):
    link = handed_link(newsroom.r1, page)
    row = consent_requests(page)[0]
    assert row.handed_by == newsroom.r1 and row.handed_at is not None
    assert actions(page) == [("asked", "Muto"), ("handed", "Muto")]
    assert asked() == [("guest-handed", "ed"), ("guest-handed", "r2")]
    reading = newsroom.r2.client.get(reverse("editorial_reading", args=[state(page).pk])).content.decode()
    assert "Link consegnato a mano da r1" in reading
    guest_yes(link)
    row.refresh_from_db()
    assert (live(page), row.answer, row.channel, row.handed_by) == ("uno", "yes", "hand", newsroom.r1)
    assert answered(page) == [
        "r1 ha preso il link di Muto, da consegnare a mano",
        "Muto ha detto sì, come ospite, dal link consegnato a mano da r1",
    ]
    consent = newsroom.r1.client.get(reverse("editorial_consent", args=[row.pk])).content.decode()
    assert ", dal link consegnato a mano da r1.</p>" in consent


def test_a_wish_tells_how_it_came_too(newsroom, page):
    guest_no(handed_link(newsroom.r2, page), "il mio nome è un altro")
    assert answered(page, said=False) == [
        "r2 ha preso il link di Muto, da consegnare a mano",
        "Muto ha chiesto modifiche, dal link consegnato a mano da r2",
    ]


def test_there_is_one_link_and_the_last_who_took_it(newsroom, page, queued_mail):
    first = handed_link(newsroom.r1, page)
    with time_machine.travel(consent_requests(page)[0].handed_at + timedelta(minutes=5), tick=False):
        second = handed_link(newsroom.r2, page)
        for refusal in (Client().get(first), guest_yes(first), Client().get(first + "testo/")):
            assert refusal.status_code == 409 and "sostituito da un altro" in refusal.content.decode()
    with time_machine.travel(consent_requests(page)[0].handed_at + timedelta(minutes=5), tick=False):
        guest_yes(second)
    assert live(page) == "uno"
    assert answered(page) == [
        "r1 ha preso il link di Muto, da consegnare a mano",
        "r2 ha preso il link di Muto, da consegnare a mano",
        "Muto ha detto sì, come ospite, dal link consegnato a mano da r2",
    ]
    assert [who for event, who in asked() if event == "guest-handed"] == ["ed", "ed", "r1", "r2"]


def test_whoever_is_reached_otherwise_has_no_link_to_deliver(newsroom):
    page = interview(newsroom, f"Olga, {newsroom.bruno.email}")
    yes(newsroom.r1, page)
    for number in (0, 1):
        response = newsroom.r1.client.post(
            reverse("editorial_hand_over", args=[consent_requests(page)[number].pk]), follow=True
        )
        assert "il link non passa da noi" in messages_of(response) and "/ospite/" not in response.content.decode()
    assert [row.handed_by for row in consent_requests(page)] == [None, None]
    assert [action for action, _name in actions(page)] == ["asked", "asked"]


def test_only_a_reviewer_takes_it_and_only_by_the_button(newsroom, page):
    newsroom.r2.groups.clear()
    for other in (newsroom.anna, newsroom.bruno, newsroom.su, newsroom.r2):
        assert "/ospite/" not in take_link(other, page).content.decode()
    address = reverse("editorial_hand_over", args=[consent_requests(page)[0].pk])
    assert newsroom.r1.client.get(address).status_code == 405
    assert Client().post(address).status_code == 302
    assert (consent_requests(page)[0].handed_by, actions(page)) == (None, [("asked", "Muto")])


def test_an_address_known_later_voids_it_and_the_mail_goes_out(newsroom, page, queued_mail, monkeypatch):
    link = handed_link(newsroom.r1, page)
    Mail.objects.all().delete()
    bruno, stock = newsroom.bruno, Interview._person

    def with_account(self, word):
        person = stock(self, word)
        return type(person)(person.key, person.name, bruno, bruno.email) if word == "Muto" else person

    monkeypatch.setattr(Interview, "_person", with_account)
    for refusal in (Client().get(link), guest_yes(link), Client().get(link + "testo/")):
        assert refusal.status_code == 409 and "arriva per e-mail" in refusal.content.decode()
    for _twice in range(2):
        call_command("send_reminders")
    assert asked() == [("guest", "bruno")]
    own = reverse("editorial_consent_by_login", args=[consent_requests(page)[0].pk])
    assert own in bruno.client.get("/area-soci/").content.decode()
    guest_yes(own, bruno.client)
    assert answered(page)[1:] == ["Muto ha detto sì, come ospite, dalla sua area"] and live(page) == "uno"


def test_a_link_of_before_says_no_more_than_it_knows(newsroom, page):
    row = consent_requests(page)[0]
    old = f"/ospite/{signing.dumps([row.pk, row.digest], salt=SALT)}/"
    guest_yes(old)
    row.refresh_from_db()
    assert (live(page), row.channel) == ("uno", "link")
    assert answered(page) == ["Muto ha detto sì, come ospite, dal link"]


def test_the_token_of_a_file_read_after_login_is_no_link(newsroom):
    page = interview(newsroom, newsroom.bruno.email)
    yes(newsroom.r1, page)
    link = link_to(consent_requests(page)[0], ConsentRequest.Channel.LOGIN).removeprefix("http://testserver")
    assert [Client().get(link).status_code, Client().get(link + "testo/").status_code] == [404, 404]
    assert guest_yes(link).status_code == 404 and not live(page)


# --- whose answer it is


def test_no_session_of_the_desk_the_sender_or_a_writer_answers(newsroom, page):
    """r1 agreed, r2 and ed did nothing, anna owns and sent, the superuser administers: none of them, by no link."""
    at, revision = state(page), last(page)
    mailed, handed = guest_link(page), handed_link(newsroom.r1, page)
    for user in (newsroom.r1, newsroom.r2, newsroom.ed, newsroom.anna, newsroom.su):
        for link in (mailed, handed):
            form = guest_form(link)
            answers = [
                user.client.get(link),
                user.client.post(link, {"yes": "1"} | form),
                guest_no(link, "una parola", user.client),
            ]
            assert [refused(answer) for answer in answers] == [True] * 3, user
    assert consent_requests(page)[0].answer == "" and state(page) == at and last(page) == revision
    assert not live(page) and not Approval.objects.exclude(guest="").exists()
    assert guest_yes(handed, newsroom.bruno.client).status_code == 200  # a member who has no part in it
    assert live(page) == "uno"


def guest_form(link: str) -> dict[str, str]:
    """The hidden fields that an anonymous visitor was shown."""
    return hidden_fields(Client().get(link).content.decode())


def test_whoever_wrote_or_sent_it_once_does_not_answer(newsroom):
    """Members without a desk: one wrote a text that is kept, another one that is purged, a third sent it again."""
    page = interview(newsroom, "Olga")
    yes(newsroom.r1, page)
    link, at = guest_link(page), state(page)
    wrote, purged, resent = (make_user(name) for name in ("wrote", "purged", "resent"))
    for user in (wrote, purged, resent):
        assert user.client.get(link).status_code == 200, user
    desk = at.workflow_state.task_states.order_by("pk").first()
    page.revisions.create(content_type=last(page).content_type, base_content_type=last(page).base_content_type,
                          object_id=page.pk, user=wrote, content=last(page).content)  # fmt: skip
    log(page, "wagtail.edit", user=purged)
    Approval.objects.record(desk, last(page), resent)
    for user in (wrote, purged, resent):
        assert refused(user.client.get(link)) and refused(user.client.post(link, {"yes": "1"})), user
    assert consent_requests(page)[0].answer == ""


def test_the_transaction_refuses_it_too(newsroom, page):
    handed_link(newsroom.r1, page)
    row = consent_requests(page)[0]
    for channel in (ConsentRequest.Channel.MAIL, ConsentRequest.Channel.LINK, ConsentRequest.Channel.LOGIN):
        for user in (newsroom.r1, newsroom.anna):
            with pytest.raises(consent_services.NotForTheDesk):
                consent_services.answer(GuestToken(row, channel), yes=False, user=user, comment="una parola")
    assert consent_requests(page)[0].answer == ""


def test_a_guest_who_works_on_the_page_answers_from_their_own_area(newsroom):
    """r2 is of the desk, and the page is about r2: the account says that it is them, a link does not."""
    page = interview(newsroom, newsroom.r2.email)
    yes(newsroom.r1, page)
    link, own = guest_link(page), reverse("editorial_consent_by_login", args=[consent_requests(page)[0].pk])
    response = newsroom.r2.client.get(link)
    assert response.status_code == 403 and f'href="{own}"' in response.content.decode()
    assert 'name="yes"' not in response.content.decode()
    assert guest_yes(link, newsroom.r2.client).status_code == 403 and not live(page)
    guest_yes(own, newsroom.r2.client)
    assert live(page) == "uno" and ConsentRequest.objects.get().channel == "login"
    assert Approval.objects.filter(as_reviewer=True).values_list("user_number", flat=True).get() == newsroom.r1.pk


# --- the history


def test_two_guests_of_one_name_are_two_yeses_each_with_its_way(newsroom):
    """One by mail and one after login, both called Olga."""
    olga = make_user("Olga")
    page = interview(newsroom, f"Olga, {olga.email}")
    yes(newsroom.r1, page)
    guest_yes(reverse("editorial_consent_by_login", args=[consent_requests(page)[1].pk]), olga.client)
    guest_yes(guest_link(page, 0))
    assert answered(page) == [
        "Olga ha detto sì, come ospite, dalla sua area",
        "Olga ha detto sì, come ospite, dal link mandato per e-mail",
    ]
