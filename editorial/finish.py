"""What may go live. Named by WAGTAIL_FINISH_WORKFLOW_ACTION, which wagtail.models resolves while it is still
loading: nothing of the ORM may be imported up here."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from wagtail.models import Revision, WorkflowState

# The only publications that are not the finish of a workflow: each judges for itself, under a log action of its own.
SKELETON, RETURNED = "editorial.skeleton", "editorial.returned"
OTHER_DOORS = (SKELETON, RETURNED)
SCHEDULED = "wagtail.publish.scheduled"  # upstream's: the command publish_scheduled


def why_not(revision: "Revision", request: "WorkflowState | None" = None) -> str:
    """Why this revision may not go live; empty if it may. Every step counts, disabled or not."""
    from wagtail.models import Page, TaskState

    from .tasks import DeskTask, GuestTask

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
        holds = getattr(task, "holds", None)  # stock tasks have none: they never hold
        if task.pk not in states or not holds or not holds(states[task.pk], revision):
            return f"Manca il sì di «{task.name}» a questa versione."
    page = Page.objects.filter(pk=revision.object_id).first()
    if page is None or page.get_workflow() != request.workflow:
        return "Il percorso della sezione è cambiato: la pagina va ritirata e mandata di nuovo."
    return ""


@transaction.atomic
def publish_agreed(request: "WorkflowState", user: Any = None) -> None:
    """Publish (or schedule) the page's latest revision, if every step agreed to it."""
    from .approvals import lock_page, page_url_for
    from .rule import Refused

    page = lock_page(request.object_id)
    if reason := why_not(page.latest_revision, request):
        raise Refused(reason, page_url_for(user, page))
    page.latest_revision.publish(user=user, skip_permission_checks=True)
