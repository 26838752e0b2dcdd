"""The state of a text that waits: every judgement starts from it, under the page's lock."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial.content.digest import content_digest
from editorial.content.named_objects import missing_from
from editorial.models import Approval, DeskTask, GuestTask, Takedown
from editorial.models.tasks import desk_of
from editorial.permissions.authors import is_author

from .links import page_url_for
from .wording import CHANGED, CLOSED, GONE


def lock_page(pk: int | str) -> Page:
    """Lock the page's row until the transaction ends. Every write of the moderation takes this lock first, so that it
    is the only one needed. Raises Page.DoesNotExist."""
    return Page.objects.select_for_update().get(pk=pk)


@dataclass(frozen=True)
class ReviewItem:
    """An open task state, its page, and the page's latest revision: the text to judge."""

    state: TaskState
    task: Task
    page: Page
    revision: Revision

    @classmethod
    def get(cls, task_state_id: int, *, lock: bool = False) -> "ReviewItem":
        """Return the item as it is now; with ``lock`` under the page's lock, read again after it is held.

        Raises Http404 if there is no such task state, ActionRefused if it is no longer open.
        """
        try:
            unlocked = TaskState.objects.select_related("workflow_state").get(pk=task_state_id)
        except TaskState.DoesNotExist:
            raise Http404 from None
        page_id = unlocked.workflow_state.object_id
        page = lock_page(page_id) if lock else Page.objects.get(pk=page_id)
        state = TaskState.objects.select_related("workflow_state").get(pk=task_state_id)
        request = state.workflow_state
        if (state.status, request.status, request.current_task_state_id) != (
            TaskState.STATUS_IN_PROGRESS, WorkflowState.STATUS_IN_PROGRESS, state.pk,
        ):  # fmt: skip
            raise ActionRefused(CLOSED)
        return cls(state, state.task.specific, page, page.latest_revision)

    @property
    def digest(self) -> str:
        return content_digest(self.revision.content)

    @property
    def url(self) -> str:
        return reverse("editorial_reading", args=[self.state.pk])

    def url_for(self, user: User) -> str:
        """Return the reading page for a reviewer, the author's screen for the author, the queue for anybody else."""
        return self.url if self.is_reviewer(user) else page_url_for(user, self.page, self.is_author(user))

    @property
    def at_desk(self) -> bool:
        return isinstance(self.task, DeskTask)

    @property
    def at_guests(self) -> bool:
        return isinstance(self.task, GuestTask)

    @property
    def desk(self) -> DeskTask | None:
        """The desk of this step; in the guests' step the desk that agreed before. None if the workflow has none."""
        return self.task if isinstance(self.task, DeskTask) else desk_of(self.state.workflow_state)

    def is_reviewer(self, user: User) -> bool:
        desk = self.desk
        return desk is not None and desk.can_review(user, self.page, self.state.workflow_state)

    def is_author(self, user: User) -> bool:
        return is_author(user, self.page, self.state.workflow_state)

    def has_approved(self, user: User) -> bool:
        return self.state.approvals.filter(digest=self.digest, user_number=user.pk).exists()

    def can_approve(self, user: User) -> bool:
        """Tell whether this person may say yes now: a reviewer or the author, at the desk's step, once to each content
        (sending it was its sender's yes)."""
        entitled = self.is_reviewer(user) or self.is_author(user)
        return self.at_desk and entitled and not self.has_approved(user)

    def require_current(self, seen_digest: str, user: User) -> None:
        """Raise ActionRefused if the content is another than the one that this person was looking at."""
        if seen_digest != self.digest:
            raise ActionRefused(CHANGED, self.url_for(user))

    def record(self, user: User, *, as_reviewer: bool) -> None:
        """Store the person's approval and make the task state point to the revision that they approved."""
        Approval.objects.record(self.state, self.revision, user, as_reviewer=as_reviewer)
        # The queue and the author's page show the task state's revision, and is_frozen() protects it. Wagtail leaves
        # it at the one that was sent.
        if self.state.revision_id != self.revision.pk:
            self.state.revision = self.revision
            self.state.save(update_fields=["revision"])


def release_claim(page_id: int | str) -> None:
    """Unlock the page: the claim would keep the author out of a text that does not wait any more."""
    Page.objects.filter(pk=page_id).update(locked=False, locked_by=None, locked_at=None)


def open_state(page: Page) -> TaskState | None:
    """Return the page's task state that waits, None if none does. Reads the database: Page.current_workflow_state is
    cached."""
    return TaskState.objects.for_instance(page).filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    ).first()  # fmt: skip


def is_frozen(revision: Revision) -> bool:
    """Tell whether the revision was sent, approved, scheduled, published or taken down: an autosave must not overwrite
    it."""
    return (
        revision.approved_go_live_at is not None
        or TaskState.objects.filter(revision=revision).exists()
        or Page.objects.filter(live_revision=revision).exists()
        or Approval.objects.filter(revision_number=revision.pk).exists()
        or Takedown.objects.filter(revision=revision).exists()
    )


def what_is_gone(revision: Revision) -> str:
    """Return a sentence on the pictures, documents and other things that the text names and that are gone, "" if all
    are there."""
    gone = missing_from(revision.content_type.model_class(), revision.content)
    return GONE.format(what=", ".join(gone)) if gone else ""


def refuse_if_waiting(**where: Any) -> None:
    """Raise ActionRefused if a request that ``where`` (lookups of WorkflowState) describes is still open."""
    if WorkflowState.objects.active().filter(**where).exists():
        raise ActionRefused("C’è ancora qualcosa in attesa qui: non si può togliere.")
