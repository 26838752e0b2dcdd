"""The facts behind the status of several pages, read at once: as many queries for a hundred pages as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.users.models import User
from editorial.models import Approval, ConsentRequest, GuestTask, Takedown
from editorial.models.tasks import workflows_at
from editorial.review.claims import holders_of


@dataclass(frozen=True)
class StatusFacts:
    """What the database says about one page."""

    desk: int | None  # number of the task of its section's desk
    desk_name: str  # for a sentence
    request: WorkflowState | None  # in progress, or sent back to its author
    step: TaskState | None  # the step of the request that waits for an answer
    approvals: Sequence[Approval]  # given in that step, if it is the desk's
    unanswered: Sequence[ConsentRequest]  # in that step, if it is the guests'
    is_scheduled: bool
    holder: User | None  # who claimed it, at the desk's step
    takedown: Takedown | None  # the open one

    @property
    def at_guests(self) -> bool:
        """Whether the page waits at the guests' step."""
        return self.step is not None and _is_guests(self.step)


def facts_of(pages: Sequence[Page]) -> dict[int, StatusFacts]:
    """Return the facts of each page by its number. Prefetches each page's ``latest_revision`` and ``locked_by``."""
    prefetch_related_objects(pages, "latest_revision", "locked_by")
    requests = _requests(page.pk for page in pages)
    steps = {number: step for number, request in requests.items() if (step := _step(request))}
    approvals = _by_step(Approval.objects.at_steps(step.pk for step in steps.values() if not _is_guests(step)))
    unanswered = _by_step(
        ConsentRequest.objects.open().at_steps(step.pk for step in steps.values() if _is_guests(step))
    )
    scheduled, takedowns, desks = _scheduled(pages), _takedowns(pages), _desks(pages)
    holders = holders_of({steps[page.pk].pk: page for page in pages if page.pk in steps})
    facts = {}
    for page in pages:
        desk, desk_name = next((desks[path] for path in reversed(_paths(page)) if path in desks), (None, ""))
        step = steps.get(page.pk)
        number = step.pk if step else None
        facts[page.pk] = StatusFacts(
            desk, desk_name, requests.get(page.pk), step, approvals[number], unanswered[number], page.pk in scheduled,
            holders.get(number) if number else None, takedowns.get(page.pk),
        )  # fmt: skip
    return facts


def _step(request: WorkflowState) -> TaskState | None:
    """Return the request's task state if it waits for an answer."""
    state = request.current_task_state
    running = request.status == WorkflowState.STATUS_IN_PROGRESS
    return state if running and state and state.status == TaskState.STATUS_IN_PROGRESS else None


def _is_guests(step: TaskState) -> bool:
    return issubclass(step.task.specific_class, GuestTask)


def _requests(numbers: Iterable[int]) -> dict[int, WorkflowState]:
    """Return each page's request, as Page.current_workflow_state does for one: a page has one at most."""
    requests = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(number) for number in numbers]
    )
    requests = requests.select_related("current_task_state__task", "current_task_state__finished_by")
    return {int(request.object_id): request for request in requests}


def _by_step(rows: Any) -> defaultdict[int | None, list[Any]]:
    """Group rows by the number of their task state."""
    groups: defaultdict[int | None, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        groups[row.task_state_id].append(row)
    return groups


def _scheduled(pages: Iterable[Page]) -> set[int]:
    """Return the numbers of the pages with a scheduled revision, as Page.scheduled_revision says of one."""
    numbers = [str(page.pk) for page in pages]
    revisions = Revision.page_revisions.filter(object_id__in=numbers, approved_go_live_at__isnull=False)
    return {int(number) for number in revisions.values_list("object_id", flat=True)}


def _takedowns(pages: Iterable[Page]) -> dict[int, Takedown]:
    """Return each page's open takedown, as takedown.open_takedown() does for one. A live page has none."""
    takedowns = Takedown.objects.open().filter(page__in=[page.pk for page in pages if not page.live])
    return {takedown.page_id: takedown for takedown in takedowns.select_related("by")}


def _desks(pages: Iterable[Page]) -> dict[str, tuple[int | None, str]]:
    """Return (first desk, its name) by the path of the page at which its workflow begins. A page's is the nearest from
    above, as for Page.get_workflow()."""
    workflows = workflows_at({path for page in pages for path in _paths(page)})
    return {workflow.path: (workflow.desk, workflow.desk_name or "") for workflow in workflows}


def _paths(page: Page) -> list[str]:
    """Return the paths of the pages above it and its own, from the root down."""
    return [page.path[: page.steplen * depth] for depth in range(1, page.depth + 1)]
