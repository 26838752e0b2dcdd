"""What guests are told, and what their desk is told of them: by the rows of the queue, once as a server received it."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms.mail.models import Mail
from cms.mail.sending import send_waiting
from editorial.consent import services as consent_services
from editorial.models import ConsentRequest, DeskTask
from tests.cms.mail_server import mail_server
from tests.support.mailbox import asked, asked_and_cleared, body
from tests.support.moderation import consent_requests, edit, guest_link, guest_no, guest_yes, live, sent, withdraw, yes

from .moments import NOW

pytestmark = pytest.mark.usefixtures("clock", "queued_mail")

WEEK = timedelta(days=7, minutes=1)


def agreed(newsroom, people):
    page = sent(newsroom.anna, newsroom.radio, "Voce", model="interview", people=people)
    Mail.objects.all().delete()
    yes(newsroom.r1, page)
    return page


def guests_mail() -> list[tuple[str, str]]:
    return [(event, who) for event, who in asked_and_cleared() if event.startswith("guest")]


def test_whoever_has_an_address_gets_a_link(newsroom):
    page = agreed(newsroom, f"Olga, Muto, {newsroom.bruno.email}")
    assert guests_mail() == [("guest", "bruno"), ("guest", "olga")]  # Muto has none
    for number in (0, 1):
        guest_yes(guest_link(page, number))
    assert guests_mail() == []
    guest_yes(guest_link(page, 2))
    assert live(page) == "uno"
    assert guests_mail() == [("guest-published", "bruno"), ("guest-published", "olga")]


def test_the_letter_as_it_is_received(newsroom, settings):
    DeskTask.objects.filter(pk=newsroom.radio_desk.pk).update(reply_to="radio@lab121.example")
    page = agreed(newsroom, "Olga")
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as (desk, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert send_waiting().sent == 1
    (received,) = desk.messages()
    assert received["To"] == "olga@ospiti.example" and received["Reply-To"] == "radio@lab121.example"
    assert received["Subject"] == "Va bene così? «Voce»"
    assert received["Auto-Submitted"] == "auto-generated" and received["Content-Language"] == "it"
    plain, html = body(received), body(received, "html")
    assert plain.startswith("Ciao Olga,")
    links = set(re.findall(r"http://testserver(/ospite/[^\s\"<]+)", plain)) | set(
        re.findall(r"http://testserver(/ospite/[^\s\"<]+)", html)
    )
    assert len(links) == 1 and "/area-soci/" not in plain
    guest_yes(links.pop())
    assert live(page) == "uno"
    # Once sent, the link lies in no row any more.
    assert bytes(Mail.objects.get(key__startswith="guest:").content) == b""


def test_a_wish_is_told_to_the_whole_desk(newsroom):
    page = agreed(newsroom, "Olga")
    guests_mail()
    guest_no(guest_link(page), "il cognome è «Neri»\ncon la i")
    assert asked() == [("guest-changes", "ed"), ("guest-changes", "r1"), ("guest-changes", "r2")]
    row = Mail.objects.get(recipient="r1@example.org")
    assert "Neri" in bytes(row.content).decode()
    Mail.objects.all().delete()
    edit(newsroom.r1, page, "con la i")
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    assert guests_mail() == [("guest", "olga")]  # asked again, by another message


def test_a_reminder_after_a_week_once(newsroom):
    agreed(newsroom, "Olga, Muto")
    Mail.objects.all().delete()
    for _again in range(2):
        with time_machine.travel(NOW + WEEK, tick=False):
            call_command("send_reminders")
    lines = [one for one in asked_and_cleared() if one[0].startswith("guest")]
    # Olga by mail; of Muto the desk is told, who hands the link over.
    assert lines == [
        ("guest-no-address", "ed"),
        ("guest-no-address", "r1"),
        ("guest-no-address", "r2"),
        ("guest-reminder", "olga"),
    ]


def test_the_link_of_a_reminder_is_good_for_two_weeks_more(newsroom):
    page = agreed(newsroom, "Olga")
    old = guest_link(page)
    with time_machine.travel(NOW + timedelta(days=13), tick=False):
        consent_services.remind(consent_requests(page)[0].pk, newsroom.r1)
        row = Mail.objects.get(key__startswith="guest-rem")
        written = body(message_from_bytes(bytes(row.content), policy=policy.default))
        new = re.search(r"/ospite/\S+", written)[0]
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        assert Client().get(old).status_code == 410
        assert Client().get(new).status_code == 200


def test_after_two_weeks_the_desk_is_told_that_it_may_go_on(newsroom):
    page = agreed(newsroom, "Olga")
    ConsentRequest.objects.update(reminded_at=NOW)
    Mail.objects.all().delete()
    for days in (13, 15, 16):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            call_command("send_reminders")
    assert [one for one in asked() if one[0] == "guest-overdue"] == [
        ("guest-overdue", "ed"),
        ("guest-overdue", "r1"),
        ("guest-overdue", "r2"),
    ]
    assert consent_requests(page)[0].answer == ""


def test_the_desk_is_not_reminded_of_what_waits_for_a_guest(newsroom):
    agreed(newsroom, "Olga")
    Mail.objects.all().delete()
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        call_command("send_reminders")
    assert asked() == []


def test_nobody_is_reminded_of_what_is_not_asked_any_more(newsroom):
    page = agreed(newsroom, "Olga")
    withdraw(newsroom.anna, page)
    Mail.objects.all().delete()
    with time_machine.travel(NOW + WEEK, tick=False):
        call_command("send_reminders")
    assert asked() == []


def test_an_address_that_cannot_be_written_to_stops_nobody(newsroom):
    """An accent before the @, a line break in a name: a failed row, the others served, the step begun."""
    page = sent(newsroom.anna, newsroom.radio, "Voce", model="interview", people="Niccolò, Olga")
    Mail.objects.all().delete()
    yes(newsroom.r1, page)
    rows = Mail.objects.filter(key__startswith="guest:").order_by("pk")
    assert [(row.recipient, row.state) for row in rows] == [
        ("niccolò@ospiti.example", Mail.State.FAILED),
        ("olga@ospiti.example", Mail.State.WAITING),
    ]
    assert [row.name for row in consent_requests(page)] == ["Niccolò", "Olga"]
    assert timezone.now() == NOW
