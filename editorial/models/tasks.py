"""The two kinds of step: the desk reads, then (radio) the people whom the page is about say yes.

A revision goes live when two different people said yes to exactly that content, at least one of them a reviewer who
neither owns the page nor asked for its publication. Sending a text to the desk is its sender's yes; saving is
nobody's. Who is a reviewer is decided here and nowhere else: ``DeskTask.can_review`` for one person,
``DeskTask.reviewers`` for everybody, ``reviewable_by`` for the rows that wait for one person.

Neither step has workflow actions: yes is said through the reading page, or through a guest's link.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn, TypeGuard

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.locks import BasicLock, WorkflowLock
from wagtail.models import (
    AbstractGroupApprovalTask,
    Page,
    Revision,
    Task,
    TaskQuerySet,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
)

from cms.exceptions import ActionRefused
from cms.users.models import User
from cms.users.types import AnyUser
from editorial.content.digest import content_digest
from editorial.content.people import people_of

from .approval import Approval, has_quorum
from .identity import AccountSetup, is_seen, is_seen_in_lists, unseen_among

READING_PAGE_ONLY = "Si risponde solo dalla pagina di lettura."


class NoActions:
    """Refuse every workflow action: closes Wagtail's workflow modal and the editor's perform_workflow_action()."""

    def get_actions(self, obj: Page, user: AnyUser) -> list[tuple[str, str, bool]]:
        return []

    def on_action(self, task_state: TaskState, user: AnyUser, action_name: str, **kwargs: Any) -> NoReturn:
        raise ActionRefused(READING_PAGE_ONLY)


class DeskLock(WorkflowLock):
    """Replace WorkflowLock.get_message, which reads the request again and fails if somebody decided meanwhile."""

    MESSAGE = "È in lettura: finché aspetta, la cambia solo chi la legge."

    def get_message(self, user: AnyUser) -> str | None:
        return self.MESSAGE if self.for_user(user) else None


class ClaimLock(DeskLock):
    """The lock of a text that waits and that a reviewer has claimed: it keeps the others out, and whoever claimed it
    if they review it no more. Wagtail's BasicLock knows the second no longer."""

    def for_user(self, user: AnyUser) -> bool:
        return BasicLock(self.object).for_user(user) or super().for_user(user)

    def get_message(self, user: AnyUser) -> str | None:
        claim = BasicLock(self.object)
        return claim.get_message(user) if claim.for_user(user) or not self.for_user(user) else self.MESSAGE


class DeskTaskQuerySet(TaskQuerySet):
    def reviewed_by(self, user: User) -> "DeskTaskQuerySet":
        """Filter the active desks that this person is a member of."""
        return self.active().filter(groups__user=user.pk)

    def sections_reviewed_by(self, user: User) -> list[str]:
        """Return the names of the workflows that this person's desks belong to, in alphabetical order."""
        desks = self.reviewed_by(user).filter(workflow_tasks__workflow__active=True)
        names = desks.order_by("workflow_tasks__workflow__name")
        return list(names.values_list("workflow_tasks__workflow__name", flat=True).distinct())

    def for_workflow(self, workflow: Workflow | OuterRef | int) -> "DeskTaskQuerySet":
        """Filter the desks of a workflow (or of an OuterRef to one), in the order in which a text passes them."""
        return self.filter(workflow_tasks__workflow=workflow).order_by("workflow_tasks__sort_order")

    def with_member(self, user: User) -> "DeskTaskQuerySet":
        """Filter the desks that this person is a member of, active or not."""
        return self.filter(groups__user=user.pk)


class DeskTask(NoActions, AbstractGroupApprovalTask):
    """The step at which a desk, the members of some groups, reads a text and says yes to it."""

    lock_class = DeskLock

    reply_to = models.EmailField(
        "e-mail della redazione",
        blank=True,
        help_text="Dove arriva la risposta a un avviso di questa redazione. Vuota: l’indirizzo del sito.",
    )

    objects = DeskTaskQuerySet.as_manager()

    # --- who is a reviewer

    def can_review(self, user: AnyUser, page: Page, request: WorkflowState | None = None) -> bool:
        """Tell whether this person may read ``page`` at this desk and say its yes: a member of the desk who neither
        owns the page, nor asked for its publication, nor sent it again, nor prepared the account of one who did, and
        whose own account is as Redazione has seen it. A superuser is no reviewer.

        Without ``request`` it is a page on the site, for whose publication nobody is asking.
        """
        requester = request.requested_by_id if request else None
        return (
            may_review(user)
            and user.pk not in (page.owner_id, requester)
            and self.groups.filter(user=user.pk).exists()
            and not (request and Approval.objects.of_senders(request).by(user).exists())
            and not AccountSetup.objects.open().by_person(user).filter(user__in=people_behind(page, request)).exists()
            and is_seen(user)
        )

    def reviewers(self, page: Page, request: WorkflowState) -> QuerySet[User]:
        """Return everybody for whom ``can_review`` is true."""
        involved = people_behind(page, request)
        prepared = AccountSetup.objects.open().filter(user__in=involved).values("by_number")
        members = User.objects.readers().filter(groups__desktask=self.pk)
        unseen = unseen_among(Q(groups__desktask=self.pk))
        return members.exclude(pk__in=[*involved, *unseen]).exclude(pk__in=prepared).distinct().order_by("pk")

    def get_task_states_user_can_moderate(self, user: AnyUser, **kwargs: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.filter(reviewable_by(user, desk="task", request="workflow_state"))

    def is_satisfied_by(self, state: TaskState, revision: Revision) -> bool:
        """Tell whether the people who have to say yes in this step said it to this revision's content."""
        digest = content_digest(revision.content)
        return has_quorum(state.approvals.filter(digest=digest, user_number__isnull=False))

    # --- what Wagtail asks of a step

    def _reviews_current(self, page: Page, user: AnyUser) -> bool:
        request = page.current_workflow_state
        return bool(request) and self.can_review(user, page, request)

    def user_can_access_editor(self, obj: Page, user: AnyUser) -> bool:
        return self._reviews_current(obj, user)

    def user_can_lock(self, obj: Page, user: AnyUser) -> bool:
        return self._reviews_current(obj, user)

    def user_can_unlock(self, obj: Page, user: AnyUser) -> bool:
        return self._reviews_current(obj, user)

    def locked_for_user(self, obj: Page, user: AnyUser) -> bool:
        return not self._reviews_current(obj, user)

    class Meta:
        verbose_name = "lettura della redazione"
        verbose_name_plural = "letture della redazione"


def may_review(user: AnyUser) -> TypeGuard[User]:
    """Tell whether accounts of this kind review at all; UserQuerySet.readers() is the same for many."""
    return user.is_active and not user.is_superuser


def people_behind(page: Page, request: WorkflowState | None) -> list[int]:
    """Return the numbers of those whose yes a reviewer's is added to: the page's owner, who asked for the publication
    and who sent it again."""
    senders = Approval.objects.of_senders(request).values_list("user_number", flat=True) if request else ()
    return [pk for pk in (page.owner_id, request and request.requested_by_id, *senders) if pk]


def reviewable_by(user: AnyUser, *, desk: str, request: str) -> Q:
    """Return ``DeskTask.can_review`` as a condition on rows of any table.

    ``desk`` and ``request`` are the lookups from a row to the number of its desk's task and to its WorkflowState.
    """
    if not may_review(user) or not is_seen_in_lists(user):
        return Q(pk__in=())
    number = Cast(OuterRef(f"{request}__object_id"), models.IntegerField())
    own = Page.objects.filter(owner=user, pk=number)
    sent = Approval.objects.of_senders(OuterRef(request)).by(user)
    desks = DeskTask.objects.with_member(user).values("pk")
    mine = Q(**{f"{request}__requested_by": user})
    return Q(**{f"{desk}__in": desks}) & ~mine & ~Exists(own) & ~Exists(sent) & ~_prepared_by(user, request)


def _prepared_by(user: User, request: str) -> Q:
    """Return a condition on rows: this person prepared the account of somebody behind their text."""
    prepared = AccountSetup.objects.open().by_person(user).values("user")
    number = Cast(OuterRef(f"{request}__object_id"), models.IntegerField())
    own = Page.objects.filter(owner__in=prepared, pk=number)
    sent = Approval.objects.of_senders(OuterRef(request)).filter(user_number__in=prepared)
    return Q(**{f"{request}__requested_by__in": prepared}) | Q(Exists(own)) | Q(Exists(sent))


def desk_of(request: WorkflowState) -> DeskTask | None:
    """Return the desk that a request passes first."""
    return DeskTask.objects.for_workflow(request.workflow_id).first()


def reply_address(page: Page, desk: DeskTask | None = None) -> str:
    """Return the e-mail address of ``desk``, without it of the desk of the page's section; "" means the site's."""
    if desk is None and (workflow := page.get_workflow()):
        desk = DeskTask.objects.for_workflow(workflow).first()
    return desk.reply_to if desk else ""


def reviews_section(user: AnyUser, page: Page) -> bool:
    """Tell whether this person is a member of a desk of the page's section and does not own the page."""
    workflow = page.get_workflow()
    desks = DeskTask.objects.for_workflow(workflow) if workflow and may_review(user) else ()
    return any(desk.can_review(user, page) for desk in desks)


def workflows_at(paths: Iterable[str]) -> QuerySet[WorkflowPage]:
    """Return the active workflows that begin at pages of these paths, annotated with ``path``, ``desk`` (number of the
    first desk's task) and ``desk_name`` (name of that desk's first group)."""
    desk = DeskTask.objects.for_workflow(OuterRef("workflow"))
    groups = Group.objects.filter(desktask=OuterRef("desk")).order_by("pk")
    return WorkflowPage.objects.filter(workflow__active=True, page__path__in=set(paths)).annotate(
        path=F("page__path"), desk=Subquery(desk.values("pk")[:1]), desk_name=Subquery(groups.values("name")[:1])
    )


class GuestLock(DeskLock):
    """The lock of the guests' step, with a message of its own."""

    MESSAGE = "La leggono le persone ospiti: la cambia solo la redazione, e poi si ricomincia dal primo sì."


class GuestTask(NoActions, Task):
    """The people whom the page is about (``page.people_to_ask()``) say yes to what the desk agreed to, all of them.

    The desk may still edit: then it reads again, and they are asked again. See editorial.consent.services.
    """

    lock_class = GuestLock

    # What was agreed before the step existed asked nobody, and stays agreed.
    since = models.DateTimeField("si chiede dal", default=timezone.now, editable=False)

    def is_satisfied_by(self, state: TaskState, revision: Revision) -> bool:
        """Tell whether everybody whom this content names said yes to exactly it, or was waived."""
        requests = state.consent_requests.filter(digest=content_digest(revision.content))
        settled = {request.key for request in requests if request.is_settled}
        return all(person.key in settled for person in people_of(revision))

    def came_after(self, finished: datetime | None) -> bool:
        """Tell whether the step was added when the request's last step was already passed; ``finished`` is that
        moment (UTC), None if none was."""
        return finished is not None and finished < self.since

    def user_can_access_editor(self, obj: Page, user: AnyUser) -> bool:
        request = obj.current_workflow_state
        desk = desk_of(request) if request else None
        return desk is not None and desk.can_review(user, obj, request)

    def user_can_lock(self, obj: Page, user: AnyUser) -> bool:
        return self.user_can_access_editor(obj, user)

    def user_can_unlock(self, obj: Page, user: AnyUser) -> bool:
        return self.user_can_access_editor(obj, user)

    def locked_for_user(self, obj: Page, user: AnyUser) -> bool:
        return not self.user_can_access_editor(obj, user)

    class Meta:
        verbose_name = "sì delle persone ospiti"
        verbose_name_plural = "sì delle persone ospiti"
