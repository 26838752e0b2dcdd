"""The gate to the site: a revision goes live if every step of its workflow agreed to exactly its content."""

from django.db import transaction
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial.models import DeskTask, GuestTask
from editorial.review.links import page_url_for
from editorial.review.state import lock_page, what_is_gone

# The only publications that no workflow finishes: their callers judge for themselves, and each has a log action.
LOG_PROVISIONED, LOG_RESTORED = "editorial.skeleton", "editorial.returned"
EXEMPT_LOG_ACTIONS = (LOG_PROVISIONED, LOG_RESTORED)
LOG_SCHEDULED = "wagtail.publish.scheduled"  # upstream's: the command publish_scheduled


def publication_blocker(revision: Revision, request: WorkflowState | None = None) -> str:
    """Return why this revision may not go live, in Italian; "" if it may. Every step counts, disabled or not.

    Without ``request`` it is the one of which a step was passed last on this revision.
    """
    passed = (TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)  # skipped: a step with nobody to ask
    approved = TaskState.objects.filter(status__in=passed).order_by("finished_at", "pk")
    if request is None:
        last = approved.filter(revision=revision).last()
        if last is None:
            return "Nessuno ha approvato questa versione."
        request = last.workflow_state
    states = {state.task_id: state for state in approved.filter(workflow_state=request)}
    finished = max((state.finished_at for state in states.values()), default=None)
    tasks = [task.specific for task in request.workflow.tasks]
    if not any(isinstance(task, DeskTask) for task in tasks):
        return "Il percorso non ha una redazione."
    for task in tasks:
        if task.pk not in states and isinstance(task, GuestTask) and task.came_after(finished):
            continue
        is_satisfied_by = getattr(task, "is_satisfied_by", None)  # Wagtail's own tasks have none, and never pass
        if task.pk not in states or not is_satisfied_by or not is_satisfied_by(states[task.pk], revision):
            return f"Manca il sì di «{task.name}» a questa versione."
    if reason := what_is_gone(revision):
        return reason
    page = Page.objects.filter(pk=revision.object_id).first()
    if page is None or page.get_workflow() != request.workflow:
        return "Il percorso della sezione è cambiato: la pagina va ritirata e mandata di nuovo."
    return ""


@transaction.atomic
def publish_if_approved(request: WorkflowState, user: User | None = None) -> None:
    """Publish (or schedule) the page's latest revision, if every step agreed to it.

    Raises ActionRefused if it may not go live.
    """
    page = lock_page(request.object_id)
    if reason := publication_blocker(page.latest_revision, request):
        raise ActionRefused(reason, page_url_for(user, page))
    page.latest_revision.publish(user=user, skip_permission_checks=True)
