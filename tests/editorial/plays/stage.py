"""The site that a game is played on: who and what is there, and what every move has to leave as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.users.models import User
from editorial.audit import health
from editorial.consent.links import link_to
from editorial.models import GuestTask, Takedown
from tests.pages.models import Timed
from tests.support.moderation import create, digest, edit, fresh

from ..ledger import Link, Played, Turn, Words, snapshot, words_of

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
REASON = "un motivo abbastanza lungo"
READERS = ["r1", "r2", "ed"]
EVERYONE = [*READERS, "anna", "bruno", "su"]
# Whoever that is of the page at hand: drawn at random, most people are refused most of what they try.
REVIEWER, OTHER_REVIEWER, AUTHOR = "a reviewer", "another reviewer", "the author"
# Few, so that a text comes back to what it was before.
BODIES = ["uno", "due", "tre"]
MOST_PAGES = 5
Pages = dict[int, dict[str, Any]]

bodies = st.sampled_from(BODIES)
people = st.sampled_from(["Olga", "", "Olga, Muto", "Muto"])
everyone = st.sampled_from(EVERYONE)
readers = st.sampled_from(READERS)
parts = st.sampled_from([REVIEWER, OTHER_REVIEWER, AUTHOR, *EVERYONE])
reading_parts = st.sampled_from([REVIEWER, OTHER_REVIEWER, *READERS])
mostly = st.sampled_from([True, True, False])
senders = st.one_of(st.none(), everyone)  # none: the owner, or nobody
# What changes the house or the day is played after some of the moves only: most of a game is about texts.
seldom = precondition(lambda game: game.moves % 3 == 0)


def pages_where(test: str) -> st.SearchStrategy[int]:
    """Draw the place in the game of a page that passes the machine's method of this name."""
    return st.runner().flatmap(lambda game: st.sampled_from(game.where(test)))


def there_are(test: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a rule be played only while some page passes the machine's method of this name."""
    return precondition(lambda game: bool(game.where(test)))


@dataclass
class Look:
    """Keeps what somebody saw of a page, and when: its step, the fields of the form, its words, how often the person
    had learned a text of it."""

    state: int
    form: dict[str, str]
    words: Words
    learned: int


@dataclass
class Beginning:
    """Keeps what every game begins with: pages that are already where it matters, and what people saw of them."""

    house: frozenset[int]  # pages that nobody plays with
    well: frozenset[str]  # what the doctor finds in the house
    at: datetime = NOW  # when a game begins: after all that was played before it
    pages: list[Played] = field(default_factory=list)
    looks: dict[tuple[int, str], Look] = field(default_factory=dict)
    public: dict[int, Words] = field(default_factory=dict)
    visited: dict[int, list[object]] = field(default_factory=dict)
    contents: dict[int, object] = field(default_factory=dict)


class Stage(RuleBasedStateMachine):
    """Compares the site with who said what (tests.editorial.ledger) after each move."""

    newsroom: SimpleNamespace  # tests.support.people.build()
    beginning: Beginning

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        for name in ("default", "renditions"):
            caches[name].clear()
        self.clock = time_machine.travel(self.beginning.at, tick=False)
        self.traveller = self.clock.start()
        self.showcases = mock.patch.object(Timed, "author_may_hide", True)
        self.showcases.start()
        newsroom = self.newsroom
        self.number: dict[str, int] = {name: getattr(newsroom, name).pk for name in EVERYONE}
        self.desk, self.members = {self.number[name] for name in READERS}, {newsroom.anna.pk, newsroom.bruno.pk}
        self.gone: set[str] = set()
        # Accounts of the desk that changed and that nobody has seen, and who changed them; who prepared whose account
        # (by, user); who set somebody's address. All by number.
        self.unseen: dict[int, set[int]] = {}
        self.changed_at: dict[int, datetime | None] = {}  # None: not noticed yet
        self.prepared: set[tuple[int, int]] = set()
        self.addressed: dict[int, int] = {}
        self.asleep = self.waited = False
        self.workflows: dict[int, int] = {
            newsroom.blog.pk: newsroom.blog_workflow.pk,
            newsroom.radio.pk: newsroom.radio_workflow.pk,
        }  # of the sections, now
        begun = deepcopy(self.beginning)
        self.pages, self.looks = begun.pages, begun.looks
        self.public = begun.public  # after the last move
        self.visited, self.contents = begun.visited, begun.contents  # what the invariants saw, by page and revision
        self.known: dict[object, Any] = {}
        self.is_moving = False
        self.moves = 1
        self.cookies = {name: deepcopy(self.browser(name).cookies) for name in EVERYONE}

    def teardown(self) -> None:
        self.leave_stage(undo=True)

    def leave_stage(self, *, undo: bool) -> None:
        """Give the clock back, and take back what was written unless the games to come begin with it."""
        self.showcases.stop()
        self.clock.stop()
        if undo:
            transaction.set_rollback(True)
            for name, cookies in self.cookies.items():  # who logged in anew has a session that is gone
                self.browser(name).cookies = cookies
        self.undone.__exit__(None, None, None)

    @staticmethod
    def empty_house() -> Beginning:
        """Return the beginning of a game without pages."""
        found = frozenset(finding.code for finding in health.examine())
        return Beginning(frozenset(Page.objects.values_list("pk", flat=True)), found)

    # --- who and what

    def remembered(self, name: object, ask: Callable[[], Any]) -> Any:
        """Ask the site once between two moves: every rule asks before each."""
        if self.is_moving:
            return ask()
        if name not in self.known:
            self.known[name] = ask()
        return self.known[name]

    def where(self, test: str) -> list[int]:
        """Return the places of the pages that pass the method of this name."""
        ask = lambda: [place for place, played in enumerate(self.pages) if getattr(self, test)(played)]  # noqa: E731
        return self.remembered(test, ask)

    def rows(self) -> Pages:
        numbers = [played.pk for played in self.pages]
        names = ("live", "locked", "locked_by", "latest_revision", "path")
        return self.remembered("rows", lambda: {
            row["pk"]: row for row in Page.objects.filter(pk__in=numbers).values("pk", *names)
        })  # fmt: skip

    def open_states(self) -> dict[str, TaskState]:
        """Return the steps that wait, by the number of their page."""
        return self.remembered("states", lambda: {
            request.object_id: request.current_task_state for request in self.waiting().order_by("pk")
        })  # fmt: skip

    def waiting(self) -> QuerySet[WorkflowState]:
        requests = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(played.pk) for played in self.pages],
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        return requests.select_related("current_task_state__task", "current_task_state__workflow_state")

    def is_there(self, played: Played) -> bool:
        return played.pk in self.rows()

    def is_at_desk(self, played: Played) -> bool:
        turn = self.turn(played)
        return turn is not None and turn.at_desk

    def is_at_guests(self, played: Played) -> bool:
        turn = self.turn(played)
        return turn is not None and not turn.at_desk

    def is_open(self, played: Played) -> bool:
        return self.turn(played) is not None

    def is_idle(self, played: Played) -> bool:
        return self.is_there(played) and not self.is_open(played)

    def is_live(self, played: Played) -> bool:
        return self.is_there(played) and self.rows()[played.pk]["live"]

    def is_down(self, played: Played) -> bool:
        ask = lambda: set(Takedown.objects.open().values_list("page", flat=True))  # noqa: E731
        return played.pk in self.remembered("down", ask)

    def is_held(self, played: Played) -> bool:
        return self.is_there(played) and self.rows()[played.pk]["locked"]

    def was_at_guests(self, played: Played) -> bool:
        return bool(played.links) and self.is_there(played)

    def open_state(self, played: Played) -> TaskState | None:
        return self.open_states().get(str(played.pk))

    def turn(self, played: Played) -> Turn | None:
        found = self.open_state(played)
        return played.turns[found.pk] if found and found.status == TaskState.STATUS_IN_PROGRESS else None

    def latest(self, played: Played) -> Revision:
        """Return the page's latest revision."""
        number = self.rows()[played.pk]["latest_revision"]
        return self.remembered(("revision", number), lambda: Revision.objects.get(pk=number))

    def latest_words(self, played: Played) -> Words:
        revision = self.latest(played)
        return self.remembered(("words", revision.pk), lambda: words_of(revision))

    def latest_digest(self, played: Played) -> str:
        revision = self.latest(played)
        return self.remembered(("digest", revision.pk), lambda: digest(revision))

    def user(self, who: str) -> User:
        return getattr(self.newsroom, who)

    def browser(self, who: str) -> Client:
        client: Client = getattr(self.newsroom, who).client
        return client

    def who(self, place: int, part: str) -> str:
        """Return who plays this part with the page, or the person of this name; where nobody can, any of the desk."""
        played = self.pages[place]
        if part == AUTHOR:
            return self.author(played) or "anna"
        reviewers = [name for name in READERS if self.is_reviewer(name, played)] or READERS
        return {REVIEWER: reviewers[0], OTHER_REVIEWER: reviewers[-1]}.get(part, part)

    def author(self, played: Played) -> str | None:
        number = played.owner or played.requester
        return next((name for name in EVERYONE if self.number[name] == number), None)

    def is_reviewer(self, who: str, played: Played) -> bool:
        number = self.number[who]
        involved = {played.owner, played.requester, *played.senders}
        is_free = number not in involved and not any((number, other) in self.prepared for other in involved)
        return who not in self.gone and number in self.desk and number not in self.unseen and is_free

    def is_author(self, who: str, played: Played) -> bool:
        return who not in self.gone and self.number[who] == (played.owner or played.requester)

    def reads_section(self, who: str, played: Played) -> bool:
        number = self.number[who]
        known = who not in self.gone and number in self.desk and number not in self.unseen
        is_free = number != played.owner and (number, played.owner) not in self.prepared
        return known and is_free and self.has_workflow(played)

    def has_workflow(self, played: Played) -> bool:
        return self.section(played) in self.workflows

    def has_same_workflow(self, played: Played) -> bool:
        """Tell whether the section's is still the one that the page's open request began with."""
        turn = self.turn(played)
        return turn is not None and self.workflows.get(turn.section) == turn.workflow

    def may_edit(self, who: str, played: Played) -> bool:
        if who in self.gone:
            return False
        number = self.number[who]
        if self.is_open(played):
            row = self.rows()[played.pk]
            return self.is_reviewer(who, played) and (not row["locked"] or row["locked_by"] == number)
        own = number == played.owner and number in self.members
        return own or number in self.desk or who == "su"

    def section(self, played: Played) -> int:
        path = self.rows()[played.pk]["path"][: -Page.steplen]
        return next(
            page.pk for page in (self.newsroom.blog, self.newsroom.radio, self.newsroom.bare) if page.path == path
        )

    def page(self, place: int) -> tuple[Played, Page]:
        played = self.pages[place]
        return played, fresh(Page(pk=played.pk))

    def shown(self) -> dict[int, Words]:
        pages = Page.objects.live().exclude(pk__in=self.beginning.house).order_by("pk").specific()
        return {page.pk: Words.of(page) for page in pages}

    def accounts_are_looked_after(self) -> None:
        """Follow what the hourly command does to accounts: see plays.accounts."""

    # --- moves

    @contextmanager
    def move(self, *, may: bool = True, public: bool = False, returns: bool = False) -> Iterator[None]:
        """Check that what may not be done changes nothing, that what is not meant to publish shows nothing else than
        before, and that what publishes shows nothing that the section's workflow of today did not agree to (unless it
        was agreed before, and returns)."""
        self.traveller.shift(60)
        before = None if may else self.remembered("everything", snapshot)
        self.is_moving = True
        yield
        assert may or snapshot() == before, "a refused action changed something"
        shown, self.public = self.public, self.shown()
        assert public or self.public == shown, "the public reads something else"
        self.is_moving = False
        if may:  # what was refused changed nothing of it
            self.known.clear()
        if public and not returns:
            self.what_went_live_was_agreed(shown)
        self.moves += 1
        for played in self.pages:
            self.take_note(played)
            self.follow(played)

    def take_note(self, played: Played) -> None:
        """Write down who wrote the latest text."""
        if self.is_there(played):
            revision = self.latest(played)
            writer, words = revision.user_id, self.latest_words(played)
            played.was_written(revision.pk, revision.created_at, writer, words, self.number.values())

    def follow(self, played: Played) -> None:
        """Begin a turn, in which nobody said anything yet, for a new step of the page."""
        found = self.open_state(played)
        if found is None or found.pk in played.turns or found.status != TaskState.STATUS_IN_PROGRESS:
            return
        at_desk = not isinstance(found.task.specific, GuestTask)
        before = None if at_desk else next(reversed(played.turns.values()))
        workflow = found.workflow_state.workflow_id
        asks_guests = workflow == self.newsroom.radio_workflow.pk
        played.turns[found.pk] = Turn(self.section(played), workflow, asks_guests, at_desk, before)
        words = words_of(found.revision)
        for row in [] if at_desk else found.consent_requests.order_by("pk"):
            # Of Muto, who has no address, there is none until somebody of the desk takes it.
            address = link_to(row).removeprefix("http://testserver") if row.name != "Muto" else ""
            played.links.append(Link(row.pk, address, row.name, words, found.pk, timezone.now().timestamp()))

    def what_went_live_was_agreed(self, shown: dict[int, Words]) -> None:
        """Ask the section's workflow of today."""
        ours = {played.pk: played for played in self.pages}
        for number, words in self.public.items():
            section = self.section(ours[number])
            if shown.get(number) != words:
                workflow = self.workflows.get(section)
                assert ours[number].is_explained(words, section, workflow), f"not agreed here: {words}"

    def add(self, who: str, parent: Page, model: str, named: str) -> None:
        fields = {"people": named} if model == "interview" else {}
        page = create(self.user(who), parent, f"P{len(self.pages)}", model=model, **fields)
        self.pages.append(Played(page.pk, self.number[who]))
        self.known.clear()
        self.take_note(self.pages[-1])

    def write(self, who: str, page: Page, body: str | None, **data: Any) -> int:
        """POST the editor as ``edit`` does, and return how it answers."""
        status: int = edit(self.user(who), page, body, follow=False, **data).status_code
        return status
