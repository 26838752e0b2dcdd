"""Approvals: who said yes to which content. Publication is decided from these rows alone."""

from collections.abc import Iterable
from enum import Enum, auto
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.users.models import User
from editorial.content.digest import content_digest


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def of_senders(self, request: WorkflowState | OuterRef) -> "ApprovalQuerySet":
        """Filter those stored by sending a text within ``request`` (a WorkflowState, or an OuterRef to one): the first
        time, or again after changes were asked, when whoever sends may be another than ``requested_by``. The author's
        «Va bene così» is among them."""
        return self.filter(task_state__workflow_state=request, user_number__isnull=False, as_reviewer=False)

    def of_request(self, request: WorkflowState) -> "ApprovalQuerySet":
        return self.filter(task_state__workflow_state=request)

    def at_steps(self, states: Iterable[Any]) -> "ApprovalQuerySet":
        return self.filter(task_state__in=list(states))

    def by(self, user: User) -> "ApprovalQuerySet":
        return self.filter(user_number=user.pk)

    def of_page(self, page_number: int) -> "ApprovalQuerySet":
        """Filter those of one page, the oldest first."""
        return self.filter(page_number=page_number).order_by("at", "pk")

    def record(self, state: TaskState, revision: Revision, user: User, *, as_reviewer: bool = False) -> None:
        """Store a person's approval of the revision's content: one row for each step, person and content, however
        often they say yes. Checks no rights: the caller has, under the page's lock."""
        self.get_or_create(
            task_state=state,
            digest=content_digest(revision.content),
            user_number=user.pk,
            defaults={
                "page_number": revision.object_id,
                "revision_number": revision.pk,
                "user": user,
                "as_reviewer": as_reviewer,
            },
        )

    def record_by_guest(self, state: TaskState, revision: Revision, name: str) -> None:
        """Store a guest's approval: always a new row, because two guests may bear one name. The caller has found the
        consent request unanswered, under the page's lock, so that nobody's is stored twice."""
        self.create(
            task_state=state,
            digest=content_digest(revision.content),
            page_number=revision.object_id,
            revision_number=revision.pk,
            guest=name,
        )


class ApprovalRole(Enum):
    """As what a person said yes to a page."""

    GUEST = auto()
    REVIEWER = auto()
    AUTHOR = auto()
    SENDER = auto()  # sent it without owning it


class Approval(models.Model):
    """One person's yes to one content, with the rights that person had when saying it."""

    # SET_NULL and plain numbers: purge_revisions deletes old revisions and, by cascade, their task states;
    # the record must survive.
    task_state = models.ForeignKey("wagtailcore.TaskState", models.SET_NULL, null=True, related_name="approvals")
    page_number = models.PositiveBigIntegerField(db_index=True)
    revision_number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    # The number stays when the account is erased: two people remain two people.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="approvals")
    user_number = models.PositiveBigIntegerField(null=True)
    guest = models.CharField(max_length=200, blank=True)
    as_reviewer = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "sì"
        verbose_name_plural = "sì"
        permissions = [("use_staff_panels", "Usa i campi per la redazione")]
        constraints = [
            models.UniqueConstraint(fields=["task_state", "digest", "user_number"], name="one_yes_each"),
            models.CheckConstraint(
                condition=models.Q(user_number=None, as_reviewer=False) & ~models.Q(guest="")
                | models.Q(user_number__isnull=False, guest=""),
                name="yes_of_a_user_or_of_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.guest}: pagina {self.page_number}"

    def role_on(self, page: Page) -> ApprovalRole:
        """Return as what this person said yes to ``page``, the approval's own; its owner may be another by now."""
        if self.guest:
            return ApprovalRole.GUEST
        if self.as_reviewer:
            return ApprovalRole.REVIEWER
        return ApprovalRole.AUTHOR if self.user_number == page.owner_id else ApprovalRole.SENDER


def has_quorum(approvals: Iterable[Approval]) -> bool:
    """Tell whether two people said yes, one of them a reviewer. The rows must be of one content.

    Rights are not read again: they were judged when each said yes, and whoever leaves later voids nothing.
    """
    given = list(approvals)
    return len({approval.user_number for approval in given}) > 1 and any(approval.as_reviewer for approval in given)
