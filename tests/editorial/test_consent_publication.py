"""What goes to the site with the guests' yes: at its hour, and when the step is new or gone."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Task, WorkflowTask

from editorial.models import ConsentRequest
from tests.support.http import messages_of
from tests.support.moderation import fresh, guest_link, guest_yes, live, sent, state, yes

from .interviews import at_time, interview, interview_for_olga


@pytest.fixture
def page(newsroom):
    return interview_for_olga(newsroom)


def test_steps_taken_off_while_the_guest_reads(newsroom, page):
    link = guest_link(page)
    Task.objects.filter(pk=newsroom.guest.pk).update(active=False)
    other = interview(newsroom, title="Q")
    assert "Manca il sì di «ospiti»" in messages_of(yes(newsroom.r1, other)) and not live(other)
    WorkflowTask.objects.filter(task=newsroom.radio_desk).delete()
    assert guest_yes(link).status_code == 409 and not live(page)


def test_what_was_agreed_before_the_step_existed_still_goes_live(newsroom):
    """A text agreed for a date, and one that waits at the desk, when the step is added."""
    row = WorkflowTask.objects.get(task=newsroom.guest)
    row.delete()
    tomorrow = timezone.now() + timedelta(days=1)
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga", go_live_at=tomorrow)
    waiting = interview(newsroom, title="Q")
    yes(newsroom.r1, page)
    assert fresh(page).scheduled_revision and not live(page)
    newsroom.guest.since = timezone.now()
    newsroom.guest.save()
    WorkflowTask.objects.create(workflow=newsroom.radio_workflow, task=newsroom.guest, sort_order=1)
    with at_time(tomorrow + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert live(page) == "uno"
    assert state(waiting).task.specific == newsroom.radio_desk
    yes(newsroom.r1, waiting)
    assert state(waiting).task.specific == newsroom.guest and not live(waiting)
    guest_yes(guest_link(waiting))
    assert live(waiting) == "uno"


def test_a_scheduled_interview_goes_live_at_its_hour_with_the_guests_yes(newsroom):
    tomorrow = timezone.now() + timedelta(days=1)
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga", go_live_at=tomorrow)
    yes(newsroom.r1, page)
    guest_yes(guest_link(page))
    assert fresh(page).scheduled_revision and not live(page)
    with at_time(tomorrow + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert live(page) == "uno"


def test_a_yes_struck_out_of_the_database_stops_the_publication(newsroom):
    tomorrow = timezone.now() + timedelta(days=1)
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga", go_live_at=tomorrow)
    yes(newsroom.r1, page)
    guest_yes(guest_link(page))
    ConsentRequest.objects.update(answer="", answered_at=None)
    with at_time(tomorrow + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert not live(page)
