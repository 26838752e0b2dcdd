"""A text on the site, at its hour, taken down or expired: what its author is told."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from cms.mail import templates
from editorial.publication import takedown
from tests.support.mailbox import asked, asked_and_cleared, body, letter
from tests.support.moderation import create, edit, fresh, live, sent, submit, yes
from tests.support.showcases import live_showcase

from .moments import DAY, NOW

pytestmark = pytest.mark.usefixtures("clock", "queued_mail")


def test_the_author_hears_that_it_is_on_the_site(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    yes(newsroom.r1, page)
    assert asked() == [("published", "anna")]
    message = letter("published", "anna")
    assert message["Subject"] == "È sul sito: «T»"
    assert f"http://testserver{fresh(page).url}" in body(message)


def test_after_a_correction_another_reviewers_yes_is_told_too(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    asked_and_cleared()
    yes(newsroom.r2, page)
    assert asked() == [("published", "anna")]


def test_a_scheduled_text_says_when_and_again_when_it_is_there(newsroom):
    at = NOW + 3 * DAY
    typed = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), go_live_at=typed)
    asked_and_cleared()
    yes(newsroom.r1, page)
    assert asked() == [("scheduled", "anna")]
    assert "programmata per il 7 marzo 2031, ore 10:00" in body(letter("scheduled", "anna"))
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert asked() == [("published", "anna"), ("scheduled", "anna")]


def test_an_appointment_that_falls_is_told_with_its_reason(newsroom):
    at = NOW + 3 * DAY
    typed = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), go_live_at=typed)
    yes(newsroom.r1, page)
    state_of = fresh(page).scheduled_revision
    state_of.task_states.all()[0].approvals.all().delete()
    asked_and_cleared()
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        call_command("publish_scheduled")
    assert asked() == [("dropped", "anna")] and not live(page)
    assert "Manca il sì di «redazione»" in body(letter("dropped", "anna"))


def test_taking_down_is_told_with_the_reason_and_coming_back_too(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    asked_and_cleared()
    takedown.take_down(page.pk, newsroom.r2, "una foto senza permesso")
    assert asked() == [("taken_down", "anna")]
    text = body(letter("taken_down", "anna"))
    assert "r2 ha tolto «T» dal sito" in text and "«una foto senza permesso»" in text
    takedown.restore(page.pk, newsroom.r2)
    assert asked() == [("returned", "anna"), ("taken_down", "anna")]
    assert letter("returned", "anna")["Subject"] == "Di nuovo sul sito: «T»"
    takedown.take_down(page.pk, newsroom.r2, "ancora la stessa foto")
    assert asked() == [("returned", "anna"), ("taken_down", "anna"), ("taken_down", "anna")]


def test_hiding_ones_own_page_is_no_news(provisioned_site):
    owner, page, _reviewers = live_showcase(provisioned_site)
    asked_and_cleared()
    takedown.take_down(page.pk, owner)
    takedown.restore(page.pk, owner)
    assert asked() == []


def test_what_expires_is_told_with_its_date(newsroom):
    typed = timezone.localtime(NOW + DAY).strftime("%Y-%m-%d %H:%M")
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), expire_at=typed)
    yes(newsroom.r1, page)
    asked_and_cleared()
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert not live(page) and asked() == [("expired", "anna")]
    assert "5 marzo 2031, ore 10:00" in body(letter("expired", "anna"))


def test_expiry_and_its_mail_are_one_transaction(newsroom, monkeypatch):
    typed = timezone.localtime(NOW + DAY).strftime("%Y-%m-%d %H:%M")
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), expire_at=typed)
    yes(newsroom.r1, page)
    monkeypatch.setattr(templates.EmailTemplate, "send", lambda *args, **kwargs: 1 / 0)
    with time_machine.travel(NOW + 2 * DAY, tick=False), pytest.raises(ZeroDivisionError):
        call_command("publish_scheduled")
    assert live(page) == "uno"
