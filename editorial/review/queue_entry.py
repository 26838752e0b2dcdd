"""Since when a step waits, and whether its text is a small correction of a live page."""

from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from editorial.content.digest import content_digest
from editorial.content.field_changes import words_by_field
from editorial.content.word_count import CORRECTION_WORDS, words_changed
from editorial.models import QueueEntry

# Whoever takes a text back to mend it and sends it again keeps the place in the line.
KEEPS_PLACE = timedelta(days=1)


def create_entry(state: TaskState, revision: Revision) -> None:
    entry = QueueEntry(task_state=state, waiting_since=_waiting_since(state))
    _measure(entry, revision)
    entry.save()


def update_entry(state: TaskState, revision: Revision) -> None:
    """The text of a waiting page changed: count again."""
    entry = QueueEntry.objects.filter(task_state=state).first()
    if entry:
        _measure(entry, revision)
        entry.save(update_fields=["words_changed", "is_correction", "changes", "digest"])


def _waiting_since(state: TaskState) -> datetime:
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
