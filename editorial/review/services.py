"""What a review consists of: send, approve, request changes, withdraw. Each locks the page first, then judges."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial import events
from editorial.content.digest import content_digest
from editorial.models import ChangeRequestItem, GuestTask
from editorial.models.tasks import desk_of
from editorial.permissions.groups import waits_to_be_seen

from . import change_requests, queue_entry
from .links import edit_url, send_url_for
from .shown import Seen, was_shown
from .state import ReviewItem, lock_page, open_state, release_claim, what_is_gone
from .wording import ALREADY, CHANGED, NO_WORKFLOW, NOT_SHOWN, NOT_YOURS, UNSEEN


@transaction.atomic
def send(page_id: int, user: User, seen: Seen, ticked: Iterable[str] = ()) -> TaskState | None:
    """Send a text to the desk, for its owner or the desk; returns the task state that now waits.

    ``ticked``: the numbers of the points asked for that the author says are done.
    Raises ActionRefused if the page is not theirs, waits already, is scheduled or live as it is, has no workflow, has
    changed since they looked, or if they were not shown what others wrote.
    """
    locked = lock_page(page_id)
    page = locked.specific
    if locked.owner_id != user.pk and not page.permissions_for_user(user).can_edit():
        raise ActionRefused("Solo chi ha scritto la pagina può mandarla alla redazione.")
    revision, url = page.latest_revision, send_url_for(user, page)
    if revision is None:  # made by code, and never saved as a text
        raise ActionRefused("Apri la pagina e salvala, poi mandala.", edit_url(page))
    if content_digest(revision.content) != seen.digest:
        raise ActionRefused(CHANGED, url)
    if page.workflow_in_progress:
        raise ActionRefused("È già dalla redazione.", url)
    if page.scheduled_revision:
        raise ActionRefused("È già approvata: va sul sito da sola, al giorno e all’ora scelti.", url)
    if page.live and page.live_revision_id == revision.pk:
        raise ActionRefused("Non c’è niente di nuovo da mandare: la pagina sul sito è già questa.", url)
    request = page.current_workflow_state
    if not was_shown(seen, user, page, revision, request):
        raise ActionRefused(NOT_SHOWN, url)
    require_all_there(revision, url)
    if request and request.status == WorkflowState.STATUS_NEEDS_CHANGES:
        ChangeRequestItem.objects.last_of(request).tick(ticked, user)
        request.resume(user)
    else:
        workflow = page.get_workflow()
        if workflow is None:
            raise ActionRefused(NO_WORKFLOW, url)
        workflow.start(page, user)
    return open_state(page)


@transaction.atomic
def approve(task_state_id: int, user: User, seen: Seen) -> bool:
    """Record the user's yes to exactly the content that they have ``seen``. True if the step is now passed.

    Raises Http404 if the task state does not exist; ActionRefused if it is no longer open, if the text is another by
    now, if this person may not say yes, or has, or if they were not shown what others wrote.
    """
    item = ReviewItem.get(task_state_id, lock=True)
    item.require_current(seen.digest, user)
    if not item.can_approve(user):
        raise ActionRefused(ALREADY if item.has_approved(user) else why_not_yours(user), item.url_for(user))
    if not was_shown(seen, user, item.page, item.revision, item.state.workflow_state):
        raise ActionRefused(NOT_SHOWN, item.url_for(user))
    require_all_there(item.revision, item.url_for(user))
    as_reviewer = item.is_reviewer(user)
    item.record(user, as_reviewer=as_reviewer)
    passed = item.task.is_satisfied_by(item.state, item.revision)
    if passed:
        item.state.approve(user=user)
    elif as_reviewer:
        events.text_corrected.send(TaskState, state=item.state, user=user)
    if passed or user.pk == item.page.locked_by_id:
        release_claim(item.page.pk)  # this reviewer has done with it
    return passed


def why_not_yours(user: User) -> str:
    """Return why a text is not this person's to judge."""
    return UNSEEN if waits_to_be_seen(user) else NOT_YOURS


def require_all_there(revision: Revision, url: str = "") -> None:
    """Raise ActionRefused if a picture, document or anything else that the text names is gone."""
    if reason := what_is_gone(revision):
        raise ActionRefused(reason, url)


def message_after_approval(task_state_id: int) -> str:
    """Return what whoever said the desk's last yes, a reviewer or the author, reads about what becomes of the text."""
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
def request_changes(
    task_state_id: int, user: User, seen_digest: str, points: Sequence[change_requests.ChangePoint]
) -> None:
    """Hand the page back to its author; Wagtail resumes this step on the next submission.

    Raises Http404 or ActionRefused as approve(), and in the guests' step.
    """
    item = ReviewItem.get(task_state_id, lock=True)
    item.require_current(seen_digest, user)
    if not item.at_desk or not item.is_reviewer(user):
        raise ActionRefused(why_not_yours(user), item.url_for(user))
    item.state.revision = item.revision  # what was read: follow_up() compares the answer with it
    reason = change_requests.as_text(points)
    item.state.reject(user=user, comment=reason)
    change_requests.create_items(item.state, points)
    events.changes_requested.send(TaskState, state=item.state, user=user, reason=reason)


@transaction.atomic
def withdraw(task_state_id: int, user: User) -> Page:
    """Cancel the request, for an author who wants to edit the page. Raises as ReviewItem.get(); ActionRefused also
    if this person is not its author."""
    item = ReviewItem.get(task_state_id, lock=True)
    if not item.is_author(user):
        raise ActionRefused("Solo chi l’ha scritto può ritirare il testo.")
    item.state.workflow_state.cancel(user=user)
    return item.page


def return_to_desk(state: TaskState, user: User | None, comment: str) -> TaskState:
    """Void the guests' step and start the desk's again, with nobody's approval. Return the desk's new task state.

    TaskState.cancel() would start the same step or finish; reject() would hand the page to the author and resume on
    the guests' step.
    """
    TaskState.objects.filter(pk=state.pk).update(
        status=TaskState.STATUS_CANCELLED, finished_at=timezone.now(), finished_by=user, comment=comment
    )
    request = WorkflowState.objects.get(pk=state.workflow_state_id)
    request.update(user=None, next_task=desk_of(request))
    return request.current_task_state


def update_open_review(page: Page, revision: Revision) -> None:
    """Take note of a new revision of a page that waits: in the guests' step the text goes back to the desk; at the
    desk's its queue entry is measured again, and earlier approvals do not count for the new digest."""
    state = open_state(page)
    if state and isinstance(state.task.specific, GuestTask):
        return_to_desk(state, revision.user, "Il testo è cambiato mentre gli ospiti leggevano.")
    elif state:
        queue_entry.update_entry(state, revision)
