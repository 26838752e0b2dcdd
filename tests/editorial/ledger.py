"""What people said, kept beside the site: who said yes to which words. Judges without editorial’s own rule."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Model
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from cms.mail.models import Mail
from editorial.models import (
    AccountSetup,
    Approval,
    ChangeRequestItem,
    ConsentRequest,
    IdentityChange,
    QueueEntry,
    SeenIdentity,
    Takedown,
)


class Words(NamedTuple):
    """All that a reader or the clock sees of a page."""

    title: str
    slug: str
    body: str
    people: str
    go_live_at: str
    expire_at: str

    @classmethod
    def of(cls, page: Page) -> "Words":
        return cls(page.title, page.slug, page.body, getattr(page, "people", ""), *cls._dates(page))

    @staticmethod
    def _dates(page: Page) -> tuple[str, str]:
        return str(page.go_live_at), str(page.expire_at)

    @property
    def names(self) -> set[str]:
        return {name.strip() for name in self.people.split(",") if name.strip()}


ANY = 0  # workflow


@dataclass
class Turn:
    """One stay at the desk, or of the guests: what was said there."""

    section: int
    workflow: int
    asks_guests: bool  # the workflow does
    at_desk: bool
    before: "Turn | None"  # of the guests': the desk's turn that led to it
    said: set[tuple[Words, int, bool]] = field(default_factory=set)  # words, person, as a reviewer
    settled: set[tuple[Words, str]] = field(default_factory=set)  # words, guest who said yes or was waived

    def agreed(self, words: Words) -> bool:
        """By two people, one of them a reviewer."""
        people = {(who, reviewer) for said, who, reviewer in self.said if said == words}
        return len({who for who, _ in people}) > 1 and any(reviewer for _, reviewer in people)

    def agreed_with_guests(self, words: Words) -> bool:
        there = {name for said, name in self.settled if said == words}
        return self.before is not None and self.before.agreed(words) and words.names <= there


@dataclass
class Link:
    """A guest's, as it was sent or, of who has no address, taken: a link of an earlier turn is tried too."""

    ask: int
    address: str
    name: str
    words: Words
    turn: int
    made: float  # when they were asked, in seconds of the clock
    given: float = 0  # when the link was taken, to be delivered by hand
    reminded: bool = False
    answered: bool = False


@dataclass
class Played:
    """One page of the game; people by number."""

    pk: int
    owner: int | None
    requester: int | None = None
    senders: set[int] = field(default_factory=set)  # within the last request, the first time and again
    turns: dict[int, Turn] = field(default_factory=dict)  # by task state
    links: list[Link] = field(default_factory=list)
    heard: dict[int, Words] = field(default_factory=dict)  # by revision that somebody said yes to
    # What people know of the text, by number: the words that they wrote or agreed to last, before anybody else wrote;
    # how often that changed; and for whom somebody else has written since.
    knows: dict[int, Words] = field(default_factory=dict)
    learned: Counter[int] = field(default_factory=Counter)
    unread: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # by whom
    latest: tuple[int, object] = (0, None)  # the newest text that the game has taken note of
    hidden_by_owner: bool = False
    is_altered: bool = False  # what is down, by hand

    def was_written(self, number: int, at: object, writer: int, words: Words, everybody: Iterable[int]) -> None:
        """Take note of a revision: its number, when it was saved, by whom."""
        if (number, at) == self.latest:
            return
        is_new = number != self.latest[0]
        self.latest = (number, at)
        for person in everybody:
            if person != writer:
                self.unread[person].add(writer)
        if not self.unread[writer]:
            self.knows[writer] = words
            self.learned[writer] += is_new

    def was_agreed_to(self, person: int, words: Words) -> None:
        self.knows[person] = words
        self.learned[person] += 1
        self.unread[person].clear()

    def is_explained(self, words: Words, section: int, workflow: int | None = ANY) -> bool:
        turns = [turn for turn in self.turns.values() if turn.section == section and workflow in (ANY, turn.workflow)]
        return any(
            turn.agreed_with_guests(words) if turn.asks_guests and words.names else turn.agreed(words) for turn in turns
        )


def words_of(revision: Revision) -> Words:
    return Words.of(revision.as_object())


KEPT: tuple[type[Model], ...] = (
    Page, Revision, WorkflowState, TaskState, Approval, ChangeRequestItem, ConsentRequest, Takedown, QueueEntry, Mail,
    AccountSetup, IdentityChange, SeenIdentity,
)  # fmt: skip


def snapshot() -> list[list[dict]]:
    """Everything that a refused action leaves alone."""
    rows = [list(model._default_manager.order_by("pk").values()) for model in KEPT]
    return [*rows, [{"logged": PageLogEntry.objects.count()}]]
