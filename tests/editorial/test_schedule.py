"""publish_scheduled judges the rows, and says what it drops."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, WorkflowPage

from editorial.models import Approval, Takedown
from editorial.publication.gate import publication_blocker
from editorial.publication.takedown import open_takedown, take_down
from tests.support.http import url
from tests.support.moderation import agree, autosave, create, digest, edit, fresh, last, live, sent, submit, yes
from tests.support.people import make_workflow

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
GO_LIVE_AT = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def a_tuesday():
    with time_machine.travel(NOW):
        yield


def typed(moment: datetime) -> str:
    """As a person types it, in the wall time of Rome."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def scheduled(newsroom):
    """Anna's page, fixed by r1, agreed by both, waiting for its hour."""
    at = typed(GO_LIVE_AT)
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), go_live_at=at)
    edit(newsroom.r1, page, "corretto", go_live_at=at)
    yes(newsroom.r1, page)
    assert not fresh(page).scheduled_revision
    agree(newsroom.anna, page)
    assert fresh(page).scheduled_revision == last(page) and not live(page)
    return page


def dropped():
    return PageLogEntry.objects.filter(action="editorial.schedule.dropped")


def run_at(moment: datetime) -> None:
    with time_machine.travel(moment):
        call_command("publish_scheduled")


def test_goes_live_at_its_hour_whoever_left(newsroom, scheduled):
    newsroom.desk.user_set.clear()
    Revision.objects.filter(pk=last(scheduled).pk).update(user=None)
    run_at(GO_LIVE_AT - HOUR)
    assert not live(scheduled)
    run_at(GO_LIVE_AT + HOUR)
    assert live(scheduled) == "corretto" and not dropped().exists()


def test_the_scheduled_revision_is_frozen(newsroom, scheduled):
    revision = fresh(scheduled).scheduled_revision
    before = digest(revision)
    for user in (newsroom.anna, newsroom.r1, newsroom.ed, newsroom.su):
        autosave(user, scheduled, "HACK", overwrite_revision_id=revision.pk)
        edit(user, scheduled, "HACK", overwrite_revision_id=revision.pk)
    assert digest(revision) == before and last(scheduled) == revision


def test_not_agreed_is_dropped_and_logged(newsroom):
    page = create(newsroom.anna, newsroom.blog, model="timed")
    revision = page.save_revision(user=newsroom.anna, approved_go_live_at=timezone.now() - HOUR)
    call_command("publish_scheduled")
    assert not live(page) and not fresh(page).scheduled_revision
    entry = dropped().get()
    assert (entry.page_id, entry.revision_id) == (page.pk, revision.pk)
    assert entry.data == {"reason": "Nessuno ha approvato questa versione."}
    assert "Nessuno ha approvato questa versione." in entry.message
    assert "Nessuno ha approvato" in newsroom.ed.client.get(url("history", page.pk)).content.decode()
    call_command("publish_scheduled")
    assert dropped().count() == 1


def test_no_longer_agreed_is_dropped(newsroom, scheduled):
    revision = last(scheduled)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"body": "HACK"})
    run_at(GO_LIVE_AT + HOUR)
    assert not live(scheduled) and not fresh(scheduled).scheduled_revision
    assert dropped().get().data == {"reason": "Manca il sì di «redazione» a questa versione."}


def test_one_that_is_dropped_does_not_stop_the_others(newsroom, scheduled):
    other = create(newsroom.anna, newsroom.blog, "Altra", model="timed")
    other.save_revision(user=newsroom.anna, approved_go_live_at=GO_LIVE_AT - HOUR)
    run_at(GO_LIVE_AT + HOUR)
    assert live(scheduled) == "corretto" and not live(other)
    assert [entry.page_id for entry in dropped()] == [other.pk]


def test_the_chief_unschedules(newsroom, scheduled):
    target = url("revisions_unschedule", scheduled.pk, last(scheduled).pk)
    statuses = {
        user.first_name: user.client.post(target).status_code for user in (newsroom.anna, newsroom.r1, newsroom.su)
    }
    assert statuses == {"anna": 403, "r1": 302, "su": 302} and fresh(scheduled).scheduled_revision
    newsroom.ed.client.post(target)
    assert not fresh(scheduled).scheduled_revision
    run_at(GO_LIVE_AT + HOUR)
    assert not live(scheduled) and not dropped().exists()


def test_expiry(newsroom):
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), expire_at=typed(NOW + HOUR))
    yes(newsroom.r1, page)
    assert live(page) == "uno"
    run_at(NOW + 2 * HOUR)
    assert not live(page) and fresh(page).expired


def test_a_member_cannot_post_a_schedule_where_the_form_has_none(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, go_live_at="2090-01-01 10:00", slug="altro")
    assert last(page).content["go_live_at"] is None and last(page).content["slug"] == "t"
    yes(newsroom.r1, page)
    assert live(page) == "uno"


def test_the_record_survives_purge_and_deletion(newsroom, scheduled):
    call_command("purge_revisions")
    assert Approval.objects.count() == 3 and fresh(scheduled).scheduled_revision
    assert publication_blocker(fresh(scheduled).scheduled_revision) == ""
    fresh(scheduled).delete()
    assert Approval.objects.filter(task_state=None, page_number=scheduled.pk).count() == 3


def test_an_agreement_for_later_leaves_a_page_down_until_its_hour(newsroom):
    page = sent(newsroom.anna, newsroom.blog, model="timed")
    yes(newsroom.r1, page)
    take_down(page.pk, newsroom.r1, "l’evento è stato annullato")
    submit(newsroom.anna, page, "sistemato", go_live_at=typed(GO_LIVE_AT))
    yes(newsroom.r2, page)
    assert not live(page) and open_takedown(page) is not None
    run_at(GO_LIVE_AT + HOUR)
    row = Takedown.objects.get()
    assert live(page) == "sistemato" and row.returned_by is None and row.returned_at >= GO_LIVE_AT + HOUR


def test_what_another_workflow_would_read_by_then_is_dropped(newsroom, scheduled):
    """Two people agreed, but the section got another workflow since: whose desk agreed reads there no longer."""
    other = make_workflow("Altra", newsroom.bare, newsroom.blog_desk)
    WorkflowPage.objects.filter(page=newsroom.blog).update(workflow=other)
    run_at(GO_LIVE_AT + HOUR)
    assert not live(scheduled) and not fresh(scheduled).scheduled_revision
    reason = "Il percorso della sezione è cambiato: la pagina va ritirata e mandata di nuovo."
    assert dropped().get().data == {"reason": reason}
