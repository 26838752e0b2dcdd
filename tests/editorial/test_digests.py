"""One mail a day for who wants it so; reminders and escalation, with the clock moved."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from cms.mail import templates
from cms.mail.models import Mail
from editorial.models import DigestItem, MailPreference
from editorial.review import services
from tests.support.mailbox import asked, asked_and_cleared, body, letter
from tests.support.moderation import agree, create, edit, seen_by, sent, state, submit, withdraw, yes

NOW = datetime(2031, 3, 4, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def newsroom(clock, newsroom, settings):
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"
    newsroom.clock = clock
    return newsroom


def daily(*users):
    for user in users:
        MailPreference.objects.create(user=user, how="daily")


def digest_and_clear():
    call_command("send_digest")
    return asked_and_cleared()


def test_nothing_to_tell_is_no_mail(newsroom):
    daily(newsroom.r1)
    assert digest_and_clear() == []


def test_one_mail_with_everything_and_once(newsroom):
    daily(newsroom.r1, newsroom.r2)
    sent(newsroom.anna, newsroom.blog, "Gita")
    submit(newsroom.bruno, create(newsroom.bruno, newsroom.blog, "Mostra"), title="La <i>mostra</i>")
    asked_and_cleared()
    call_command("send_digest")
    assert asked() == [("digest", "r1"), ("digest", "r2")]
    message = letter("digest", "r1")
    assert message["Subject"] == "2 novità della redazione"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "it")
    text = body(message)
    assert "* Da leggere: «Gita»" in text and "* Da leggere: «La <i>mostra</i>»" in text
    assert text.count("http://testserver/admin/lettura/") == 2
    assert "La &lt;i&gt;mostra&lt;/i&gt;" in body(message, "html")
    assert not DigestItem.objects.pending().exists()
    call_command("send_digest")
    assert asked() == [("digest", "r1"), ("digest", "r2")]


def test_what_comes_after_the_mail_waits_for_tomorrow(newsroom):
    daily(newsroom.r1)
    sent(newsroom.anna, newsroom.blog, "Prima")
    assert digest_and_clear() == [("digest", "r1"), ("submitted", "ed"), ("submitted", "r2")]
    sent(newsroom.anna, newsroom.blog, "Seconda")
    asked_and_cleared()
    assert digest_and_clear() == []
    assert DigestItem.objects.pending().count() == 1
    newsroom.clock.move_to(NOW + 24 * HOUR)
    call_command("send_digest")
    assert asked() == [("digest", "r1")]
    assert letter("digest", "r1")["Subject"] == "Una novità della redazione"
    assert "Prima" not in body(letter("digest", "r1"))


def test_the_day_is_that_of_rome(newsroom):
    daily(newsroom.r1)
    first, second = create(newsroom.anna, newsroom.blog, "Prima"), create(newsroom.anna, newsroom.blog, "Seconda")
    newsroom.clock.move_to(datetime(2031, 3, 4, 22, 30, tzinfo=UTC))  # 23.30 of the 4th
    services.send(first.pk, newsroom.anna, seen_by(newsroom.anna, first))
    assert ("digest", "r1") in digest_and_clear()
    services.send(second.pk, newsroom.anna, seen_by(newsroom.anna, second))
    asked_and_cleared()
    newsroom.clock.move_to(datetime(2031, 3, 4, 23, 30, tzinfo=UTC))  # 0.30 of the 5th
    assert digest_and_clear() == [("digest", "r1")]


def test_a_mail_that_was_not_written_tells_nothing(newsroom, monkeypatch):
    daily(newsroom.r1)
    sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    with monkeypatch.context() as broken:
        broken.setattr(templates.EmailTemplate, "send", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call_command("send_digest")
    assert DigestItem.objects.pending().count() == 1
    assert digest_and_clear() == [("digest", "r1")]


def test_closed_accounts_get_no_digest(newsroom):
    daily(newsroom.r1)
    sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    newsroom.r1.is_active = False
    newsroom.r1.save()
    assert digest_and_clear() == []


def test_outcomes_of_who_wants_no_mail_come_in_the_digest(newsroom):
    MailPreference.objects.create(user=newsroom.anna, how="never")
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    asked_and_cleared()
    call_command("send_digest")
    assert asked() == [("digest", "anna")] and "* È sul sito: «T»" in body(letter("digest", "anna"))


# --- too long


def remind_and_clear():
    call_command("send_reminders")
    return asked_and_cleared()


def test_a_reminder_after_48_hours_an_escalation_after_five_days_each_once(newsroom):
    sent(newsroom.anna, newsroom.blog, "Gita")
    asked_and_cleared()
    newsroom.clock.move_to(NOW + 48 * HOUR - timedelta(minutes=1))
    assert remind_and_clear() == []
    newsroom.clock.move_to(NOW + 48 * HOUR)
    call_command("send_reminders")
    call_command("send_reminders")
    newsroom.clock.move_to(NOW + 100 * HOUR)
    call_command("send_reminders")
    assert asked() == [("reminder", "ed"), ("reminder", "r1"), ("reminder", "r2")]
    assert letter("reminder", "r1")["Subject"] == "Aspetta da due giorni: «Gita»"
    assert "di anna, aspetta da più di 48 ore: dal 4 marzo 2031, ore 08:00" in body(letter("reminder", "r1"))
    newsroom.clock.move_to(NOW + 120 * HOUR)
    call_command("send_reminders")
    call_command("send_reminders")
    assert asked() == [("escalation", "ed"), ("reminder", "ed"), ("reminder", "r1"), ("reminder", "r2")]
    assert letter("escalation", "ed")["Subject"] == "Aspetta da cinque giorni: «Gita»"


def test_when_nobody_ran_the_command_redazione_gets_one_mail_not_two(newsroom):
    sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    newsroom.clock.move_to(NOW + 150 * HOUR)
    assert remind_and_clear() == [("escalation", "ed"), ("reminder", "r1"), ("reminder", "r2")]


def test_who_said_yes_already_owns_it_or_sent_it_is_not_reminded(newsroom):
    own, theirs = sent(newsroom.ed, newsroom.blog, "Sua"), sent(newsroom.anna, newsroom.blog, "Altra")
    edit(newsroom.r1, theirs, "corretto")
    yes(newsroom.r1, theirs)
    asked_and_cleared()
    newsroom.clock.move_to(NOW + 150 * HOUR)
    call_command("send_reminders")
    keys = [f"{page.pk}:" for page in (own, theirs)]
    by_page = [
        sorted(
            (row.key.split(":")[0], row.recipient.split("@")[0])
            for row in Mail.objects.all()
            if row.key.split(":", 1)[1].startswith(key)
        )
        for key in keys
    ]
    assert by_page == [[("reminder", "r1"), ("reminder", "r2")], [("escalation", "ed"), ("reminder", "r2")]]


def test_what_is_decided_or_withdrawn_is_not_reminded_of(newsroom):
    decided, withdrawn, agreed = (sent(newsroom.anna, newsroom.blog, title) for title in ("Uno", "Due", "Tre"))
    yes(newsroom.r1, decided)
    withdraw(newsroom.anna, withdrawn)
    edit(newsroom.r1, agreed, "corretto")
    yes(newsroom.r1, agreed)
    agree(newsroom.anna, agreed)
    asked_and_cleared()
    newsroom.clock.move_to(NOW + 150 * HOUR)
    assert remind_and_clear() == []


def test_who_keeps_the_place_in_the_line_is_not_a_new_text(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    newsroom.clock.move_to(NOW + 49 * HOUR)
    call_command("send_reminders")
    services.withdraw(state(page).pk, newsroom.anna)
    services.send(page.pk, newsroom.anna, seen_by(newsroom.anna, page))
    assert ("withdrawn", "r1") in asked() and asked().count(("submitted", "r1")) == 2
    call_command("send_reminders")
    assert [event for event, _to in asked()].count("reminder") == 3


def test_reminders_follow_the_preference(newsroom):
    daily(newsroom.r1)
    MailPreference.objects.create(user=newsroom.r2, how="never")
    sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    newsroom.clock.move_to(NOW + 49 * HOUR)
    for _again in range(2):
        call_command("send_reminders")
    assert asked() == [("reminder", "ed")]
    assert [row.key.split(":")[0] for row in DigestItem.objects.order_by("pk")] == ["submitted", "reminder"]
