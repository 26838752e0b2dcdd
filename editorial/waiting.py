"""Since when a step waits, and whether its text is a small correction of a live page."""

from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from .rule import digest
from .words import CORRECTION_WORDS, words_changed

# Whoever takes a text back to mend it and sends it again keeps the place in the line.
KEEPS_PLACE = timedelta(days=1)


def begin(state: TaskState, revision: Revision) -> None:
    from .models import Waiting

    waiting = Waiting(task_state=state, since=_since(state))
    _measure(waiting, revision)
    waiting.save()


def measure(state: TaskState, revision: Revision) -> None:
    """The text of a waiting page changed: count again."""
    from .models import Waiting

    waiting = Waiting.objects.filter(task_state=state).first()
    if waiting:
        _measure(waiting, revision)
        waiting.save(update_fields=["words_changed", "is_correction", "changes", "digest"])


def _since(state: TaskState) -> datetime:
    from .models import Waiting

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
    waited = Waiting.objects.filter(
        task_state__workflow_state=before, task_state__finished_at__gte=now - KEEPS_PLACE
    ).last()
    return waited.since if waited else now


def _measure(waiting, revision: Revision) -> None:  # type: ignore[no-untyped-def]  # Waiting: not importable here
    from .changes import words_by_field

    live = Page.objects.select_related("live_revision").get(pk=revision.object_id)
    before = live.live_revision.content if live.live and live.live_revision else {}
    waiting.words_changed = words_changed(before, revision.content)
    waiting.is_correction = live.live and waiting.words_changed <= CORRECTION_WORDS
    waiting.digest = digest(revision.content)
    waiting.changes = words_by_field(live.specific_class, before, revision.content)
