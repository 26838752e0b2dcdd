"""The points that a desk asks an author to change."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import WorkflowState

from cms.users.models import User


class ChangeRequestItemQuerySet(models.QuerySet[Any]):
    def at_step(self, state: int) -> "ChangeRequestItemQuerySet":
        """Filter the points asked for at one step (number of a task state), in the order in which they were written."""
        return self.filter(task_state=state)

    def last_of(self, request: WorkflowState) -> "ChangeRequestItemQuerySet":
        """Filter the points that the author has to work on: of a request that went back and was not sent again."""
        return self.filter(task_state=request.current_task_state_id)

    def tick(self, numbers: Iterable[str], user: User) -> int:
        """Mark as done those of these points that a form names by number, and return how many."""
        wanted = set(numbers)
        named = [pk for pk in self.values_list("pk", flat=True) if str(pk) in wanted]
        return self.filter(pk__in=named).update(ticked_at=timezone.now(), ticked_by=user)


class ChangeRequestItem(models.Model):
    """One point of a request for changes; TaskState.comment holds the readable whole."""

    task_state = models.ForeignKey("wagtailcore.TaskState", models.CASCADE, related_name="change_request_items")
    # Name of a field of the page's model; empty: the point is about the whole page.
    field = models.CharField(max_length=100, blank=True)
    label = models.CharField(max_length=200)  # as it was shown then
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    # Set when the author sends the text again and says that this is done.
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ChangeRequestItemQuerySet.as_manager()

    class Meta:
        verbose_name = "modifica chiesta"
        verbose_name_plural = "modifiche chieste"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:50]}"
