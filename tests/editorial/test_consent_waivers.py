"""A guest who does not answer is reminded, and after two weeks the desk may go on."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from editorial.consent import services as consent_services
from editorial.models import Approval, ConsentRequest
from tests.support.http import messages_of
from tests.support.moderation import consent_requests, edit, live, yes

from .interviews import LATER, actions, at_time, interview, interview_for_olga


@pytest.fixture
def page(newsroom):
    return interview_for_olga(newsroom)


def test_after_two_weeks_and_a_reminder_the_desk_may_go_on(newsroom, page):
    row, reason = consent_requests(page)[0], "Me l’ha detto al telefono: va bene."
    address = reverse("editorial_waive", args=[row.pk])

    def waived(user, **data):
        user.client.force_login(user)  # two weeks later nobody is logged in any more
        return user.client.post(address, {"reason": reason} | data, follow=True)

    assert "solo dopo quattordici giorni" in messages_of(waived(newsroom.r1)) and not live(page)
    with at_time(timezone.now() + LATER):
        assert "solo dopo quattordici giorni" in messages_of(waived(newsroom.r1)) and not live(
            page
        )  # nobody reminded her
        newsroom.r2.client.force_login(newsroom.r2)
        newsroom.r2.client.post(reverse("editorial_remind", args=[row.pk]))
        assert waived(newsroom.anna).status_code == waived(newsroom.bruno).status_code == 403
        waived(newsroom.su)
        assert consent_requests(page)[0].answer == "" and not live(page)
        assert "almeno dieci lettere" in waived(newsroom.r1, reason="boh").content.decode() and not live(page)
        assert "si va avanti" in messages_of(waived(newsroom.r1)).lower()
        assert live(page) == "uno"
    row.refresh_from_db()
    assert (row.answer, row.waived_by, row.comment, row.content) == ("waived", newsroom.r1, reason, None)
    assert Approval.objects.exclude(guest="").count() == 0
    assert actions(page) == [("asked", "Olga"), ("reminded", "Olga"), ("waived", "Olga")]


def test_a_waiver_is_for_one_person_and_one_text(newsroom):
    page = interview(newsroom, "Olga, Piero")
    yes(newsroom.r1, page)
    ConsentRequest.objects.update(at=timezone.now() - LATER, reminded_at=timezone.now())
    first, second = consent_requests(page)
    consent_services.waive(first.pk, newsroom.r1, "non si trova più nessun recapito")
    assert not live(page)
    edit(newsroom.r1, page, "mano")  # another text: everybody is asked again
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    assert [(row.name, row.answer, row.may_be_waived) for row in consent_requests(page)] == [
        ("Olga", "", False),
        ("Piero", "", False),
    ]
    assert second.pk not in {row.pk for row in consent_requests(page)}


def test_the_clock_reminds_once_and_tells_the_desk(newsroom, page, django_capture_on_commit_callbacks):
    call_command("send_reminders")
    assert consent_requests(page)[0].reminded_at is None  # not yet
    with at_time(timezone.now() + timedelta(days=7, minutes=1)):
        call_command("send_reminders")
        call_command("send_reminders")
    assert actions(page) == [("asked", "Olga"), ("reminded", "Olga")]


def test_a_reviewer_who_left_meanwhile_neither_reminds_nor_goes_on(newsroom, page):
    row = consent_requests(page)[0]
    ConsentRequest.objects.update(at=timezone.now() - LATER, reminded_at=timezone.now())
    newsroom.r1.groups.clear()
    newsroom.r1.client.post(reverse("editorial_remind", args=[row.pk]))
    newsroom.r1.client.post(reverse("editorial_waive", args=[row.pk]), {"reason": "perché mi va così"})
    assert consent_requests(page)[0].answer == "" and not live(page)
