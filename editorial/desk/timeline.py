"""What stands on the reading page beside the text: who said what so far, comments, and what happens next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Comment, Page, TaskState

from editorial.content.editable_fields import editable_fields
from editorial.models import Approval
from editorial.querysets import open_comments_on
from editorial.review.change_requests import FollowUp, follow_up
from editorial.review.services import message_after_approval
from editorial.review.state import ReviewItem

SOMEBODY = "Una persona che non c’è più"


def name_of(person: Any) -> str:
    """Never the address."""
    return (person.get_full_name() or "Una persona senza nome") if person else SOMEBODY


@dataclass(frozen=True)
class Said:
    at: datetime
    who: str
    what: str
    kind: str  # sent, yes, asked: also the name of its style
    points: tuple[FollowUp, ...] = ()
    reason: str = ""  # of a request that has no points: it was made before there were any


def said_so_far(reading: ReviewItem) -> list[Said]:
    """Every yes, and every request for changes, since the text was first sent; first things first."""
    steps = reading.state.workflow_state.task_states.select_related("revision", "finished_by")
    states = list(steps.prefetch_related("change_request_items").order_by("pk"))
    return sorted([*_yeses(reading, states), *_asked(reading, states)], key=lambda one: one.at)


def _yeses(reading: ReviewItem, states: list[TaskState]) -> Iterator[Said]:
    sent: set[int | None] = set()
    now = reading.digest
    for yes in Approval.objects.at_steps(states).select_related("user").order_by("at", "pk"):
        # Each sending is a yes, the first of its step (DeskTask.start); nobody's when a command sent it.
        sends = yes.task_state_id not in sent and not yes.as_reviewer and not yes.guest
        sent.add(yes.task_state_id)
        text = "questo testo" if yes.digest == now else "un testo di prima"
        what = f"ha mandato {text}" if sends else f"ha detto sì a {text}, {_role(yes, reading.page)}"
        yield Said(yes.at, yes.guest or name_of(yes.user), what, "sent" if sends else "yes")


def _role(yes: Approval, page: Page) -> str:
    if yes.guest:
        return "come ospite"
    if yes.as_reviewer:
        return "per la redazione"
    return "come chi l’ha scritto" if yes.user_number == page.owner_id else "come chi l’ha mandato"


def _asked(reading: ReviewItem, states: list[TaskState]) -> Iterator[Said]:
    model = reading.page.specific_class
    for state in states:
        if state.status == TaskState.STATUS_REJECTED and state.finished_at:
            points = tuple(follow_up(state, reading.revision, model))
            who = name_of(state.finished_by)
            reason = "" if points else state.comment
            yield Said(state.finished_at, who, "ha chiesto modifiche", "asked", points=points, reason=reason)


def who_corrected(reading: ReviewItem, user: Any) -> str:
    """The reviewer whose yes to a corrected text waits for one more, of this person or another; empty if none does."""
    yeses = reading.state.approvals.filter(digest=reading.digest, as_reviewer=True).exclude(user_number=user.pk)
    first = yeses.select_related("user").order_by("at").first()
    return name_of(first.user) if first else ""


@dataclass(frozen=True)
class OpenComment:
    comment: Comment
    where: str

    @property
    def who(self) -> str:
        return name_of(self.comment.user)

    @property
    def answers(self) -> list[tuple[str, Any]]:
        return [(name_of(reply.user), reply) for reply in self.comment.replies.all()]


def open_comments(page: Page) -> list[OpenComment]:
    """Those nobody closed, under the names that the editor gives their fields."""
    labels = editable_fields(page.specific_class)
    return [OpenComment(one, _where(one, labels)) for one in open_comments_on(page)]


def _where(comment: Comment, labels: dict[str, Any]) -> str:
    field = labels.get(comment.contentpath.split(".")[0])
    return field.label if field else "Tutta la pagina"


# --- what the person who answered is told


AFTER_ASKING = "Hai chiesto modifiche: chi l’ha scritto legge il motivo e la manda di nuovo."
ONE_MORE = (
    "Hai detto sì. Il testo è cambiato da quando è stato mandato: ora serve ancora un sì, di chi l’ha scritto "
    "o di un’altra persona della redazione."
)


def after_yes(passed: bool, task_state_id: int) -> str:
    if not passed:
        return ONE_MORE
    return message_after_approval(task_state_id)
