"""Creating and updating queue entries: since when a step waits, and how much its text changes of the live page."""

from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from editorial.content.digest import content_digest
from editorial.content.field_changes import words_by_field
from editorial.content.word_count import CORRECTION_WORDS, words_changed
from editorial.models import QueueEntry

# Whoever withdraws a text to mend it and sends it again within this time keeps their place in the queue.
KEEPS_PLACE = timedelta(days=1)


def create_entry(state: TaskState, revision: Revision) -> None:
    """Store the entry of a step that begins with this revision."""
    entry = QueueEntry(task_state=state, waiting_since=_waiting_since(state))
    _measure(entry, revision)
    entry.save()


def update_entry(state: TaskState, revision: Revision) -> None:
    """Measure again the text of a page that waits, after it changed. No-op where the step has no entry."""
    entry = QueueEntry.objects.filter(task_state=state).first()
    if entry:
        _measure(entry, revision)
        entry.save(update_fields=["words_changed", "is_correction", "changes", "digest"])


def _waiting_since(state: TaskState) -> datetime:
    """Return the moment (UTC) from which a new step waits: now, or that of the request withdrawn just before."""
    now = timezone.now()
    request = state.workflow_state
    if request.task_states.exclude(pk=state.pk).exists():
        return now
    before = (
        WorkflowState.objects.filter(object_id=request.object_id, base_content_type=request.base_content_type)
        .exclude(pk=request.pk)
        .order_by("-pk")
        .first()
    )
    if before is None or before.status != WorkflowState.STATUS_CANCELLED:
        return now
    entry = QueueEntry.objects.filter(
        task_state__workflow_state=before, task_state__finished_at__gte=now - KEEPS_PLACE
    ).last()
    return entry.waiting_since if entry else now


def _measure(entry: QueueEntry, revision: Revision) -> None:
    live = Page.objects.select_related("live_revision").get(pk=revision.object_id)
    before = live.live_revision.content if live.live and live.live_revision else {}
    entry.words_changed = words_changed(before, revision.content)
    entry.is_correction = live.live and entry.words_changed <= CORRECTION_WORDS
    entry.digest = content_digest(revision.content)
    entry.changes = words_by_field(live.specific_class, before, revision.content)
