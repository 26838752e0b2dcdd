"""How a page stands, in the eyes of its author: one state, what it means, what can be done."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.text import get_text_list
from wagtail.models import Page, TaskState, WorkflowState

from . import removal
from .approvals import Reading, edit_url, open_state
from .comparing import editable_fields
from .models import AskedChange
from .pace import in_words, usual_time
from .rule import digest
from .tasks import DeskTask

DRAFT, WAITING, CHANGES, ASKS_AUTHOR, ASKS_GUEST = "draft", "waiting", "changes", "asks_author", "asks_guest"
LIVE, HIDDEN, TAKEN_DOWN, SCHEDULED = "live", "hidden", "taken_down", "scheduled"

LABELS = {
    DRAFT: "Bozza",
    WAITING: "In lettura",
    CHANGES: "Da sistemare",
    ASKS_AUTHOR: "Aspetta il tuo sì",
    ASKS_GUEST: "Aspetta gli ospiti",
    LIVE: "Pubblicata",
    HIDDEN: "Nascosta da te",
    TAKEN_DOWN: "Tolta dal sito",
    SCHEDULED: "Programmata",
}
# Colour of the label, by the names of the design's components.
TONES = {
    DRAFT: "plain", WAITING: "info", CHANGES: "warning", ASKS_AUTHOR: "warning",
    ASKS_GUEST: "info",
    LIVE: "success", HIDDEN: "plain", TAKEN_DOWN: "warning", SCHEDULED: "info",
}  # fmt: skip


EXPLANATIONS = {
    DRAFT: "La vedi solo tu. Quando ti sembra pronta mandala alla redazione: detto sì in due, va sul sito.",
    WAITING: "Il testo ce l’ha la {readers}: lo legge entro {days} giorni. {holder} Finché aspetta puoi rileggerlo, "
    "o ritirarlo per cambiarlo.",
    CHANGES: "La redazione ti chiede di sistemare qualcosa: fallo con calma, poi mandala di nuovo.",
    ASKS_AUTHOR: "La redazione ha corretto qualcosa e aspetta il tuo sì. Può darlo anche un’altra "
    "persona della redazione.",
    ASKS_GUEST: "La redazione ha detto sì. Ora si aspetta quello di {people}: poi va sul sito, proprio così.",
    LIVE: "È sul sito, proprio come l’avete concordata.",
    HIDDEN: "L’hai nascosta: sul sito non si vede. Puoi rimetterla com’era, o cambiarla e mandarla alla redazione.",
    TAKEN_DOWN: "La redazione l’ha tolta dal sito. Puoi sistemarla e mandarla di nuovo.",
    SCHEDULED: "Approvata: va sul sito da sola, al giorno e all’ora scelti.",
}
STILL_LIVE = " Sul sito resta la versione di prima."
UNSENT = (
    "Sul sito c’è la versione approvata. Hai delle modifiche salvate che nessuno ha ancora letto: "
    "mandale quando sono pronte."
)


HELD, HELD_BY_NOBODY = "In mano ce l’ha {name}.", "Nessuno l’ha ancora preso in mano."


@dataclass(frozen=True)
class ToMend:
    """A point that the desk asked for, and where it is mended."""

    asked: AskedChange
    edit_url: str


@dataclass(frozen=True)
class Standing:
    page: Page
    state: str
    explanation: str
    desk: DeskTask | None = None
    readers: str = ""  # who reads it: the desk's name
    reason: str = ""  # what the desk asked, or why it was taken down
    by: str = ""  # who asked
    asked_in: int | None = None  # the task state whose points wait to be mended
    task_state_id: int | None = None
    digest: str = ""  # of the latest text: every button carries it
    has_draft: bool = False  # a newer text than the live one, not sent
    actions: frozenset[str] = field(default_factory=frozenset)

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def edit_url(self) -> str:
        return edit_url(self.page)

    @cached_property
    def points(self) -> list[ToMend]:
        """What the desk asks for, point by point; none where it was asked before there were any."""
        if self.asked_in is None:
            return []
        known = editable_fields(type(self.page))
        anchors = {name: f"#{one.anchor}" for name, one in known.items()}
        rows = AskedChange.objects.filter(task_state=self.asked_in)
        return [ToMend(asked, self.edit_url + anchors.get(asked.field, "")) for asked in rows]

    @cached_property
    def pace(self) -> str:
        """How long this desk takes, for a card of its own: it asks the database."""
        if self.desk is None or not (self.state == WAITING or self.may_send):
            return ""
        usual = usual_time(self.desk)
        return f"La {self.readers} di solito risponde {in_words(usual)}." if usual and self.readers else ""

    def may(self, action: str) -> bool:
        return action in self.actions

    @property
    def may_edit(self) -> bool:
        return self.may("edit")

    @property
    def may_send(self) -> bool:
        return self.may("send")

    @property
    def may_withdraw(self) -> bool:
        return self.may("withdraw")

    @property
    def may_say_yes(self) -> bool:
        return self.may("yes")

    @property
    def may_hide(self) -> bool:
        return self.may("hide")

    @property
    def may_return(self) -> bool:
        return self.may("return")


def desk_of(page: Page) -> DeskTask | None:
    """The desk that reads this section, if any does."""
    workflow = page.get_workflow()
    if workflow is None:
        return None
    return DeskTask.objects.filter(workflow_tasks__workflow=workflow).order_by("workflow_tasks__sort_order").first()


def readers_of(desk: DeskTask | None) -> str:
    """The desk's name, for a sentence."""
    group = desk and desk.groups.order_by("pk").first()
    return group.name if group else ""


def standing_of(page: Page, user: Any) -> Standing:
    """``page`` as its owner sees it; ``user`` is the owner."""
    page = page.specific
    latest, desk = page.latest_revision, desk_of(page)
    common: dict[str, Any] = {
        "page": page,
        "desk": desk,
        "readers": readers_of(desk),
        "digest": digest(latest.content) if latest else "",
        "has_draft": bool(page.live and page.has_unpublished_changes),
    }
    live_actions = {"hide"} if removal.can_hide(user, page) else set()
    state = open_state(page)
    if state is not None:
        return _waiting(page, user, state, common, live_actions)
    request = page.current_workflow_state
    if request and request.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _changes(request, common, live_actions)
    return _resting(page, user, common, live_actions)


def _waiting(page: Page, user: Any, state: TaskState, common: dict[str, Any], more: set[str]) -> Standing:
    reading = Reading.get(state.pk)
    if reading.at_guest:
        waited = get_text_list([ask.name for ask in state.asks.order_by("pk") if not ask.answer], "e")
        text = EXPLANATIONS[ASKS_GUEST].format(people=waited)
        return _standing(
            ASKS_GUEST, {"withdraw", *more}, common, explanation=text + (STILL_LIVE if page.live else ""),
            task_state_id=state.pk,
        )  # fmt: skip
    desk_agreed = state.yeses.filter(digest=reading.digest, as_reviewer=True).exists()
    asks = reading.can_say_yes(user) and desk_agreed
    which = ASKS_AUTHOR if asks else WAITING
    text = EXPLANATIONS[which].format(readers=common["readers"], days=settings.REVIEW_DAYS, holder=_holder(page))
    return Standing(
        state=which,
        explanation=text + (STILL_LIVE if page.live else ""),
        task_state_id=state.pk,
        actions=frozenset({"withdraw", *more} | ({"yes"} if asks else set())),
        **common,
    )


def _holder(page: Page) -> str:
    """Who has taken it in hand: the name, never the address."""
    if not (page.locked and page.locked_by):
        return HELD_BY_NOBODY
    return HELD.format(name=page.locked_by.get_full_name() or "una persona della redazione")


def _changes(request: WorkflowState, common: dict[str, Any], more: set[str]) -> Standing:
    last = request.current_task_state
    return _standing(
        CHANGES,
        {"edit", "send", *more},
        common,
        reason=last.comment if last else "",
        by=str(last.finished_by or "La redazione") if last else "",
        asked_in=last.pk if last else None,
    )


def _resting(page: Page, user: Any, common: dict[str, Any], more: set[str]) -> Standing:
    """No step waits: live, scheduled, taken down or never sent."""
    if page.live and not common["has_draft"]:
        return _standing(LIVE, {"edit", *more}, common)
    if page.scheduled_revision:
        text = EXPLANATIONS[SCHEDULED] + (STILL_LIVE if page.live else "")
        return _standing(SCHEDULED, {"edit", *more}, common, explanation=text)
    if page.live:
        return _standing(LIVE, {"edit", "send", *more}, common, explanation=UNSENT)
    row = removal.open_take_down(page)
    if row is None:
        return _standing(DRAFT, {"edit", "send"}, common)
    actions = {"edit", "send"} | ({"return"} if removal.can_return(user, page) else set())
    if row.by_author:
        return _standing(HIDDEN, actions, common)
    return _standing(TAKEN_DOWN, actions, common, reason=row.reason, by=str(row.by or "La redazione"))


def _standing(state: str, actions: set[str], common: dict[str, Any], **fields: Any) -> Standing:
    fields.setdefault("explanation", EXPLANATIONS[state])
    return Standing(state=state, actions=frozenset(actions), **fields, **common)
