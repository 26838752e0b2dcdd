"""What the desk asked to change, point by point."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import WorkflowState


class ChangeRequestItemQuerySet(models.QuerySet[Any]):
    def at_step(self, state: int) -> "ChangeRequestItemQuerySet":
        """In the order in which they were written."""
        return self.filter(task_state=state)

    def last_of(self, request: WorkflowState) -> "ChangeRequestItemQuerySet":
        """What was asked of a text that went back to its author and did not return yet."""
        return self.filter(task_state=request.current_task_state_id)

    def tick(self, numbers: Iterable[str], user: Any) -> int:
        """Those of these that a form names, whatever else it names."""
        wanted = set(numbers)
        found = [pk for pk in self.values_list("pk", flat=True) if str(pk) in wanted]
        return self.filter(pk__in=found).update(ticked_at=timezone.now(), ticked_by=user)


class ChangeRequestItem(models.Model):
    """One point of a request for changes; TaskState.comment holds the readable whole."""

    task_state = models.ForeignKey("wagtailcore.TaskState", models.CASCADE, related_name="change_request_items")
    # Of the page's model; empty: the whole page.
    field = models.CharField(max_length=100, blank=True)
    label = models.CharField(max_length=200)  # as it was shown then
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    # By the author, on sending again.
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ChangeRequestItemQuerySet.as_manager()

    class Meta:
        verbose_name = "modifica chiesta"
        verbose_name_plural = "modifiche chieste"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:50]}"
