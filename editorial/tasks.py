"""The two kinds of step: the desk reads, then (radio) the people whom the page is about say yes.

Neither has workflow actions: yes is said through the reading page, or through a guest's link.
"""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, Task, TaskState, WorkflowState

from .querysets import DeskTaskQuerySet, sent_by
from .rule import Refused, digest, is_enough, is_reviewer

ONLY_THERE = "Si risponde solo dalla pagina di lettura."


class NoActions:
    """Closes the workflow modal and the editor's perform_workflow_action()."""

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        return []

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> NoReturn:
        raise Refused(ONLY_THERE)


def record_yes(state: TaskState, revision: Revision, user: Any, *, as_reviewer: bool = False) -> None:
    """One row for each person and text, however often it is said."""
    state.yeses.get_or_create(
        digest=digest(revision.content),
        user_number=user.pk,
        defaults={
            "page_number": revision.object_id,
            "revision_number": revision.pk,
            "user": user,
            "as_reviewer": as_reviewer,
        },
    )


def record_guests_yes(state: TaskState, revision: Revision, name: str) -> None:
    """A row of its own for each who was asked: two guests may bear one name. Once each, because whoever calls has
    found the GuestAsk unanswered, under the page's lock."""
    state.yeses.create(
        digest=digest(revision.content), page_number=revision.object_id, revision_number=revision.pk, guest=name
    )


class DeskLock(WorkflowLock):
    """Bends WorkflowLock.get_message, which reads the request again and fails when somebody decided meanwhile."""

    MESSAGE = "È in lettura: finché aspetta, la cambia solo chi la legge."

    def get_message(self, user: Any) -> str | None:
        return self.MESSAGE if self.for_user(user) else None


class DeskTask(NoActions, AbstractGroupApprovalTask):
    lock_class = DeskLock

    reply_to = models.EmailField(
        "e-mail della redazione",
        blank=True,
        help_text="Dove arriva la risposta a un avviso di questa redazione. Vuota: l’indirizzo del sito.",
    )
    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "reply_to"]

    objects = DeskTaskQuerySet.as_manager()

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Sending a text, the first time or again (WorkflowState.resume()), is the sender's yes. Without ``user`` the
        text comes back from a guest's step: nobody sends it, and whoever sent it back tells the desk."""
        from . import notices
        from .waiting import begin

        state = super().start(workflow_state, user)
        revision = Revision.objects.get(pk=state.revision_id)
        begin(state, revision)
        if user is not None:
            record_yes(state, revision, user)
            notices.submitted(state, user)
        return state

    def holds(self, state: TaskState, revision: Revision) -> bool:
        return is_enough(state.yeses.filter(digest=digest(revision.content), user_number__isnull=False))

    def is_reviewed_by(self, page: Page, user: Any) -> bool:
        request = page.current_workflow_state
        return bool(request) and is_reviewer(user, self, page, request)

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return self.is_reviewed_by(obj, user)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return self.is_reviewed_by(obj, user)

    def user_can_unlock(self, obj: Page, user: Any) -> bool:
        return self.is_reviewed_by(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not self.is_reviewed_by(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        if user.is_superuser or not self.groups.filter(user=user.pk).exists():
            return TaskState.objects.none()
        own = [str(pk) for pk in Page.objects.filter(owner=user).values_list("pk", flat=True)]
        return (
            self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
            .exclude(workflow_state__requested_by=user)
            .exclude(workflow_state__object_id__in=own)
            .exclude(Exists(sent_by(user, OuterRef("workflow_state"))))
        )

    class Meta:
        verbose_name = "lettura della redazione"
        verbose_name_plural = "letture della redazione"


def desk_of(request: WorkflowState) -> DeskTask | None:
    """The desk that a request passes first."""
    return DeskTask.objects.of_workflow(request.workflow_id).first()


class GuestLock(DeskLock):
    MESSAGE = "La leggono le persone ospiti: la cambia solo la redazione, e poi si ricomincia dal primo sì."


class GuestTask(NoActions, Task):
    """The people whom the page is about (``page.people_to_ask()``) say yes to what the desk agreed to, all of them.

    The desk may still edit: then it reads again, and they are asked again. See editorial.guests.
    """

    lock_class = GuestLock

    # What was agreed before the step existed asked nobody, and stays agreed.
    since = models.DateTimeField("si chiede dal", default=timezone.now, editable=False)

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        from . import guests

        state = super().start(workflow_state, user)
        guests.begin(state)
        return state

    def holds(self, state: TaskState, revision: Revision) -> bool:
        from . import guests

        return guests.all_settled(state, revision)

    def came_after(self, finished: Any) -> bool:
        """Added when the request's last step was already passed; ``finished`` is that moment."""
        return finished is not None and finished < self.since

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        request = obj.current_workflow_state
        desk = desk_of(request) if request else None
        return desk is not None and desk.is_reviewed_by(obj, user)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return self.user_can_access_editor(obj, user)

    def user_can_unlock(self, obj: Page, user: Any) -> bool:
        return self.user_can_access_editor(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not self.user_can_access_editor(obj, user)

    class Meta:
        verbose_name = "sì delle persone ospiti"
        verbose_name_plural = "sì delle persone ospiti"
