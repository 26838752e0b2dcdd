"""What waits for a reviewer, as the list and the «next» of the reading page need it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list, slugify
from wagtail.models import Page

from editorial.content.digest import content_digest
from editorial.models import Approval, ConsentRequest, QueueEntry
from editorial.roles import CHIEF

from .claims import holders_of

OVERDUE_DAYS, VERY_OVERDUE_DAYS = QueueEntry.REMINDER.days, QueueEntry.ESCALATION.days
NEW, CHANGED, CORRECTION = "nuova", "modifica", "correzione"


@dataclass(frozen=True)
class Change:
    field: str  # its Italian name
    words: int  # none where a picture or a choice is another one


@dataclass(frozen=True)
class QueueItem:
    task_state_id: int
    url: str
    title: str
    section: str
    step: str  # «Lettura Radio»
    kind: str  # «nuova», «modifica», «correzione»
    author: str
    waiting_since: datetime
    days: int
    words_changed: int
    said_yes: bool  # this person has said yes: another's is missing
    held_by: str  # who has taken it, as long as they may read it
    is_mine: bool  # this person has
    may_release: bool
    changes: tuple[Change, ...]

    @property
    def is_new(self) -> bool:
        return self.kind == NEW

    @property
    def total_words(self) -> int:
        return sum(change.words for change in self.changes)

    @property
    def is_held_by_another(self) -> bool:
        return bool(self.held_by) and not self.is_mine

    @property
    def may_claim(self) -> bool:
        return not self.held_by and not self.said_yes

    @property
    def section_slug(self) -> str:
        return slugify(self.section)

    @property
    def anchor(self) -> str:
        return f"lettura-{self.task_state_id}"

    @property
    def is_late(self) -> bool:
        return self.days >= OVERDUE_DAYS

    @property
    def age(self) -> str:
        """Three levels, by word and shape as well as colour."""
        if self.days >= VERY_OVERDUE_DAYS:
            return "very-late"
        return "late" if self.days >= OVERDUE_DAYS else "fresh"

    @property
    def age_label(self) -> str:
        return since_when(self.days)


def since_when(days: int) -> str:
    if days == 0:
        return "da oggi"
    return "da ieri" if days == 1 else f"da {days} giorni"


def waiting_for(user: Any) -> list[QueueItem]:
    """Corrections first, then whoever waits longest; what one has agreed to already comes last."""
    rows = list(
        QueueEntry.objects.open().for_reviewer(user).in_reading_order().with_what_a_list_shows().with_yes_of(user)
    )
    numbers = [int(row.task_state.workflow_state.object_id) for row in rows]
    pages = Page.objects.select_related("owner", "locked_by").in_bulk(numbers)
    said_already = {row.pk for row in rows if row.said_yes} | _said_to_older(rows, user)
    holders = holders_of({row.task_state_id: pages[int(row.task_state.workflow_state.object_id)] for row in rows})
    is_chief = CHIEF in user.group_names
    items = []
    for row in rows:
        page = pages[int(row.task_state.workflow_state.object_id)]
        holder = holders.get(row.task_state_id)
        held = {
            "held_by": str(holder) if holder else "",
            "is_mine": holder is not None and holder.pk == user.pk,
            "may_release": holder is not None and (is_chief or holder.pk == user.pk),
        }
        items.append(_item(row, page, said_yes=row.pk in said_already, **held))
    return sorted(items, key=lambda item: item.said_yes)


def _said_to_older(rows: list[QueueEntry], user: Any) -> set[int]:
    """The same of rows from before ``QueueEntry.digest``, whose text has to be read."""
    older = {int(row.task_state.workflow_state.object_id): row for row in rows if not row.digest}
    if not older:
        return set()
    yeses = Approval.objects.at_steps(row.task_state_id for row in older.values()).by(user)
    said = set(yeses.values_list("task_state", "digest"))
    pages = Page.objects.select_related("latest_revision").in_bulk(older)
    texts = {pk: content_digest(page.latest_revision.content) for pk, page in pages.items() if page.latest_revision}
    return {older[pk].pk for pk, text in texts.items() if (older[pk].task_state_id, text) in said}


def _item(row: QueueEntry, page: Page, **more: Any) -> QueueItem:
    return QueueItem(
        task_state_id=row.task_state_id,
        url=reverse("editorial_reading", args=[row.task_state_id]),
        title=page.draft_title or page.title,
        section=row.task_state.workflow_state.workflow.name,
        step=row.task_state.task.name,
        kind=CORRECTION if row.is_correction else CHANGED if page.live else NEW,
        author=str(page.owner or row.task_state.workflow_state.requested_by or "—"),
        waiting_since=row.waiting_since,
        days=(timezone.localdate() - timezone.localdate(row.waiting_since)).days,
        words_changed=row.words_changed,
        changes=tuple(Change(field, words) for field, words in row.changes),
        **more,
    )


@dataclass(frozen=True)
class GuestWait:
    """A text that the desk agreed to and that people it is about have not answered for."""

    url: str
    title: str
    section: str
    names: str  # of those who have not answered, the longest wait first
    days: int

    @property
    def age_label(self) -> str:
        return since_when(self.days)


def waiting_for_guests(user: Any) -> list[GuestWait]:
    """Of this person's desks, the longest wait first."""
    asks: dict[int, list[ConsentRequest]] = {}
    for ask in ConsentRequest.objects.for_reviewer(user).select_related("task_state__workflow_state__workflow"):
        asks.setdefault(ask.page_number, []).append(ask)
    pages = Page.objects.in_bulk(list(asks)) if asks else {}
    return [_guest_wait(rows, pages[number]) for number, rows in asks.items()]


def _guest_wait(asks: list[ConsentRequest], page: Page) -> GuestWait:
    state = asks[0].task_state
    assert state is not None  # an open one
    return GuestWait(
        url=reverse("editorial_reading", args=[state.pk]),
        title=page.draft_title or page.title,
        section=state.workflow_state.workflow.name,
        names=get_text_list([ask.name for ask in asks], "e"),
        days=(timezone.localdate() - timezone.localdate(asks[0].at)).days,
    )


def next_reading(user: Any) -> QueueItem | None:
    """The first that this person has not answered yet; what somebody else reads already comes after."""
    unanswered = [item for item in waiting_for(user) if not item.said_yes]
    return min(unanswered, key=lambda item: item.is_held_by_another, default=None)


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
