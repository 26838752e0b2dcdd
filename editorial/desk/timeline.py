"""What the reading page shows beside the text: who said what so far, open comments, and what happens next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Comment, Page, TaskState

from cms.users.models import User
from editorial.content.editable_fields import EditableField, editable_fields
from editorial.content.people import name_of
from editorial.models import Approval
from editorial.models.approval import ApprovalRole
from editorial.querysets import open_comments_on
from editorial.review.change_requests import FollowUp, follow_up
from editorial.review.services import message_after_approval
from editorial.review.state import ReviewItem

# As what somebody said yes to a text.
ROLES = {
    ApprovalRole.GUEST: "come ospite",
    ApprovalRole.REVIEWER: "per la redazione",
    ApprovalRole.AUTHOR: "come chi l’ha scritto",
    ApprovalRole.SENDER: "come chi l’ha mandato",
}


@dataclass(frozen=True)
class TimelineEntry:
    """Something that somebody said about the text."""

    at: datetime
    who: str
    what: str
    kind: str  # sent, yes, asked: also the name of its style
    points: tuple[FollowUp, ...] = ()
    reason: str = ""  # of a request for changes that has no points: those from before there were any


def timeline_of(item: ReviewItem) -> list[TimelineEntry]:
    """Return every approval and every request for changes since the text was first sent, the oldest first."""
    steps = item.state.workflow_state.task_states.select_related("revision", "finished_by")
    states = list(steps.prefetch_related("change_request_items").order_by("pk"))
    return sorted([*_approvals(item, states), *_change_requests(item, states)], key=lambda entry: entry.at)


def _approvals(item: ReviewItem, states: list[TaskState]) -> Iterator[TimelineEntry]:
    begun: set[int | None] = set()
    digest = item.digest
    for approval in Approval.objects.at_steps(states).select_related("user").order_by("at", "pk"):
        # Sending a text stores the first approval of its step (receivers.start_step), unless a command sends it.
        is_sending = approval.task_state_id not in begun and not approval.as_reviewer and not approval.guest
        begun.add(approval.task_state_id)
        text = "questo testo" if approval.digest == digest else "un testo di prima"
        what = f"ha mandato {text}" if is_sending else f"ha detto sì a {text}, {ROLES[approval.role_on(item.page)]}"
        who = approval.guest or name_of(approval.user)
        yield TimelineEntry(approval.at, who, what, "sent" if is_sending else "yes")


def _change_requests(item: ReviewItem, states: list[TaskState]) -> Iterator[TimelineEntry]:
    model = item.page.specific_class
    for state in states:
        if state.status == TaskState.STATUS_REJECTED and state.finished_at:
            points = tuple(follow_up(state, item.revision, model))
            who = name_of(state.finished_by)
            reason = "" if points else state.comment
            yield TimelineEntry(state.finished_at, who, "ha chiesto modifiche", "asked", points=points, reason=reason)


def name_of_corrector(item: ReviewItem, user: User) -> str:
    """Return the name of the other reviewer who corrected the text and approved it first; "" if none did."""
    approvals = item.state.approvals.filter(digest=item.digest, as_reviewer=True).exclude(user_number=user.pk)
    first = approvals.select_related("user").order_by("at").first()
    return name_of(first.user) if first else ""


@dataclass(frozen=True)
class OpenComment:
    """A comment of the editor that nobody closed."""

    comment: Comment
    where: str  # label of the field that it stands at

    @property
    def who(self) -> str:
        return name_of(self.comment.user)

    @property
    def answers(self) -> list[tuple[str, Any]]:
        return [(name_of(reply.user), reply) for reply in self.comment.replies.all()]


def open_comments(page: Page) -> list[OpenComment]:
    """Return the comments that nobody closed, under the labels that the editor gives their fields, the oldest first."""
    fields = editable_fields(page.specific_class)
    return [OpenComment(comment, _where(comment, fields)) for comment in open_comments_on(page)]


def _where(comment: Comment, fields: Mapping[str, EditableField]) -> str:
    field = fields.get(comment.contentpath.split(".")[0])
    return field.label if field else "Tutta la pagina"


# --- messages to the person who answered


AFTER_ASKING = "Hai chiesto modifiche: chi l’ha scritto legge il motivo e la manda di nuovo."
ONE_MORE = (
    "Hai detto sì. Il testo è cambiato da quando è stato mandato: ora serve ancora un sì, di chi l’ha scritto "
    "o di un’altra persona della redazione."
)


def message_after(passed: bool, task_state_id: int) -> str:
    """Return what a reviewer reads after saying yes; ``passed`` as services.approve() returned it."""
    if not passed:
        return ONE_MORE
    return message_after_approval(task_state_id)
