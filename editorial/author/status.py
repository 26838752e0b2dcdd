"""The status of a page as its author sees it: one state, what it means, and what the author may do."""

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
from editorial.content.people import name_of
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
    DRAFT: "Sul sito non c’è: la leggi tu, e può aprirla la redazione. Quando ti sembra pronta mandala: detto sì in "
    "due, va sul sito.",
    WAITING: "Il testo ce l’ha la {desk}: lo legge entro {days} giorni. {holder} Finché aspetta puoi rileggerlo, "
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
    "Sul sito c’è la versione approvata. Ci sono delle modifiche salvate e non ancora mandate alla redazione: "
    "mandale quando sono pronte."
)


CLAIMED, UNCLAIMED = "In mano ce l’ha {name}.", "Nessuno l’ha ancora preso in mano."


@dataclass(frozen=True)
class PointToFix:
    """A point that the desk asked for, and the address where the author works on it."""

    item: ChangeRequestItem
    edit_url: str


@dataclass(frozen=True)
class PageStatus:
    """What the author's screens show of one page; every property below that reads the database says so."""

    page: Page
    state: str  # DRAFT…SCHEDULED
    explanation: str
    desk: int | None = None  # number of the task of its section's desk
    desk_name: str = ""
    reason: str = ""  # what the desk asked for, or why the page was taken down
    by: str = ""  # name of the person whose reason it is
    change_request_state_id: int | None = None  # number of the task state whose points wait for the author
    task_state_id: int | None = None  # number of the one that waits for an answer
    has_draft: bool = False  # the page is live and has a newer revision
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
        """The digest of the latest revision, which every button carries; "" if there is none."""
        return content_digest(self.page.latest_revision.content) if self.page.latest_revision else ""

    @cached_property
    def points(self) -> list[PointToFix]:
        """The points that the desk asks for (reads the database); [] for a request from before there were points."""
        if self.change_request_state_id is None:
            return []
        anchors = {name: f"#{field.anchor}" for name, field in editable_fields(type(self.page)).items()}
        items = ChangeRequestItem.objects.at_step(self.change_request_state_id)
        return [PointToFix(item, self.edit_url + anchors.get(item.field, "")) for item in items]

    @cached_property
    def turnaround(self) -> str:
        """A sentence on how long this desk usually takes (reads the database); "" where it does not matter."""
        if self.desk is None or not (self.state == WAITING or self.may_send):
            return ""
        median = median_turnaround(self.desk)
        return f"La {self.desk_name} di solito risponde {in_words(median)}." if median and self.desk_name else ""

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
    def may_approve(self) -> bool:
        return self.may("yes")

    @property
    def may_hide(self) -> bool:
        return self.may("hide")

    @property
    def may_return(self) -> bool:
        return self.may("return")


def status_of(page: Page, user: User) -> PageStatus:
    """Return the status of ``page`` as ``user``, its author, sees it."""
    return statuses_of([page], user)[page.pk]


def statuses_of(pages: Iterable[Page], user: User) -> dict[int, PageStatus]:
    """Return the status of each page by its number, as ``user``, their author, sees it. Types may be mixed; if each is
    of its specific type already, a hundred take as many queries as one."""
    specific = [page.specific for page in pages]
    facts = facts_of(specific)
    return {page.pk: _status_from(page, user, facts[page.pk]) for page in specific}


def _status_from(page: Page, user: User, facts: StatusFacts) -> PageStatus:
    common: dict[str, Any] = {
        "page": page,
        "desk": facts.desk,
        "desk_name": facts.desk_name,
        "has_draft": bool(page.live and page.has_unpublished_changes),
    }
    live_actions = {"hide"} if takedown.can_hide(user, page) else set()
    if facts.step is not None:
        return _waiting_status(page, user, facts, common, live_actions)
    if facts.request and facts.request.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _changes_status(facts.request, common, live_actions)
    return _resting_status(page, user, facts, common, live_actions)


def _waiting_status(page: Page, user: User, facts: StatusFacts, common: dict[str, Any], more: set[str]) -> PageStatus:
    """Return the status while a step waits: the guests', the desk's, or the desk's for the author's yes. ``more`` are
    actions to add."""
    assert facts.step is not None and facts.request is not None
    still_live = STILL_LIVE if page.live else ""
    if facts.at_guests:
        names = get_text_list([consent_request.name for consent_request in facts.unanswered], "e")
        text = EXPLANATIONS[ASKS_GUEST].format(people=names)
        return _status(
            ASKS_GUEST, {"withdraw", *more}, common, explanation=text + still_live, task_state_id=facts.step.pk
        )  # fmt: skip
    asks_author = _asks_author(page, user, facts)
    state = ASKS_AUTHOR if asks_author else WAITING
    text = EXPLANATIONS[state].format(
        desk=facts.desk_name, days=settings.REVIEW_DAYS, holder=_holder_sentence(facts.holder)
    )
    actions = {"withdraw", *more} | ({"yes"} if asks_author else set())
    return _status(state, actions, common, explanation=text + still_live, task_state_id=facts.step.pk)


def _asks_author(page: Page, user: User, facts: StatusFacts) -> bool:
    """Tell whether a reviewer approved the content as it is now and the author has not: what ReviewItem.can_approve()
    says of an author, who is no reviewer of the page."""
    digest = content_digest(page.latest_revision.content)
    approvals = [approval for approval in facts.approvals if approval.digest == digest]
    by_reviewer = any(approval.as_reviewer for approval in approvals)
    approved_by = {approval.user_number for approval in approvals}
    return by_reviewer and is_author(user, page, facts.request) and user.pk not in approved_by


def _holder_sentence(holder: User | None) -> str:
    """Return a sentence on who claimed the text, with the name, never the address."""
    if holder is None:
        return UNCLAIMED
    return CLAIMED.format(name=name_of(holder, nameless="una persona della redazione"))


def _changes_status(request: WorkflowState, common: dict[str, Any], more: set[str]) -> PageStatus:
    """Return the status after the desk asked for changes. ``more`` are actions to add."""
    last = request.current_task_state
    return _status(
        CHANGES,
        {"edit", "send", *more},
        common,
        reason=last.comment if last else "",
        by=str(last.finished_by or "La redazione") if last else "",
        change_request_state_id=last.pk if last else None,
    )


def _resting_status(page: Page, user: User, facts: StatusFacts, common: dict[str, Any], more: set[str]) -> PageStatus:
    """Return the status while no step waits: live, scheduled, taken down or never sent. ``more`` are actions to add."""
    if page.live and not common["has_draft"]:
        return _status(LIVE, {"edit", *more}, common)
    if facts.is_scheduled:
        text = EXPLANATIONS[SCHEDULED] + (STILL_LIVE if page.live else "")
        return _status(SCHEDULED, {"edit", *more}, common, explanation=text)
    if page.live:
        return _status(LIVE, {"edit", "send", *more}, common, explanation=UNSENT)
    down = facts.takedown
    if down is None:
        return _status(DRAFT, {"edit", "send"}, common)
    actions = {"edit", "send"} | ({"return"} if takedown.hidden_by_owner(user, page, down) else set())
    if down.by_author:
        return _status(HIDDEN, actions, common)
    return _status(TAKEN_DOWN, actions, common, reason=down.reason, by=str(down.by or "La redazione"))


def _status(state: str, actions: set[str], common: dict[str, Any], **fields: Any) -> PageStatus:
    fields.setdefault("explanation", EXPLANATIONS[state])
    return PageStatus(state=state, actions=frozenset(actions), **fields, **common)
