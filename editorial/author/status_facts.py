"""What the database says of several pages at once, for how each stands: as many queries for a hundred as for one."""

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
    """Of one page."""

    desk: int | None  # the task that reads its section
    readers: str  # the desk's name, for a sentence
    request: WorkflowState | None  # in progress, or sent back to its author
    step: TaskState | None  # the step of the request that waits for an answer
    yeses: Sequence[Approval]  # said in that step, if it is the desk's
    unanswered: Sequence[ConsentRequest]  # in that step, if it is the guests'
    is_scheduled: bool
    holder: User | None  # who claimed it, at the desk's step
    take_down: Takedown | None  # the open one

    @property
    def at_guests(self) -> bool:
        return self.step is not None and _is_guests(self.step)


def facts_of(pages: Sequence[Page]) -> dict[int, StatusFacts]:
    """By the pages' numbers. Reads each page's ``latest_revision`` and ``locked_by``, too."""
    prefetch_related_objects(pages, "latest_revision", "locked_by")
    requests = _requests(page.pk for page in pages)
    steps = {number: step for number, request in requests.items() if (step := _step(request))}
    yeses = _by_step(Approval.objects.at_steps(step.pk for step in steps.values() if not _is_guests(step)))
    asks = _by_step(ConsentRequest.objects.open().at_steps(step.pk for step in steps.values() if _is_guests(step)))
    scheduled, downs, desks = _scheduled(pages), _take_downs(pages), _desks(pages)
    holders = holders_of({steps[page.pk].pk: page for page in pages if page.pk in steps})
    found = {}
    for page in pages:
        desk, readers = next((desks[path] for path in reversed(_paths(page)) if path in desks), (None, ""))
        step = steps.get(page.pk)
        number = step.pk if step else None
        found[page.pk] = StatusFacts(
            desk, readers, requests.get(page.pk), step, yeses[number], asks[number], page.pk in scheduled,
            holders.get(number) if number else None, downs.get(page.pk),
        )  # fmt: skip
    return found


def _step(request: WorkflowState) -> TaskState | None:
    state = request.current_task_state
    running = request.status == WorkflowState.STATUS_IN_PROGRESS
    return state if running and state and state.status == TaskState.STATUS_IN_PROGRESS else None


def _is_guests(step: TaskState) -> bool:
    return issubclass(step.task.specific_class, GuestTask)


def _requests(numbers: Iterable[int]) -> dict[int, WorkflowState]:
    """As Page.current_workflow_state: a page has one at most."""
    rows = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(number) for number in numbers]
    )
    rows = rows.select_related("current_task_state__task", "current_task_state__finished_by")
    return {int(row.object_id): row for row in rows}


def _by_step(rows: Any) -> defaultdict[int | None, list[Any]]:
    found: defaultdict[int | None, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.task_state_id].append(row)
    return found


def _scheduled(pages: Iterable[Page]) -> set[int]:
    """As Page.scheduled_revision."""
    numbers = [str(page.pk) for page in pages]
    rows = Revision.page_revisions.filter(object_id__in=numbers, approved_go_live_at__isnull=False)
    return {int(number) for number in rows.values_list("object_id", flat=True)}


def _take_downs(pages: Iterable[Page]) -> dict[int, Takedown]:
    """As removal.open_take_down. What is live has none."""
    rows = Takedown.objects.open().filter(page__in=[page.pk for page in pages if not page.live])
    return {row.page_id: row for row in rows.select_related("by")}


def _desks(pages: Iterable[Page]) -> dict[str, tuple[int | None, str]]:
    """Where a workflow begins: its first desk and that desk's name. As Page.get_workflow, by the nearest on the way
    down to a page."""
    rows = workflows_at({path for page in pages for path in _paths(page)})
    return {row.path: (row.desk, row.readers or "") for row in rows}


def _paths(page: Page) -> list[str]:
    """Of the pages above it and its own, from the root down."""
    return [page.path[: page.steplen * depth] for depth in range(1, page.depth + 1)]
