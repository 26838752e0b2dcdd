"""The queue of one reviewer: what waits for them, in which order, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list, slugify
from wagtail.models import Page

from cms.users.models import User
from editorial.content.digest import content_digest
from editorial.models import Approval, ConsentRequest, QueueEntry
from editorial.roles import CHIEF

from .claims import holders_of

OVERDUE_DAYS, VERY_OVERDUE_DAYS = QueueEntry.REMINDER.days, QueueEntry.ESCALATION.days


class Kind(models.TextChoices):
    """What a text that waits is, compared with what is on the site."""

    NEW = "new", "nuova"
    CHANGE = "change", "modifica"
    CORRECTION = "correction", "correzione"


@dataclass(frozen=True)
class Change:
    """A field that a text changes."""

    field: str  # its label
    words: int  # 0 where a picture or a choice is another one


@dataclass(frozen=True)
class QueueItem:
    """A text that waits, as the list shows it to one reviewer."""

    task_state_id: int
    url: str
    title: str
    section: str  # the workflow's name
    step: str  # the task's name
    kind: Kind
    author: str
    waiting_since: datetime
    days: int  # since then, by the calendar of Rome
    words_changed: int
    has_approved: bool  # this reviewer has approved it: another's yes is missing
    claimed_by: str  # name of the reviewer who claimed it; empty: nobody
    is_mine: bool  # this reviewer claimed it
    may_release: bool
    changes: tuple[Change, ...]

    @property
    def is_new(self) -> bool:
        return self.kind == Kind.NEW

    @property
    def total_words(self) -> int:
        return sum(change.words for change in self.changes)

    @property
    def is_claimed_by_another(self) -> bool:
        return bool(self.claimed_by) and not self.is_mine

    @property
    def may_claim(self) -> bool:
        return not self.claimed_by and not self.has_approved

    @property
    def section_slug(self) -> str:
        return slugify(self.section)

    @property
    def anchor(self) -> str:
        """The id of its row in the list."""
        return f"lettura-{self.task_state_id}"

    @property
    def is_late(self) -> bool:
        return self.days >= OVERDUE_DAYS

    @property
    def age(self) -> str:
        """One of three levels, which the list shows by word and shape as well as by colour."""
        if self.days >= VERY_OVERDUE_DAYS:
            return "very-late"
        return "late" if self.days >= OVERDUE_DAYS else "fresh"

    @property
    def age_label(self) -> str:
        return since_when(self.days)


def since_when(days: int) -> str:
    """Return how long something has waited, in words; ``days`` by the calendar."""
    if days == 0:
        return "da oggi"
    return "da ieri" if days == 1 else f"da {days} giorni"


def waiting_for(user: User) -> list[QueueItem]:
    """Return what this person may review: corrections first, then the longest wait; last what they have approved."""
    entries = list(QueueEntry.objects.open().for_reviewer(user).in_reading_order().for_list().with_approval_of(user))
    pages = Page.objects.select_related("owner", "locked_by").in_bulk([_page_number(entry) for entry in entries])
    approved = {entry.pk for entry in entries if entry.has_approved} | _approved_without_digest(entries, user)
    holders = holders_of({entry.task_state_id: pages[_page_number(entry)] for entry in entries})
    is_chief = CHIEF in user.group_names
    items = []
    for entry in entries:
        holder = holders.get(entry.task_state_id)
        claim = {
            "claimed_by": str(holder) if holder else "",
            "is_mine": holder is not None and holder.pk == user.pk,
            "may_release": holder is not None and (is_chief or holder.pk == user.pk),
        }
        items.append(_item(entry, pages[_page_number(entry)], has_approved=entry.pk in approved, **claim))
    return sorted(items, key=lambda item: item.has_approved)


def _page_number(entry: QueueEntry) -> int:
    return int(entry.task_state.workflow_state.object_id)


def _approved_without_digest(entries: list[QueueEntry], user: User) -> set[int]:
    """Return the numbers of the entries from before ``QueueEntry.digest`` that this person approved: their content
    has to be read."""
    older = {_page_number(entry): entry for entry in entries if not entry.digest}
    if not older:
        return set()
    approvals = Approval.objects.at_steps(entry.task_state_id for entry in older.values()).by(user)
    approved = set(approvals.values_list("task_state", "digest"))
    pages = Page.objects.select_related("latest_revision").in_bulk(older)
    digests = {pk: content_digest(page.latest_revision.content) for pk, page in pages.items() if page.latest_revision}
    return {older[pk].pk for pk, digest in digests.items() if (older[pk].task_state_id, digest) in approved}


def _item(entry: QueueEntry, page: Page, **more: Any) -> QueueItem:
    return QueueItem(
        task_state_id=entry.task_state_id,
        url=reverse("editorial_reading", args=[entry.task_state_id]),
        title=page.draft_title or page.title,
        section=entry.task_state.workflow_state.workflow.name,
        step=entry.task_state.task.name,
        kind=Kind.CORRECTION if entry.is_correction else Kind.CHANGE if page.live else Kind.NEW,
        author=str(page.owner or entry.task_state.workflow_state.requested_by or "—"),
        waiting_since=entry.waiting_since,
        days=(timezone.localdate() - timezone.localdate(entry.waiting_since)).days,
        words_changed=entry.words_changed,
        changes=tuple(Change(field, words) for field, words in entry.changes),
        **more,
    )


@dataclass(frozen=True)
class ConsentQueueItem:
    """A text that the desk agreed to and that waits for people whom it is about."""

    url: str
    title: str
    section: str
    names: str  # of the people who have not answered, the longest wait first
    days: int

    @property
    def age_label(self) -> str:
        return since_when(self.days)


def waiting_for_guests(user: User) -> list[ConsentQueueItem]:
    """Return the texts of this person's desks that wait for a guest, the longest wait first."""
    open_requests = ConsentRequest.objects.for_reviewer(user).select_related("task_state__workflow_state__workflow")
    by_page: dict[int, list[ConsentRequest]] = {}
    for consent_request in open_requests:
        by_page.setdefault(consent_request.page_number, []).append(consent_request)
    pages = Page.objects.in_bulk(list(by_page)) if by_page else {}
    return [_consent_queue_item(consent_requests, pages[number]) for number, consent_requests in by_page.items()]


def _consent_queue_item(consent_requests: list[ConsentRequest], page: Page) -> ConsentQueueItem:
    oldest = consent_requests[0]
    state = oldest.task_state
    assert state is not None  # it is open
    return ConsentQueueItem(
        url=reverse("editorial_reading", args=[state.pk]),
        title=page.draft_title or page.title,
        section=state.workflow_state.workflow.name,
        names=get_text_list([consent_request.name for consent_request in consent_requests], "e"),
        days=(timezone.localdate() - timezone.localdate(oldest.at)).days,
    )


def next_item(user: User) -> QueueItem | None:
    """Return the first that this person has not approved; one that another reviewer claimed only if no other waits."""
    unanswered = [item for item in waiting_for(user) if not item.has_approved]
    return min(unanswered, key=lambda item: item.is_claimed_by_another, default=None)


@dataclass(frozen=True)
class Place:
    """The position of a text in a reviewer's queue, and its neighbours."""

    number: int  # from one
    total: int
    before: QueueItem | None
    after: QueueItem | None


def place_of(user: User, task_state_id: int) -> Place | None:
    """Return where the text stands in this person's queue, None if it is not in it."""
    items = waiting_for(user)
    at = next((index for index, item in enumerate(items) if item.task_state_id == task_state_id), None)
    if at is None:
        return None
    after = items[at + 1] if at + 1 < len(items) else None
    return Place(at + 1, len(items), items[at - 1] if at else None, after)
