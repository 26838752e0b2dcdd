"""Queue entries: since when a text waits at a step, and how much it changes of what is on the site."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from wagtail.models import Task, TaskState, WorkflowState

from cms.users.models import User
from cms.users.types import AnyUser

from .tasks import reviewable_by


class QueueEntryQuerySet(models.QuerySet[Any]):
    def open(self) -> "QueueEntryQuerySet":
        """Filter those whose step a running request stands at."""
        return self.filter(
            task_state__status=TaskState.STATUS_IN_PROGRESS,
            task_state__workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )

    def for_reviewer(self, user: AnyUser) -> "QueueEntryQuerySet":
        """Filter what this person may read and say yes to (see reviewable_by)."""
        return self.filter(reviewable_by(user, desk="task_state__task", request="task_state__workflow_state"))

    def at_step(self, state: int) -> "QueueEntryQuerySet":
        return self.filter(task_state=state)

    def corrections(self) -> "QueueEntryQuerySet":
        return self.filter(is_correction=True)

    def overdue(self) -> "QueueEntryQuerySet":
        """Filter the open ones that have waited for over 48 hours (REMINDER)."""
        return self.open().filter(waiting_since__lte=timezone.now() - self.model.REMINDER).select_related("task_state")

    def answered_lately(self, task: Task | int) -> list[tuple[datetime, datetime]]:
        """Return (sent, answered), in UTC, of the last LATELY texts that this desk said yes to or asked changes of."""
        answers = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)
        entries = self.filter(
            task_state__task=task, task_state__status__in=answers, task_state__finished_at__isnull=False
        ).order_by("-task_state__finished_at", "-pk")
        return list(entries.values_list("waiting_since", "task_state__finished_at")[: self.model.LATELY])

    def in_reading_order(self) -> "QueueEntryQuerySet":
        """Order by corrections first, then by the longest wait."""
        return self.order_by("-is_correction", "waiting_since", "pk")

    def for_list(self) -> "QueueEntryQuerySet":
        """Join what a list shows of each."""
        return self.select_related(
            "task_state__task", "task_state__workflow_state__workflow", "task_state__workflow_state__requested_by"
        )

    def with_approval_of(self, user: User) -> "QueueEntryQuerySet":
        """Annotate ``has_approved``: whether this person approved the content as it is now, in whatever revision."""
        approved = self.model.objects.filter(
            pk=OuterRef("pk"), task_state__approvals__user_number=user.pk, task_state__approvals__digest=F("digest")
        )
        return self.annotate(has_approved=Exists(approved))


class QueueEntry(models.Model):
    """Since when a step waits, and how much its text differs from the live one."""

    REMINDER, ESCALATION = timedelta(hours=48), timedelta(days=5)
    LATELY = 20  # entries: how long a desk takes is computed from its last answers

    task_state = models.OneToOneField("wagtailcore.TaskState", models.CASCADE, related_name="queue_entry")
    # Kept through «Ritira e modifica» when the text comes back within a day.
    waiting_since = models.DateTimeField(default=timezone.now)
    words_changed = models.PositiveIntegerField(default=0)
    is_correction = models.BooleanField(default=False)
    # [field's label, words] each: counted when a text is saved, so that a list of a hundred compares nothing.
    changes = models.JSONField(default=list, blank=True)
    # Digest of the content as it is now; empty in rows older than the field, until the text is measured again.
    digest = models.CharField(max_length=64, blank=True)

    objects = QueueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "attesa"
        verbose_name_plural = "attese"

    def __str__(self) -> str:
        return f"dal {self.waiting_since:%d/%m/%Y}"
