from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Comment, ModelLogEntry, Page, TaskQuerySet, TaskState, WorkflowPage, WorkflowState


def sent_by(user: Any, request: Any) -> "ApprovalQuerySet":
    from .models import Approval

    return Approval.objects.of_senders(request).filter(user_number=user.pk)


def open_comments_on(page: Page) -> QuerySet[Comment]:
    """Those nobody closed, with who wrote them and what was answered; first things first."""
    found = Comment.objects.filter(page=page.pk, resolved_at=None).select_related("user")
    return found.prefetch_related("replies__user").order_by("created_at", "pk")


def logged(*actions: str) -> QuerySet[ModelLogEntry]:
    """What the log tells of these actions, the last first."""
    return ModelLogEntry.objects.filter(action__in=actions).select_related("user").order_by("-timestamp", "-pk")


def workflows_at(paths: Iterable[str]) -> QuerySet[WorkflowPage]:
    """The active workflows that begin at pages of these paths, with ``path``, ``desk`` (the number of the first desk)
    and ``readers`` (its first group's name)."""
    from .tasks import DeskTask

    desk = DeskTask.objects.of_workflow(OuterRef("workflow"))
    readers = Group.objects.filter(desktask=OuterRef("desk")).order_by("pk")
    return WorkflowPage.objects.filter(workflow__active=True, page__path__in=set(paths)).annotate(
        path=F("page__path"), desk=Subquery(desk.values("pk")[:1]), readers=Subquery(readers.values("name")[:1])
    )


class ApprovalQuerySet(models.QuerySet[Any]):
    def of_senders(self, request: Any) -> "ApprovalQuerySet":
        """By which a text was sent within a request: the first time, or again after changes were asked, when whoever
        sends is not ``requested_by``. The author's «Va bene così» is among them. ``request`` may be an OuterRef."""
        return self.filter(task_state__workflow_state=request, user_number__isnull=False, as_reviewer=False)

    def at_steps(self, states: Iterable[Any]) -> "ApprovalQuerySet":
        return self.filter(task_state__in=list(states))

    def by(self, user: Any) -> "ApprovalQuerySet":
        return self.filter(user_number=user.pk)


class DeskTaskQuerySet(TaskQuerySet):
    def read_by(self, user: Any) -> "DeskTaskQuerySet":
        """The desks that this person is in, among those at work."""
        return self.active().filter(groups__user=user.pk)

    def of_workflow(self, workflow: Any) -> "DeskTaskQuerySet":
        """In the order in which a text passes them."""
        return self.filter(workflow_tasks__workflow=workflow).order_by("workflow_tasks__sort_order")


class WaitingQuerySet(models.QuerySet[Any]):
    def open(self) -> "WaitingQuerySet":
        """Of the step that a running request stands at."""
        return self.filter(
            task_state__status=TaskState.STATUS_IN_PROGRESS,
            task_state__workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )

    def for_reviewer(self, user: Any) -> "WaitingQuerySet":
        """What this person may read: their desks' steps, not their own pages nor what they asked for."""
        if user.is_superuser or not user.is_active:
            return self.none()
        own = Page.objects.filter(
            owner=user, pk=Cast(OuterRef("task_state__workflow_state__object_id"), models.IntegerField())
        )
        return (
            self.filter(task_state__task__desktask__groups__user=user)
            .exclude(task_state__workflow_state__requested_by=user)
            .exclude(Exists(own))
            .exclude(Exists(sent_by(user, OuterRef("task_state__workflow_state"))))
            .distinct()
        )

    def at_step(self, state: Any) -> "WaitingQuerySet":
        return self.filter(task_state=state)

    def corrections(self) -> "WaitingQuerySet":
        return self.filter(is_correction=True)

    def late(self) -> "WaitingQuerySet":
        """Open for over 48 hours."""
        return self.open().filter(since__lte=timezone.now() - self.model.REMINDER).select_related("task_state")

    def answered_lately(self, task: Any) -> list[tuple[datetime, datetime]]:
        """(sent, answered) of the last texts that this desk said yes to, or asked changes of."""
        answers = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)
        found = self.filter(
            task_state__task=task, task_state__status__in=answers, task_state__finished_at__isnull=False
        ).order_by("-task_state__finished_at", "-pk")
        return list(found.values_list("since", "task_state__finished_at")[: self.model.LATELY])

    def in_reading_order(self) -> "WaitingQuerySet":
        """Corrections first, then whoever waits longest."""
        return self.order_by("-is_correction", "since", "pk")

    def with_what_a_list_shows(self) -> "WaitingQuerySet":
        return self.select_related("task_state__task", "task_state__workflow_state__requested_by")

    def with_yes_of(self, user: Any) -> "WaitingQuerySet":
        """``said_yes``: this person has, to the text as it is now, whatever revision holds it."""
        said = self.model.objects.filter(
            pk=OuterRef("pk"), task_state__yeses__user_number=user.pk, task_state__yeses__digest=F("digest")
        )
        return self.annotate(said_yes=Exists(said))


class GuestAskQuerySet(models.QuerySet[Any]):
    def open(self) -> "GuestAskQuerySet":
        """Not answered, of the step that a running request stands at."""
        return self.filter(
            answer="",
            task_state__status=TaskState.STATUS_IN_PROGRESS,
            task_state__workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )

    def at_steps(self, states: Iterable[Any]) -> "GuestAskQuerySet":
        return self.filter(task_state__in=list(states))

    def for_reviewer(self, user: Any) -> "GuestAskQuerySet":
        """Of the texts that this person's desks agreed to and may still change: neither their own nor asked for by
        them. The longest wait first."""
        if user.is_superuser or not user.is_active:
            return self.none()
        request = OuterRef("task_state__workflow_state")
        own = Page.objects.filter(owner=user, pk=OuterRef("page_number"))
        return (
            self.open()
            .filter(task_state__workflow_state__workflow__workflow_tasks__task__desktask__groups__user=user)
            .exclude(task_state__workflow_state__requested_by=user)
            .exclude(Exists(own))
            .exclude(Exists(sent_by(user, request)))
            .order_by("at", "pk")
            .distinct()
        )

    def for_person(self, user: Any) -> "GuestAskQuerySet":
        """What somebody with an account is asked, the oldest first."""
        return self.open().filter(user=user).order_by("at", "pk")

    def of_page(self, page: Page) -> "GuestAskQuerySet":
        return self.filter(page_number=page.pk).select_related("waived_by").order_by("at", "pk")

    def said_yes_to(self, revision: Any) -> "GuestAskQuerySet":
        """Of the last time that this revision was asked about."""
        return self.filter(revision_number=revision.pk, answer="yes").order_by("pk")

    def consents_to(self, page: Page) -> "GuestAskQuerySet":
        return self.of_page(page).filter(answer="yes")

    def to_remind(self) -> "GuestAskQuerySet":
        """Asked a week ago, and not reminded."""
        return self.open().filter(reminded_at=None, at__lte=timezone.now() - self.model.REMINDER).order_by("at", "pk")

    def overdue(self) -> "GuestAskQuerySet":
        """Asked two weeks ago and reminded: the desk may go on without them."""
        late = timezone.now() - self.model.VALID
        return self.open().filter(reminded_at__isnull=False, at__lte=late).order_by("at", "pk")


class AskedChangeQuerySet(models.QuerySet[Any]):
    def last_of(self, request: WorkflowState) -> "AskedChangeQuerySet":
        """What was asked of a text that went back to its author and did not return yet."""
        return self.filter(task_state=request.current_task_state_id)

    def tick(self, numbers: Iterable[str], user: Any) -> int:
        """Those of these that a form names, whatever else it names."""
        wanted = set(numbers)
        found = [pk for pk in self.values_list("pk", flat=True) if str(pk) in wanted]
        return self.filter(pk__in=found).update(ticked_at=timezone.now(), ticked_by=user)


class TakeDownQuerySet(models.QuerySet[Any]):
    def open(self) -> "TakeDownQuerySet":
        return self.filter(returned_at=None)

    def close(self, page: Page, user: Any) -> int:
        """If the page is on the site again, by ``user`` (nobody known where a clock published it)."""
        known = user if user is not None and user.pk else None
        return self.open().filter(page=page.pk, page__live=True).update(returned_at=timezone.now(), returned_by=known)


class MailPreferenceQuerySet(models.QuerySet[Any]):
    def chosen_by(self, users: Iterable[int]) -> dict[int, str]:
        """By the number of each who chose."""
        return dict(self.filter(user__in=list(users)).values_list("user", "how"))

    def of(self, user: Any) -> Any:
        """The person's own, made up where they never chose."""
        return self.filter(user=user).first() or self.model(user=user)

    def choose(self, user: Any, how: str) -> None:
        self.update_or_create(user=user, defaults={"how": how})


class NoticeQuerySet(models.QuerySet[Any]):
    def untold(self) -> "NoticeQuerySet":
        return self.filter(told_at=None)

    def to(self, user: Any) -> "NoticeQuerySet":
        """First things first."""
        return self.filter(user=user).order_by("pk")

    def mark_told(self, rows: Iterable[Any]) -> int:
        return self.filter(pk__in=[row.pk for row in rows]).update(told_at=timezone.now())

    def whose_turn(self, day: date) -> list[int]:
        """Who has something untold and was not told anything yet on that day (of Rome). Closed accounts wait."""
        told = self.filter(told_at__date=day, user=OuterRef("user"))
        waiting = self.untold().filter(user__is_active=True).exclude(Exists(told))
        return sorted(set(waiting.values_list("user", flat=True)))
