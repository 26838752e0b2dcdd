"""The history of one page as lines to read or print: who wrote it, who said yes to which text, and when.

Lines are built from rows that outlive revisions and accounts: approvals keep numbers and digests, and the log keeps
who wrote, sent, asked and withdrew, and when the page went up or down. Task states are deleted with their revisions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from wagtail.models import Page, PageLogEntry

from editorial.content.digest import content_digest
from editorial.content.normalise import changed_field_labels
from editorial.content.people import GONE, NAMELESS, name_of
from editorial.content.word_count import words_changed
from editorial.models import Approval, ConsentRequest, Takedown
from editorial.models.approval import ApprovalRole
from editorial.publication.gate import LOG_PROVISIONED, LOG_RESTORED, LOG_SCHEDULED
from editorial.querysets import page_log

SHORT = 8  # hexadecimal digits of a digest that people compare
# Kinds of line, in the order in which they happen within one instant.
WRITTEN, SENT, YES, ASKED, WITHDRAWN, LIVE, DOWN, BACK, OTHER = range(9)
NAMES = ("written", "sent", "yes", "asked", "withdrawn", "live", "down", "back", "other")

# The editor logs each save, code that writes does not: the revision, while it is kept, is the better source.
SAVED = ("wagtail.create", "wagtail.edit", "wagtail.revert")
SENDS = ("wagtail.workflow.start", "wagtail.workflow.resume")
# A sending is logged within the request that stores the sender's approval.
SAME_REQUEST = timedelta(minutes=1)


class Event(NamedTuple):
    """How the history tells of one log action."""

    kind: int
    sentence: str  # may hold {person}, the guest that the log entry is about
    impersonal: bool = False  # the sentence names nobody: who is in the log entry did not do it


# Publication is impersonal: the log names whoever said the last yes, and that person alone did not publish.
EVENTS = {
    "wagtail.workflow.reject": Event(ASKED, "ha chiesto modifiche"),
    "wagtail.workflow.cancel": Event(WITHDRAWN, "ha ritirato il testo"),
    "wagtail.publish.schedule": Event(OTHER, "La pagina ha una data: va sul sito da sola", impersonal=True),
    "wagtail.schedule.cancel": Event(OTHER, "ha tolto la data di pubblicazione"),
    "editorial.schedule.dropped": Event(OTHER, "La pubblicazione alla data scelta non è partita", impersonal=True),
    "editorial.request_closed": Event(
        OTHER, "La richiesta era rimasta senza passo, ed è stata chiusa", impersonal=True
    ),
    "editorial.guest.skipped": Event(OTHER, "Nella pagina non c’è nessun ospite a cui chiedere", impersonal=True),
    "editorial.guest.asked": Event(OTHER, "Chiesto il sì di {person}", impersonal=True),
    "editorial.guest.handed": Event(OTHER, "ha preso il link di {person}, da consegnare a mano"),
    "editorial.guest.reminded": Event(OTHER, "Promemoria a {person}", impersonal=True),
    "editorial.guest.changes": Event(ASKED, "{person} ha chiesto modifiche", impersonal=True),
    "editorial.guest.waived": Event(ASKED, "ha deciso di andare avanti senza la risposta di {person}"),
    "wagtail.publish": Event(LIVE, "La pagina è andata sul sito", impersonal=True),
    "editorial.taken_down": Event(DOWN, "ha tolto la pagina dal sito"),
    LOG_SCHEDULED: Event(LIVE, "La pagina è andata sul sito, alla data scelta", impersonal=True),
    LOG_PROVISIONED: Event(LIVE, "La pagina è nata con il sito, senza passare dalla redazione", impersonal=True),
    LOG_RESTORED: Event(BACK, "ha rimesso la pagina sul sito, com’era"),
    "wagtail.unpublish.scheduled": Event(DOWN, "La pagina è scaduta: non è più sul sito", impersonal=True),
}


# As what somebody said yes to a page.
ROLES = {
    ApprovalRole.GUEST: "come ospite",
    ApprovalRole.REVIEWER: "per la redazione",
    ApprovalRole.AUTHOR: "come chi l’ha scritta",
    ApprovalRole.SENDER: "come chi l’ha mandata",
}

GUEST_YES = "editorial.guest.yes"
WAYS: dict[str, str] = dict(ConsentRequest.Channel.choices)


@dataclass(frozen=True)
class ContentChange:
    """What differs from the content of the approval before."""

    fields: tuple[str, ...] = ()  # their labels
    words: int = 0
    known: bool = True  # False: one of the two revisions was purged or altered

    def __str__(self) -> str:
        if not self.known:
            return "Il testo è un altro rispetto al sì di prima, ma uno dei due non è più conservato."
        what = "cambia una parola" if self.words == 1 else f"cambiano {self.words} parole"
        where = f" in: {', '.join(self.fields)}" if self.fields else ""
        return f"Dal sì di prima {what}{where}."


@dataclass(frozen=True)
class Line:
    """One thing that happened to the page."""

    at: datetime
    kind: int
    what: str
    who: str = ""
    role: str = ""  # as what somebody said yes
    way: str = ""  # how a guest's answer came
    digest: str = ""  # of the content, its first SHORT digits
    revision: int | None = None  # its number, where the digest has yet to be computed
    reason: str = ""
    changed: ContentChange | None = None  # None: nothing to compare with, or the same content

    @property
    def name(self) -> str:
        """The kind in a word; style sheets use it."""
        return NAMES[self.kind]

    @property
    def sentence(self) -> str:
        said = " ".join(part for part in (self.who, self.what) if part)
        return ", ".join(part for part in (said, self.role, self.way) if part)


class PageHistory:
    """The rows of one page, read once. Contents are loaded only where they are compared or their digest is shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = list(page_log(page))
        self.approvals = list(Approval.objects.of_page(page.pk))
        takedowns = Takedown.objects.with_text(page)
        self.digests: dict[int | None, str] = dict(takedowns.values_list("revision", "digest"))
        self.digests |= {approval.revision_number: approval.digest for approval in self.approvals}
        self.saves = self._saves()
        revisions = page.revisions.order_by("created_at", "pk")
        for number, at, user in revisions.values_list("pk", "created_at", "user_id"):
            logged = self.saves.get(number, (at, None))
            self.saves[number] = (at, user or logged[1])
        numbers = {user for _at, user in self.saves.values()} | {entry.user_id for entry in self.log}
        numbers |= {approval.user_number for approval in self.approvals}
        numbers |= {(entry.data or {}).get("handed_by") for entry in self.log}
        self.people = get_user_model().objects.in_bulk([number for number in numbers if number])
        self.compared = self._compared()
        self.digests |= {number: content_digest(content) for number, content in self.compared.items()}

    def _compared(self) -> dict[int, Any]:
        """Return the contents, by revision number, of approvals that follow each other and differ."""
        pairs = [pair for pair in pairwise(self.approvals) if pair[0].digest != pair[1].digest]
        return dict(self._contents({approval.revision_number for pair in pairs for approval in pair}))

    def _contents(self, revisions: Iterable[int]) -> Iterator[tuple[int, Any]]:
        """Yield (number, content) of the revisions that are still kept."""
        return self.page.revisions.filter(pk__in=revisions).values_list("pk", "content").iterator()

    def _saves(self) -> dict[int, tuple[datetime, int | None]]:
        """Return when and by whom each revision was saved, as the log says: it also knows the purged ones."""
        saved = (entry for entry in self.log if entry.action in SAVED and entry.revision_id)
        return {entry.revision_id: (entry.timestamp, entry.user_id) for entry in saved}

    def name(self, number: int | None) -> str:
        """Return the name of the person with that user number, never the address: owners read this too.

        An erased person is told by number, so that two people remain two.
        """
        if number is None:
            return "Non si sa più chi"
        suffix = f" (n. {number})"
        return name_of(self.people.get(number), missing=GONE + suffix, nameless=NAMELESS + suffix)

    def short_digest(self, revision: int | None) -> str:
        """Return the first digits of the revision's digest; "" if neither a row nor a kept content knows it."""
        return self.digests.get(revision, "")[:SHORT]

    # --- lines

    def lines(self) -> list[Line]:
        """Return the whole history, the oldest line first."""
        unsorted = [*self._written(), *self._agreed(), *self._logged()]
        lines = list(_merge_saves(sorted(unsorted, key=lambda line: (line.at, line.kind))))
        shown = {line.revision for line in lines if line.revision is not None} - self.compared.keys()
        self.digests |= {number: content_digest(content) for number, content in self._contents(shown)}
        return [replace(line, digest=self.short_digest(line.revision)) if line.revision else line for line in lines]

    def _written(self) -> Iterator[Line]:
        for number, (at, user) in self.saves.items():
            yield Line(at, WRITTEN, "ha scritto il testo", self.name(user), revision=number)

    def _agreed(self) -> Iterator[Line]:
        """Yield a line for every approval, and for every sending, which stores its sender's approval."""
        sendings = {
            id(approval): entry
            for entry in self.log
            if entry.action in SENDS and (approval := self._approval_of(entry))
        }
        ways = self._ways()
        before: Approval | None = None
        for approval in self.approvals:
            sent = id(approval) in sendings
            what = "ha mandato il testo alla redazione" if sent else "ha detto sì"
            who = approval.guest or self.name(approval.user_number)
            yield Line(
                approval.at, SENT if sent else YES, what, who, "" if sent else ROLES[approval.role_on(self.page)],
                next(ways[approval.revision_number, approval.guest], ""), approval.digest[:SHORT],
                changed=self._changed(before, approval),
            )  # fmt: skip
            before = approval
        with_approval = {entry.pk for entry in sendings.values()}
        for entry in self.log:
            if entry.action in SENDS and entry.pk not in with_approval:  # sent by a command, or before approvals
                yield Line(entry.timestamp, SENT, "ha mandato il testo alla redazione", self.name(entry.user_id))

    def _ways(self) -> Mapping[tuple[int | None, str], Iterator[str]]:
        """Return how the yeses of guests came, in the order in which they were said, by revision and name."""
        ways: dict[tuple[int | None, str], list[str]] = {}
        for entry in self.log:
            if entry.action == GUEST_YES:
                ways.setdefault((entry.revision_id, entry.data["person"]), []).append(self._way(entry.data))
        return defaultdict(lambda: iter(()), {key: iter(found) for key, found in ways.items()})

    def _way(self, data: Mapping[str, Any]) -> str:
        """Return in words how a guest's answer came, of a link delivered by hand also by whom."""
        label = WAYS.get(data.get("way", ""), "")
        return f"{label} da {self.name(data['handed_by'])}" if "handed_by" in data else label

    def _approval_of(self, entry: PageLogEntry) -> Approval | None:
        """Return the approval that the logged sending stored: the sender's nearest in time."""
        own = [
            approval
            for approval in self.approvals
            if approval.user_number == entry.user_id and not approval.as_reviewer and not approval.guest
        ]
        nearest = min(own, key=lambda approval: abs(approval.at - entry.timestamp), default=None)
        return nearest if nearest and abs(nearest.at - entry.timestamp) < SAME_REQUEST else None

    def _changed(self, before: Approval | None, after: Approval) -> ContentChange | None:
        if before is None or before.digest == after.digest:
            return None
        old, new = self.compared.get(before.revision_number), self.compared.get(after.revision_number)
        if old is None or new is None or self._altered(before) or self._altered(after):
            return ContentChange(known=False)
        labels = changed_field_labels(self.page.specific_class, old, new)
        return ContentChange(tuple(labels), words_changed(old, new))

    def _altered(self, approval: Approval) -> bool:
        """Tell whether the revision's content is another by now than the one approved."""
        return self.digests[approval.revision_number] != approval.digest

    def _logged(self) -> Iterator[Line]:
        for entry in self.log:
            if entry.action not in EVENTS:
                continue
            data = entry.data or {}
            event = EVENTS[entry.action]
            sentence = "ha nascosto la pagina" if data.get("by_author") else event.sentence
            what = sentence.format(person=data.get("person", ""))
            who = "" if event.impersonal else self.name(entry.user_id)
            revision = entry.revision_id if event.kind in (LIVE, DOWN, BACK) else None
            reason = data.get("comment") or data.get("reason") or ""
            yield Line(
                entry.timestamp, event.kind, what, who, way=self._way(data), revision=revision, reason=reason
            )  # fmt: skip


def _merge_saves(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines, of one person's saves in a row only the last: the editor saves by itself."""
    pending: Line | None = None
    for line in lines:
        if pending is not None and not (line.kind == pending.kind == WRITTEN and line.who == pending.who):
            yield pending
        pending = line
    if pending is not None:
        yield pending


def history_of(page: Page) -> list[Line]:
    """Return the page's history from the first save to today.

    Show it only to who may read the page's drafts: its lines quote what people wrote to each other.
    """
    return PageHistory(page).lines()
