"""Who wrote a page, who said yes to which text and when: the whole story of one page, as lines to read or print.

What a line says comes from rows that outlive revisions and accounts: yeses keep numbers and fingerprints, the log
keeps who wrote, sent, asked and withdrew, and when the page went up or down. Task states go with their revisions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Page, PageLogEntry

from editorial.content.digest import content_digest
from editorial.content.normalise import changed_field_labels
from editorial.content.word_count import words_changed
from editorial.models import Approval, Takedown
from editorial.publication.gate import LOG_PROVISIONED, LOG_RESTORED, LOG_SCHEDULED
from editorial.querysets import page_log

SHORT = 8  # letters of a fingerprint that people compare
# In the order in which they happen within one instant.
WRITTEN, SENT, YES, ASKED, WITHDRAWN, LIVE, DOWN, BACK, OTHER = range(9)
NAMES = ("written", "sent", "yes", "asked", "withdrawn", "live", "down", "back", "other")

# The editor logs a save, and who writes by code does not; the revision, while it is there, knows better.
SAVED = ("wagtail.create", "wagtail.edit", "wagtail.revert")
SENDS = ("wagtail.workflow.start", "wagtail.workflow.resume")
# A sending is logged within the request that writes the sender's yes.
SAME_REQUEST = timedelta(minutes=1)
# What begins with a capital was nobody's doing: whoever said the second yes did not publish.
EVENTS = {
    "wagtail.workflow.reject": (ASKED, "ha chiesto modifiche"),
    "wagtail.workflow.cancel": (WITHDRAWN, "ha ritirato il testo"),
    "wagtail.publish.schedule": (OTHER, "La pagina ha una data: va sul sito da sola"),
    "wagtail.schedule.cancel": (OTHER, "ha tolto la data di pubblicazione"),
    "editorial.schedule.dropped": (OTHER, "La pubblicazione alla data scelta non è partita"),
    "editorial.request_closed": (OTHER, "La richiesta era rimasta senza passo, ed è stata chiusa"),
    "editorial.guest.skipped": (OTHER, "Nella pagina non c’è nessun ospite a cui chiedere"),
    "editorial.guest.asked": (OTHER, "Chiesto il sì di {person}"),
    "editorial.guest.reminded": (OTHER, "Promemoria a {person}"),
    "editorial.guest.changes": (ASKED, "{person} ha chiesto modifiche"),
    "editorial.guest.waived": (ASKED, "ha deciso di andare avanti senza la risposta di {person}"),
    "wagtail.publish": (LIVE, "La pagina è andata sul sito"),
    "editorial.taken_down": (DOWN, "ha tolto la pagina dal sito"),
    LOG_SCHEDULED: (LIVE, "La pagina è andata sul sito, alla data scelta"),
    LOG_PROVISIONED: (LIVE, "La pagina è nata con il sito, senza passare dalla redazione"),
    LOG_RESTORED: (BACK, "ha rimesso la pagina sul sito, com’era"),
    "wagtail.unpublish.scheduled": (DOWN, "La pagina è scaduta: non è più sul sito"),
}


@dataclass(frozen=True)
class Changed:
    """What differs from the yes before."""

    fields: tuple[str, ...] = ()
    words: int = 0
    known: bool = True  # False: one of the two texts is kept no longer

    def __str__(self) -> str:
        if not self.known:
            return "Il testo è un altro rispetto al sì di prima, ma uno dei due non è più conservato."
        what = "cambia una parola" if self.words == 1 else f"cambiano {self.words} parole"
        where = f" in: {', '.join(self.fields)}" if self.fields else ""
        return f"Dal sì di prima {what}{where}."


@dataclass(frozen=True)
class Line:
    at: datetime
    kind: int
    what: str
    who: str = ""
    role: str = ""  # as what somebody said yes
    fingerprint: str = ""  # of the text, shortened
    revision: int | None = None  # whose text has that fingerprint, where the line does not know it
    reason: str = ""
    changed: Changed | None = None  # None: nothing to compare with, or the same text

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    @property
    def sentence(self) -> str:
        return " ".join(part for part in (self.who, self.what) if part) + (f", {self.role}" if self.role else "")


class PageHistory:
    """The rows of one page, read once. Of the texts only those that are compared, or whose fingerprint is shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = list(page_log(page))
        self.yeses = list(Approval.objects.of_page(page.pk))
        downs = Takedown.objects.with_text(page)
        self.prints: dict[int | None, str] = dict(downs.values_list("revision", "digest"))
        self.prints |= {yes.revision_number: yes.digest for yes in self.yeses}
        self.saves = self._saves()
        revisions = page.revisions.order_by("created_at", "pk")
        for number, at, user in revisions.values_list("pk", "created_at", "user_id"):
            known = self.saves.get(number, (at, None))
            self.saves[number] = (at, user or known[1])
        numbers = {user for _at, user in self.saves.values()} | {entry.user_id for entry in self.log}
        numbers |= {yes.user_number for yes in self.yeses}
        self.people = get_user_model().objects.in_bulk([number for number in numbers if number])
        self.compared = self._compared()
        self.prints |= {number: content_digest(content) for number, content in self.compared.items()}

    def _compared(self) -> dict[int, Any]:
        """The texts of yeses that follow each other and are not the same."""
        pairs = [pair for pair in pairwise(self.yeses) if pair[0].digest != pair[1].digest]
        return dict(self._texts({yes.revision_number for pair in pairs for yes in pair}))

    def _texts(self, revisions: Iterable[int]) -> Iterator[tuple[int, Any]]:
        """As they are now: of those that are kept."""
        return self.page.revisions.filter(pk__in=revisions).values_list("pk", "content").iterator()

    def _saves(self) -> dict[int, tuple[datetime, int | None]]:
        """Revision → when and by whom, as the log remembers those that were purged."""
        saved = (entry for entry in self.log if entry.action in SAVED and entry.revision_id)
        return {entry.revision_id: (entry.timestamp, entry.user_id) for entry in saved}

    def name(self, number: int | None) -> str:
        """Never the address: owners read this too. An erased person keeps the number, so that two remain two."""
        if number is None:
            return "Non si sa più chi"
        person: Any = self.people.get(number)
        if person is None:
            return f"Una persona che non c’è più (n. {number})"
        return person.get_full_name() or f"Una persona senza nome (n. {number})"

    def short(self, revision: int | None) -> str:
        return self.prints.get(revision, "")[:SHORT]

    # --- lines

    def lines(self) -> list[Line]:
        found = [*self._written(), *self._agreed(), *self._logged()]
        lines = list(_together(sorted(found, key=lambda line: (line.at, line.kind))))
        shown = {line.revision for line in lines if line.revision is not None} - self.compared.keys()
        self.prints |= {number: content_digest(content) for number, content in self._texts(shown)}
        return [replace(line, fingerprint=self.short(line.revision)) if line.revision else line for line in lines]

    def _written(self) -> Iterator[Line]:
        for number, (at, user) in self.saves.items():
            yield Line(at, WRITTEN, "ha scritto il testo", self.name(user), revision=number)

    def _agreed(self) -> Iterator[Line]:
        """Every yes, and every sending, which is its sender's yes."""
        sendings = {id(yes): entry for entry in self.log if entry.action in SENDS and (yes := self._yes_of(entry))}
        before: Approval | None = None
        for yes in self.yeses:
            sent = id(yes) in sendings
            what = "ha mandato il testo alla redazione" if sent else "ha detto sì"
            who = yes.guest or self.name(yes.user_number)
            yield Line(
                yes.at, SENT if sent else YES, what, who, "" if sent else self._role(yes),
                yes.digest[:SHORT], changed=self._changed(before, yes),
            )  # fmt: skip
            before = yes
        told = {entry.pk for entry in sendings.values()}
        for entry in self.log:
            if entry.action in SENDS and entry.pk not in told:  # by nobody, or from before there were yeses
                yield Line(entry.timestamp, SENT, "ha mandato il testo alla redazione", self.name(entry.user_id))

    def _yes_of(self, entry: PageLogEntry) -> Approval | None:
        own = [yes for yes in self.yeses if yes.user_number == entry.user_id and not yes.as_reviewer and not yes.guest]
        nearest = min(own, key=lambda yes: abs(yes.at - entry.timestamp), default=None)
        return nearest if nearest and abs(nearest.at - entry.timestamp) < SAME_REQUEST else None

    def _role(self, yes: Approval) -> str:
        if yes.guest:
            return "come ospite"
        if yes.as_reviewer:
            return "per la redazione"
        return "come chi l’ha scritta" if yes.user_number == self.page.owner_id else "come chi l’ha mandata"

    def _changed(self, before: Approval | None, after: Approval) -> Changed | None:
        if before is None or before.digest == after.digest:
            return None
        old, new = self.compared.get(before.revision_number), self.compared.get(after.revision_number)
        if old is None or new is None or self._altered(before) or self._altered(after):
            return Changed(known=False)
        return Changed(tuple(changed_field_labels(self.page.specific_class, old, new)), words_changed(old, new))

    def _altered(self, yes: Approval) -> bool:
        return self.prints[yes.revision_number] != yes.digest

    def _logged(self) -> Iterator[Line]:
        for entry in self.log:
            if entry.action not in EVENTS:
                continue
            data = entry.data or {}
            kind, what = EVENTS[entry.action]
            if data.get("by_author"):
                what = "ha nascosto la pagina"
            nobody = what[:1].isupper() or what.startswith("{")
            what = what.format(person=data.get("person", ""))
            who = "" if nobody else self.name(entry.user_id)
            revision = entry.revision_id if kind in (LIVE, DOWN, BACK) else None
            reason = data.get("comment") or data.get("reason") or ""
            yield Line(entry.timestamp, kind, what, who, revision=revision, reason=reason)


def _together(lines: Iterable[Line]) -> Iterator[Line]:
    """One person's saves in a row are one line, the last: the editor saves by itself."""
    held: Line | None = None
    for line in lines:
        if held is not None and not (line.kind == held.kind == WRITTEN and line.who == held.who):
            yield held
        held = line
    if held is not None:
        yield held


def history_of(page: Page) -> list[Line]:
    """From the first save to today. For who may read the page's drafts: it tells what they say of others."""
    return PageHistory(page).lines()
