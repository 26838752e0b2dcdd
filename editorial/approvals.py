"""Sending, saying yes, asking for changes, withdrawing: each locks the page first, then judges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from . import asking, waiting
from .rule import Refused, digest, is_author, is_reviewer
from .tasks import DeskTask, GuestTask, desk_of, record_yes

CLOSED = "Questa richiesta non è più aperta: qualcuno ha già deciso o il testo è stato ritirato."
CHANGED = "Il testo è cambiato mentre lo leggevi: ecco la nuova versione."
NOT_YOURS = "Non puoi approvare questo testo."
ALREADY = "Hai già detto sì a questo testo: ora tocca a un’altra persona."
NO_WORKFLOW = "In questa sezione nessuno legge ancora: scrivi alla Redazione."


def lock_page(pk: int | str) -> Page:
    """Every write of the moderation takes this lock first, so one lock is enough."""
    return Page.objects.select_for_update().get(pk=pk)


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def author_url(page: Page) -> str:
    """Where the page's author sees how it stands and what happens next."""
    return reverse("editorial_author", args=[page.pk])


def page_url_for(user: Any, page: Page, is_author: bool = False) -> str:
    """Where to tell somebody about this page: nobody but its author may open the author's screen."""
    if is_author or (user is not None and user.pk == page.owner_id):
        return author_url(page)
    return reverse("editorial_queue")


@dataclass(frozen=True)
class Reading:
    """An open task state, its page, and the page's latest revision: the text to judge."""

    state: TaskState
    task: Task
    page: Page
    revision: Revision

    @classmethod
    def get(cls, task_state_id: int, *, lock: bool = False) -> "Reading":
        try:
            found = TaskState.objects.select_related("workflow_state").get(pk=task_state_id)
        except TaskState.DoesNotExist:
            raise Http404 from None
        page_id = found.workflow_state.object_id
        page = lock_page(page_id) if lock else Page.objects.get(pk=page_id)
        state = TaskState.objects.select_related("workflow_state").get(pk=task_state_id)
        request = state.workflow_state
        if (state.status, request.status, request.current_task_state_id) != (
            TaskState.STATUS_IN_PROGRESS, WorkflowState.STATUS_IN_PROGRESS, state.pk,
        ):  # fmt: skip
            raise Refused(CLOSED)
        return cls(state, state.task.specific, page, page.latest_revision)

    @property
    def digest(self) -> str:
        return digest(self.revision.content)

    @property
    def url(self) -> str:
        return reverse("editorial_reading", args=[self.state.pk])

    def url_for(self, user: Any) -> str:
        """The reading page for who may open it, the author's own for the author, else what waits for this person."""
        return self.url if self.is_reviewer(user) else page_url_for(user, self.page, self.is_author(user))

    @property
    def at_desk(self) -> bool:
        return isinstance(self.task, DeskTask)

    @property
    def at_guest(self) -> bool:
        return isinstance(self.task, GuestTask)

    @property
    def desk(self) -> DeskTask | None:
        """This step; while the guests read, the desk that agreed before."""
        return self.task if isinstance(self.task, DeskTask) else desk_of(self.state.workflow_state)

    def is_reviewer(self, user: Any) -> bool:
        desk = self.desk
        return desk is not None and is_reviewer(user, desk, self.page, self.state.workflow_state)

    def is_author(self, user: Any) -> bool:
        return is_author(user, self.page, self.state.workflow_state)

    def has_said_yes(self, user: Any) -> bool:
        return self.state.yeses.filter(digest=self.digest, user_number=user.pk).exists()

    def can_say_yes(self, user: Any) -> bool:
        """A reviewer or the author, once to each text (sending it was the author's first)."""
        entitled = self.is_reviewer(user) or self.is_author(user)
        return self.at_desk and entitled and not self.has_said_yes(user)

    def must_show(self, seen_digest: str, user: Any) -> None:
        if seen_digest != self.digest:
            raise Refused(CHANGED, self.url_for(user))

    def record(self, user: Any, *, as_reviewer: bool) -> None:
        record_yes(self.state, self.revision, user, as_reviewer=as_reviewer)
        # The queue and the author's page show the task state's revision, and is_frozen() protects it. Stock never
        # moves it.
        if self.state.revision_id != self.revision.pk:
            self.state.revision = self.revision
            self.state.save(update_fields=["revision"])


@transaction.atomic
def send(page_id: int, user: Any, seen_digest: str, ticked: Iterable[str] = ()) -> TaskState | None:
    """The owner sends the text to the desk from the members' area: the same as the editor's button.

    ``ticked``: the numbers of the points asked for that the author says are done; others than these are left alone.
    Refused if it is not theirs, already waits, or changed since they looked.
    """
    from .models import AskedChange

    locked = lock_page(page_id)
    page = locked.specific
    if locked.owner_id != user.pk:
        raise Refused("Solo chi ha scritto la pagina può mandarla alla redazione.")
    revision = page.latest_revision or page.save_revision(user=user)
    if digest(revision.content) != seen_digest:
        raise Refused(CHANGED, author_url(page))
    if page.workflow_in_progress:
        raise Refused("È già dalla redazione.", author_url(page))
    if page.scheduled_revision:
        raise Refused("È già approvata: va sul sito da sola, al giorno e all’ora scelti.", author_url(page))
    if page.live and page.live_revision_id == revision.pk:
        raise Refused("Non c’è niente di nuovo da mandare: la pagina sul sito è già questa.", author_url(page))
    request = page.current_workflow_state
    if request and request.status == WorkflowState.STATUS_NEEDS_CHANGES:
        AskedChange.objects.last_of(request).tick(ticked, user)
        request.resume(user)
    else:
        workflow = page.get_workflow()
        if workflow is None:
            raise Refused(NO_WORKFLOW, author_url(page))
        workflow.start(page, user)
    return open_state(page)


@transaction.atomic
def say_yes(task_state_id: int, user: Any, seen_digest: str) -> bool:
    """Record user's yes to exactly that content. True if the step is now passed."""
    from . import notices

    reading = Reading.get(task_state_id, lock=True)
    reading.must_show(seen_digest, user)
    if not reading.can_say_yes(user):
        raise Refused(ALREADY if reading.has_said_yes(user) else NOT_YOURS, reading.url_for(user))
    as_reviewer = reading.is_reviewer(user)
    reading.record(user, as_reviewer=as_reviewer)
    passed = reading.task.holds(reading.state, reading.revision)
    if passed:
        reading.state.approve(user=user)
    elif as_reviewer:
        notices.corrected(reading.state, user)
    if passed or user.pk == reading.page.locked_by_id:
        release_claim(reading.page.pk)  # read
    return passed


def after_the_desks_yes(task_state_id: int) -> str:
    """What becomes of a text that passed the desk's step, for whoever said the last yes: a reviewer, or the author."""
    request = TaskState.objects.select_related("workflow_state").get(pk=task_state_id).workflow_state
    page = Page.objects.get(pk=request.object_id)
    if request.status == WorkflowState.STATUS_IN_PROGRESS:
        day = page.latest_revision.as_object().go_live_at
        if day and day > timezone.now():
            then = "Quando hanno detto sì va sul sito da sola, al giorno e all’ora scelti."
        else:
            then = "Appena dicono sì va sul sito, proprio così."
        return f"Hai detto sì: ora la guardano le persone ospiti. {then}"
    if page.scheduled_revision:
        return "Hai detto sì: la pagina va sul sito da sola, al giorno e all’ora scelti."
    return "Hai detto sì: la pagina è sul sito, proprio così."


@transaction.atomic
def ask_for_changes(task_state_id: int, user: Any, seen_digest: str, points: Sequence[asking.Point]) -> None:
    """Hand the page back to its author; Wagtail resumes this step on the next submission."""
    from . import notices

    reading = Reading.get(task_state_id, lock=True)
    reading.must_show(seen_digest, user)
    if not reading.at_desk or not reading.is_reviewer(user):
        raise Refused(NOT_YOURS, reading.url_for(user))
    reading.state.revision = reading.revision  # what was read: the answer is judged against it
    reason = asking.readable(points)
    reading.state.reject(user=user, comment=reason)
    asking.write_down(reading.state, points)
    notices.changes_asked(reading.state, user, reason)


@transaction.atomic
def withdraw(task_state_id: int, user: Any) -> Page:
    """The author takes the page back to edit it."""
    reading = Reading.get(task_state_id, lock=True)
    if not reading.is_author(user):
        raise Refused("Solo chi l’ha scritto può ritirare il testo.")
    reading.state.workflow_state.cancel(user=user)
    return reading.page


def release_claim(page_id: int | str) -> None:
    """A reviewer's claim (the page's lock) would keep the author out of a text that does not wait any more."""
    Page.objects.filter(pk=page_id).update(locked=False, locked_by=None, locked_at=None)


def back_to_desk(state: TaskState, user: Any, comment: str) -> TaskState:
    """Void the guests' step and start the desk's again, with nobody's yes; the desk's new task state.

    TaskState.cancel() would start the same step or finish; reject() would hand the page to the author and resume on
    the guests' step.
    """
    TaskState.objects.filter(pk=state.pk).update(
        status=TaskState.STATUS_CANCELLED, finished_at=timezone.now(), finished_by=user, comment=comment
    )
    request = WorkflowState.objects.get(pk=state.workflow_state_id)
    request.update(user=None, next_task=desk_of(request))
    return request.current_task_state


def open_state(page: Page) -> TaskState | None:
    """The page's waiting task state, read now (Page.current_workflow_state is cached)."""
    return TaskState.objects.for_instance(page).filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    ).first()  # fmt: skip


def text_changed(page: Page, revision: Revision) -> None:
    """A new text of a page that waits: it voids the guests' turn; at the desk the digest is enough."""
    state = open_state(page)
    if state and isinstance(state.task.specific, GuestTask):
        back_to_desk(state, revision.user, "Il testo è cambiato mentre gli ospiti leggevano.")
    elif state:
        waiting.measure(state, revision)


def is_frozen(revision: Revision) -> bool:
    """Was sent, agreed, scheduled or is live: an autosave must not overwrite it."""
    from .models import Approval, TakeDown

    return (
        revision.approved_go_live_at is not None
        or TaskState.objects.filter(revision=revision).exists()
        or Page.objects.filter(live_revision=revision).exists()
        or Approval.objects.filter(revision_number=revision.pk).exists()
        or TakeDown.objects.filter(revision=revision).exists()
    )
