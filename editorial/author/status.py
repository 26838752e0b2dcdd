"""How a page stands, in the eyes of its author: one state, what it means, what can be done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.text import get_text_list
from wagtail.models import Page, WorkflowState

from cms.users.models import User
from editorial.content.digest import content_digest
from editorial.content.editable_fields import editable_fields
from editorial.models import ChangeRequestItem
from editorial.permissions.authors import is_author
from editorial.publication import takedown
from editorial.review.links import edit_url
from editorial.review.turnaround import in_words, median_turnaround

from .status_facts import StatusFacts, facts_of

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
class PointToFix:
    """A point that the desk asked for, and where it is mended."""

    item: ChangeRequestItem
    edit_url: str


@dataclass(frozen=True)
class PageStatus:
    page: Page
    state: str
    explanation: str
    desk: int | None = None  # the task that reads its section
    readers: str = ""  # that desk's name
    reason: str = ""  # what the desk asked, or why it was taken down
    by: str = ""  # who asked
    asked_in: int | None = None  # the task state whose points wait to be mended
    task_state_id: int | None = None
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
    def digest(self) -> str:
        """Of the latest text: every button carries it."""
        return content_digest(self.page.latest_revision.content) if self.page.latest_revision else ""

    @cached_property
    def points(self) -> list[PointToFix]:
        """What the desk asks for, point by point; none where it was asked before there were any."""
        if self.asked_in is None:
            return []
        known = editable_fields(type(self.page))
        anchors = {name: f"#{one.anchor}" for name, one in known.items()}
        rows = ChangeRequestItem.objects.at_step(self.asked_in)
        return [PointToFix(asked, self.edit_url + anchors.get(asked.field, "")) for asked in rows]

    @cached_property
    def pace(self) -> str:
        """How long this desk takes, for a card of its own: it asks the database."""
        if self.desk is None or not (self.state == WAITING or self.may_send):
            return ""
        usual = median_turnaround(self.desk)
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


def status_of(page: Page, user: Any) -> PageStatus:
    """``page`` as its owner sees it; ``user`` is the owner."""
    return statuses_of([page], user)[page.pk]


def statuses_of(pages: Iterable[Page], user: Any) -> dict[int, PageStatus]:
    """Each page, by its number, as ``user``, its owner, sees it: as many queries for a hundred as for one, where each
    is already of its own type. Types may be mixed."""
    own = [page.specific for page in pages]
    facts = facts_of(own)
    return {page.pk: _status_from(page, user, facts[page.pk]) for page in own}


def _status_from(page: Page, user: Any, facts: StatusFacts) -> PageStatus:
    common: dict[str, Any] = {
        "page": page,
        "desk": facts.desk,
        "readers": facts.readers,
        "has_draft": bool(page.live and page.has_unpublished_changes),
    }
    live_actions = {"hide"} if takedown.can_hide(user, page) else set()
    if facts.step is not None:
        return _waiting(page, user, facts, common, live_actions)
    if facts.request and facts.request.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _changes(facts.request, common, live_actions)
    return _resting(page, user, facts, common, live_actions)


def _waiting(page: Page, user: Any, facts: StatusFacts, common: dict[str, Any], more: set[str]) -> PageStatus:
    assert facts.step is not None and facts.request is not None
    left = STILL_LIVE if page.live else ""
    if facts.at_guests:
        waited = get_text_list([ask.name for ask in facts.unanswered], "e")
        text = EXPLANATIONS[ASKS_GUEST].format(people=waited)
        return _status(
            ASKS_GUEST, {"withdraw", *more}, common, explanation=text + left, task_state_id=facts.step.pk
        )  # fmt: skip
    asks = _asks_author(page, user, facts)
    which = ASKS_AUTHOR if asks else WAITING
    text = EXPLANATIONS[which].format(
        readers=common["readers"], days=settings.REVIEW_DAYS, holder=_holder(facts.holder)
    )
    actions = {"withdraw", *more} | ({"yes"} if asks else set())
    return _status(which, actions, common, explanation=text + left, task_state_id=facts.step.pk)


def _asks_author(page: Page, user: Any, facts: StatusFacts) -> bool:
    """The desk agreed to the text as it is now and its author has not: as ReviewItem.can_approve says of who is no
    reviewer, and an owner is none."""
    text = content_digest(page.latest_revision.content)
    said = [yes for yes in facts.yeses if yes.digest == text]
    agreed = any(yes.as_reviewer for yes in said)
    return agreed and is_author(user, page, facts.request) and user.pk not in {yes.user_number for yes in said}


def _holder(holder: User | None) -> str:
    """Who has taken it in hand: the name, never the address."""
    if holder is None:
        return HELD_BY_NOBODY
    return HELD.format(name=holder.get_full_name() or "una persona della redazione")


def _changes(request: WorkflowState, common: dict[str, Any], more: set[str]) -> PageStatus:
    last = request.current_task_state
    return _status(
        CHANGES,
        {"edit", "send", *more},
        common,
        reason=last.comment if last else "",
        by=str(last.finished_by or "La redazione") if last else "",
        asked_in=last.pk if last else None,
    )


def _resting(page: Page, user: Any, facts: StatusFacts, common: dict[str, Any], more: set[str]) -> PageStatus:
    """No step waits: live, scheduled, taken down or never sent."""
    if page.live and not common["has_draft"]:
        return _status(LIVE, {"edit", *more}, common)
    if facts.is_scheduled:
        text = EXPLANATIONS[SCHEDULED] + (STILL_LIVE if page.live else "")
        return _status(SCHEDULED, {"edit", *more}, common, explanation=text)
    if page.live:
        return _status(LIVE, {"edit", "send", *more}, common, explanation=UNSENT)
    row = facts.take_down
    if row is None:
        return _status(DRAFT, {"edit", "send"}, common)
    actions = {"edit", "send"} | ({"return"} if takedown.hid_it(user, page, row) else set())
    if row.by_author:
        return _status(HIDDEN, actions, common)
    return _status(TAKEN_DOWN, actions, common, reason=row.reason, by=str(row.by or "La redazione"))


def _status(state: str, actions: set[str], common: dict[str, Any], **fields: Any) -> PageStatus:
    fields.setdefault("explanation", EXPLANATIONS[state])
    return PageStatus(state=state, actions=frozenset(actions), **fields, **common)
