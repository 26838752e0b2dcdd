"""What waits for a reviewer, as the list and the «next» of the reading page need it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from .models import Approval, Waiting
from .rule import digest

LATE_DAYS, VERY_LATE_DAYS = 2, 5


@dataclass(frozen=True)
class QueueItem:
    url: str
    title: str
    section: str
    kind: str  # «nuova», «modifica», «correzione»
    author: str
    since: datetime
    days: int
    words_changed: int
    said_yes: bool  # this person has said yes: another's is missing
    held_by: str

    @property
    def age(self) -> str:
        """Three levels, by word and shape as well as colour."""
        if self.days >= VERY_LATE_DAYS:
            return "very-late"
        return "late" if self.days >= LATE_DAYS else "fresh"

    @property
    def age_label(self) -> str:
        if self.days == 0:
            return "da oggi"
        return "da ieri" if self.days == 1 else f"da {self.days} giorni"


def waiting_for(user: Any) -> list[QueueItem]:
    """Corrections first, then whoever waits longest; what one has agreed to already comes last."""
    rows = list(Waiting.objects.open().for_reviewer(user).in_reading_order().with_what_a_list_shows())
    pages = {
        page.pk: page
        for page in Page.objects.filter(
            pk__in=[int(row.task_state.workflow_state.object_id) for row in rows]
        ).select_related("owner", "locked_by")
    }
    agreed = _agreed(rows, pages, user)
    items = [
        _item(row, pages[int(row.task_state.workflow_state.object_id)], row.task_state_id in agreed) for row in rows
    ]
    return sorted(items, key=lambda item: item.said_yes)


def _agreed(rows: list[Waiting], pages: dict[int, Page], user: Any) -> set[int]:
    """Task states whose text, as it is now, has this person's yes already, whatever revision holds it."""
    yeses = Approval.objects.filter(task_state__in=[row.task_state_id for row in rows], user_number=user.pk)
    said = set(yeses.values_list("task_state_id", "digest"))
    answered = {task_state_id for task_state_id, _digest in said}
    latest = {
        row.task_state_id: pages[int(row.task_state.workflow_state.object_id)].latest_revision_id
        for row in rows
        if row.task_state_id in answered
    }
    texts = Revision.objects.in_bulk(latest.values())
    return {state for state, number in latest.items() if (state, digest(texts[number].content)) in said}


def _item(row: Waiting, page: Page, said_yes: bool) -> QueueItem:
    kind = "correzione" if row.is_correction else ("modifica" if page.live else "nuova")
    return QueueItem(
        url=reverse("editorial_reading", args=[row.task_state_id]),
        title=page.draft_title or page.title,
        section=row.task_state.task.name.removeprefix("Lettura "),
        kind=kind,
        author=str(page.owner or row.task_state.workflow_state.requested_by or "—"),
        since=row.since,
        days=(timezone.localdate() - timezone.localdate(row.since)).days,
        words_changed=row.words_changed,
        said_yes=said_yes,
        held_by=str(page.locked_by) if page.locked and page.locked_by else "",
    )


def next_reading(user: Any) -> QueueItem | None:
    """The first that this person has not answered yet."""
    return next((item for item in waiting_for(user) if not item.said_yes), None)


def count_for(user: Any) -> int:
    return Waiting.objects.open().for_reviewer(user).count()


@dataclass(frozen=True)
class Place:
    """Where a text stands in a person's list, and what is before and after it."""

    number: int  # from one
    total: int
    before: QueueItem | None
    after: QueueItem | None


def place_of(user: Any, task_state_id: int) -> Place | None:
    items = waiting_for(user)
    url = reverse("editorial_reading", args=[task_state_id])
    at = next((number for number, item in enumerate(items) if item.url == url), None)
    if at is None:
        return None
    after = items[at + 1] if at + 1 < len(items) else None
    return Place(at + 1, len(items), items[at - 1] if at else None, after)
