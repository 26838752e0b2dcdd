"""Random sequences of everything that people do: whatever they play, what is public was agreed by two.

The suite plays a few sequences, always the same; ``make fuzz`` plays many, others each time.
"""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest import mock

import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis import settings as Settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, Revision, Task, TaskState, WorkflowPage, WorkflowState

from cms.users.models import User
from editorial.audit import health
from editorial.consent.links import link_to
from editorial.models import Approval, ChangeRequestItem, ConsentRequest, GuestTask, Takedown
from tests.pages.models import Timed
from tests.support.http import form, url
from tests.support.moderation import author_action_url, create, digest, edit, fresh, last, read, review_url, state
from tests.support.people import build, make_workflow

from .ledger import Link, Played, Turn, Words, snapshot, words_of
from .raw_requests import api, bulk

MANY = int(os.environ.get("FUZZ_EXAMPLES", "0"))  # 0: the suite's
STEPS = int(os.environ.get("FUZZ_STEPS", "30"))
NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
REASON = "un motivo abbastanza lungo"
READERS = ["r1", "r2", "ed"]
EVERYONE = [*READERS, "anna", "bruno", "su"]
# Few, so that a text comes back to what it was before.
bodies = st.sampled_from(["uno", "due", "tre"])
people = st.sampled_from(["Olga", "", "Olga, Piero", "Piero"])
everyone = st.sampled_from(EVERYONE)
readers = st.sampled_from(READERS)
senders = st.one_of(st.none(), everyone)  # none: the owner, or nobody
# What the desk asks for, by field; "" the whole page. The last is none of the page's.
POINTS = [[("", REASON)], [("body", REASON)], [("", REASON), ("title", REASON), ("body", REASON)], [("owner", REASON)]]
ALTERED = ["", "text", "text and fingerprint"]


def pages_where(test: str) -> st.SearchStrategy[int]:
    """The place in the game of a page that passes the machine's method of this name."""
    return st.runner().flatmap(lambda game: st.sampled_from(game.where(test)))


def there_are(test: str):
    return precondition(lambda game: bool(game.where(test)))


class Game(RuleBasedStateMachine):
    """The site on one side, on the other who said what (tests.editorial.ledger); they are compared after each move."""

    newsroom = None  # tests.support.people.build(), by play()

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        for name in ("default", "renditions"):
            caches[name].clear()
        self.clock = time_machine.travel(NOW, tick=False)
        self.traveller = self.clock.start()
        self.showcases = mock.patch.object(Timed, "author_may_hide", True)
        self.showcases.start()
        newsroom = self.newsroom
        self.number = {name: getattr(newsroom, name).pk for name in EVERYONE}
        self.desk, self.members = {self.number[name] for name in READERS}, {newsroom.anna.pk, newsroom.bruno.pk}
        self.gone: set[str] = set()
        self.initial_pages = set(Page.objects.values_list("pk", flat=True))
        self.well = {finding.code for finding in health.examine()}
        self.pages: list[Played] = []
        self.looks: dict[tuple[int, str], tuple[int, str, Words, int]] = {}
        self.asleep = self.waited = False
        self.workflows = {
            newsroom.blog.pk: newsroom.blog_workflow.pk,
            newsroom.radio.pk: newsroom.radio_workflow.pk,
        }  # of the sections, now
        self.facts: dict[str, list[int]] = {}
        self.public: dict[int, Words] = {}  # after the last move
        self.read: dict[int, list] = {}
        self.moves = 0

    def teardown(self):
        self.showcases.stop()
        self.clock.stop()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # --- who and what

    def where(self, test: str) -> list[int]:
        """Asked for each rule before each move: remembered from one move to the next."""
        if test not in self.facts:
            self.facts[test] = [place for place, played in enumerate(self.pages) if getattr(self, test)(played)]
        return self.facts[test]

    def is_there(self, played: Played) -> bool:
        return Page.objects.filter(pk=played.pk).exists()

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
        return Page.objects.filter(pk=played.pk, live=True).exists()

    def is_down(self, played: Played) -> bool:
        return Takedown.objects.filter(page=played.pk, returned_at=None).exists()

    def is_held(self, played: Played) -> bool:
        return Page.objects.filter(pk=played.pk, locked=True).exists()

    def was_at_guests(self, played: Played) -> bool:
        return bool(played.links) and self.is_there(played)

    @staticmethod
    def open_state(played: Played) -> TaskState | None:
        page = Page.objects.filter(pk=played.pk).first()
        return state(page) if page else None

    def turn(self, played: Played) -> Turn | None:
        found = self.open_state(played)
        return played.turns[found.pk] if found and found.status == TaskState.STATUS_IN_PROGRESS else None

    def user(self, who: str) -> User:
        return getattr(self.newsroom, who)

    def is_reviewer(self, who: str, played: Played) -> bool:
        number = self.number[who]
        senders = {played.owner, played.requester, *played.senders}
        return who not in self.gone and number in self.desk and number not in senders

    def is_author(self, who: str, played: Played) -> bool:
        return who not in self.gone and self.number[who] == (played.owner or played.requester)

    def reads_section(self, who: str, played: Played) -> bool:
        number = self.number[who]
        known = who not in self.gone and number in self.desk and number != played.owner
        return known and self.has_workflow(played)

    def has_workflow(self, played: Played) -> bool:
        return self.section(played) in self.workflows

    def has_same_workflow(self, played: Played) -> bool:
        """The section's is still the one that the page's open request began with."""
        turn = self.turn(played)
        return turn is not None and self.workflows.get(turn.section) == turn.workflow

    def may_edit(self, who: str, played: Played) -> bool:
        if who in self.gone:
            return False
        number = self.number[who]
        if self.is_open(played):
            page = Page.objects.get(pk=played.pk)
            return self.is_reviewer(who, played) and (not page.locked or page.locked_by_id == number)
        own = number == played.owner and number in self.members
        return own or number in self.desk or who == "su"

    @staticmethod
    def section(played: Played) -> int:
        return Page.objects.get(pk=played.pk).get_parent().pk

    def page(self, place: int) -> tuple[Played, Page]:
        played = self.pages[place]
        return played, fresh(Page(pk=played.pk))

    def shown(self) -> dict[int, Words]:
        pages = Page.objects.live().exclude(pk__in=self.initial_pages).order_by("pk").specific()
        return {page.pk: Words.of(page) for page in pages}

    # --- moves

    @contextmanager
    def move(self, *, may: bool = True, public: bool = False, returns: bool = False) -> Iterator[None]:
        """What may not be done changes nothing; what is not meant to publish shows nothing else than before, and what
        publishes, nothing that the section's workflow of today did not agree to (unless it was agreed before, and
        returns)."""
        self.traveller.shift(60)
        before = None if may else snapshot()
        yield
        assert may or snapshot() == before, "a refused action changed something"
        shown, self.public = self.public, self.shown()
        assert public or self.public == shown, "the public reads something else"
        if public and not returns:
            self.what_went_live_was_agreed(shown)
        self.facts.clear()
        self.moves += 1
        for played in self.pages:
            self.follow(played)

    def follow(self, played: Played) -> None:
        """A new step of the page is a new turn, in which nobody said anything yet."""
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
            address = link_to(row).removeprefix("http://testserver")
            played.links.append(Link(row.pk, address, row.name, words, found.pk, timezone.now().timestamp()))

    @initialize(guests_read=st.booleans())
    def begin(self, guests_read):
        """An article of a member's, and an interview by somebody of the desk, perhaps with its guest already."""
        self.add("anna", self.newsroom.blog, "article", "")
        self.add("r1", self.newsroom.radio, "interview", "Olga")
        for place, who in enumerate(("anna", "r1")):
            self.send(place, who, "uno", True)
        if guests_read:
            self.say_yes(1, "r2", False)

    def add(self, who: str, parent: Page, model: str, named: str) -> None:
        fields = {"people": named} if model == "interview" else {}
        page = create(self.user(who), parent, f"P{len(self.pages)}", model=model, **fields)
        self.pages.append(Played(page.pk, self.number[who]))

    @precondition(lambda game: len(game.pages) < 3)
    @rule(who=everyone, radio=st.booleans(), model=st.sampled_from(["article", "interview", "timed"]), named=people)
    def create(self, who, radio, model, named):
        if who in self.gone or who == "su":
            return
        with self.move():
            self.add(who, self.newsroom.radio if radio else self.newsroom.blog, model, named)

    def later(self) -> str:
        return timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")

    @there_are("is_there")
    @rule(
        place=pages_where("is_there"),
        who=everyone,
        body=bodies,
        how=st.sampled_from(["save", "autosave", "overwrite", "rename"]),
        named=people,
        timed=st.booleans(),
    )
    def edit(self, place, who, body, how, named, timed):
        played, page = self.page(place)
        at_guests, before = self.is_at_guests(played), words_of(last(page))
        with self.move(may=self.may_edit(who, played)):
            data = {"go_live_at": self.later()} if timed else {}
            if how == "rename":
                data["people"] = named
            if how in ("save", "rename"):
                assert edit(self.user(who), page, body, follow=False, **data).status_code < 500
            elif who not in self.gone:
                if how == "overwrite":
                    data["overwrite_revision_id"] = last(page).pk
                edit(self.user(who), page, body, json=True, **data)
        if at_guests and words_of(last(page)) != before:
            assert self.is_at_desk(played), "the guests read what nobody of the desk agreed to"

    @there_are("is_open")
    @rule(
        place=pages_where("is_open"),
        who=readers,
        body=bodies,
        overwrite=st.booleans(),
        then_yes=st.booleans(),
        looked=senders,
    )
    def fix(self, place, who, body, overwrite, then_yes, looked):
        """While somebody reads: theirs is a yes to what they saw."""
        if looked and self.is_at_desk(self.pages[place]):
            self.look(place, looked, False)
        self.edit(place, who, body, "overwrite" if overwrite else "save", "", False)
        if then_yes and self.is_at_desk(self.pages[place]):
            self.say_yes(place, who, False)
        if looked and self.is_at_desk(self.pages[place]):
            self.say_yes(place, looked, True)

    @there_are("is_open")
    @rule(
        place=pages_where("is_open"),
        who=readers,
        other=everyone,
        body=bodies,
        end=st.sampled_from(["release", "withdraw", "agree"]),
    )
    def take_in_charge(self, place, who, other, body, end):
        """It keeps the others out of the editor, and stops nobody's yes."""
        for user in (who, other):
            self.claim(place, user)
        self.edit(place, other, body, "save", "", False)
        if end == "release":
            self.release(place, other)
        elif end == "withdraw":
            author = self.pages[place].owner or self.pages[place].requester
            self.withdraw(place, next((name for name in EVERYONE if self.number[name] == author), "su"))
        else:
            self.agree_all(place, other, who)

    def holder(self, played: Played) -> int | None:
        """Whoever left the desk holds nothing."""
        number = Page.objects.get(pk=played.pk).locked_by_id
        who = next((name for name in EVERYONE if self.number[name] == number), None)
        return number if who and self.is_reviewer(who, played) else None

    def claim(self, place, who):
        played, page = self.page(place)
        number = self.number[who]
        may = self.is_reviewer(who, played) and self.holder(played) in (None, number)
        with self.move(may=may):
            self.user(who).client.post(review_url("claim", state(page)))
        assert not may or (self.is_held(played) and self.holder(played) == number)

    def release(self, place, who):
        played, page = self.page(place)
        chief = who == "ed" and self.number[who] in self.desk
        may = self.is_reviewer(who, played) and (chief or self.holder(played) in (None, self.number[who]))
        with self.move(may=may):
            self.user(who).client.post(review_url("release", state(page)))
        assert not may or not self.is_held(played)

    @there_are("is_idle")
    @rule(place=pages_where("is_idle"), who=senders, body=bodies, through_editor=st.booleans())
    def send(self, place, who, body, through_editor):
        played, page = self.page(place)
        who = who or next((name for name in EVERYONE if self.number[name] == played.owner), "r1")
        request = page.current_workflow_state
        own = who not in self.gone and self.number[who] == played.owner
        may = self.may_edit(who, played) if through_editor else own
        with self.move(may=may):
            if through_editor:
                edit(self.user(who), page, body, follow=False, **{"action-submit": "1"})
            else:
                self.user(who).client.post(author_action_url("send", page), {"digest": digest(last(page))})
        turn = self.turn(played)
        if turn is None:
            return
        assert may and not turn.said
        if state(page).workflow_state != request:
            played.requester, played.senders = self.number[who], set()
        played.senders.add(self.number[who])
        words = words_of(last(page))
        assert words.body == body or not through_editor
        self.hear(played, page, turn, who, words, False)

    def hear(self, played: Played, page: Page, turn: Turn, who: str, words: Words, as_reviewer: bool) -> None:
        turn.said.add((words, self.number[who], as_reviewer))
        played.heard[last(page).pk] = words

    @there_are("is_at_desk")
    @rule(place=pages_where("is_at_desk"), who=everyone, through_page=st.booleans())
    def look(self, place, who, through_page):
        played, page = self.page(place)
        at, revision = state(page), last(page)
        self.looks[place, who] = (at.pk, digest(revision), words_of(revision), revision.pk)
        if through_page and self.is_reviewer(who, played):
            assert read(self.user(who), page) == digest(revision)

    def seen(self, place: int, who: str, page: Page, stale: bool) -> tuple[TaskState, str, Words, bool]:
        """What this person looked at, now or before, and whether it is what stands there now."""
        if not stale or (place, who) not in self.looks:
            self.look(place, who, False)
        at, fingerprint, words, _revision = self.looks[place, who]
        now = state(page)
        return TaskState(pk=at), fingerprint, words, (at, words) == (now.pk, words_of(last(page)))

    @there_are("is_at_desk")
    @rule(place=pages_where("is_at_desk"), who=everyone, stale=st.booleans())
    def say_yes(self, place, who, stale):
        played, page = self.page(place)
        turn, reviewer, author = self.turn(played), self.is_reviewer(who, played), self.is_author(who, played)
        at, fingerprint, words, current = self.seen(place, who, page, stale)
        may = current and (reviewer or author)
        if author:  # the author's door leads to the step that is open
            may = words == words_of(last(page))
        said = {(text, number) for text, number, _ in turn.said}
        may = may and (words, self.number[who]) not in said
        would_pass = Turn(0, 0, False, True, None, turn.said | {(words, self.number[who], reviewer)}).agreed(words)
        if would_pass and not self.can_finish(played, words):
            may = False
        revision = last(page)
        with self.move(may=may, public=True):
            if author:
                self.user(who).client.post(author_action_url("agree", page), {"digest": fingerprint})
            else:
                self.user(who).client.post(review_url("approve", at), {"digest": fingerprint})
            if may:
                turn.said.add((words, self.number[who], reviewer))
                played.heard[revision.pk] = words
        assert not may or Approval.objects.filter(task_state=at.pk, user_number=self.number[who]).exists() or author
        assert not may or (self.turn(played) is not turn) == would_pass, "passed with one yes, or not with two"

    def can_finish(self, played: Played, words: Words) -> bool:
        """The section's workflow is still this one, and (where nobody is asked) no step of it sleeps."""
        asks_guests = self.turn(played).asks_guests
        if asks_guests and not self.asleep and words.names:
            return True  # goes to the guests first
        return self.has_same_workflow(played) and not (asks_guests and self.asleep)

    @there_are("is_open")
    @rule(place=pages_where("is_open"), first=readers, second=everyone)
    def agree_all(self, place, first, second):
        """The way to everything that follows."""
        for who in (first, second):
            if self.is_at_desk(self.pages[place]):
                self.say_yes(place, who, False)
        for which in (-1, -2):
            if self.is_at_guests(self.pages[place]):
                self.guest_answers(place, which, True)

    @there_are("is_open")
    @rule(place=pages_where("is_open"), who=everyone, stale=st.booleans(), points=st.sampled_from(POINTS))
    def ask(self, place, who, stale, points):
        played, page = self.page(place)
        if self.is_at_desk(played):
            at, fingerprint, _words, current = self.seen(place, who, page, stale)
        else:
            at, fingerprint, current = state(page), digest(last(page)), False
        may = current and self.is_reviewer(who, played) and points[-1][0] != "owner"
        fields, texts = zip(*[point for point in points if point[0]], strict=True) if points[-1][0] else ([], [])
        reason = "" if points[0][0] else REASON
        with self.move(may=may):
            data = {"digest": fingerprint, "reason": reason, "field": fields, "text": texts}
            self.user(who).client.post(review_url("request_changes", at), data)
        assert not (may and self.is_open(played))
        if may:
            rows = ChangeRequestItem.objects.filter(task_state=at.pk)
            assert list(rows.values_list("field", "text")) == points

    @there_are("is_at_desk")
    @rule(place=pages_where("is_at_desk"), first=readers, second=readers)
    def ask_and_send_again(self, place, first, second):
        """Whoever of the desk sends a text again reads it no more."""
        self.ask(place, first, False, POINTS[0])
        if self.is_idle(self.pages[place]):
            self.send(place, second, "uno", True)
        if self.is_open(self.pages[place]):
            self.fix(place, second, "due", False, True, None)

    @there_are("is_open")
    @rule(place=pages_where("is_open"), who=everyone)
    def withdraw(self, place, who):
        played, page = self.page(place)
        may = self.is_author(who, played)
        with self.move(may=may):
            self.user(who).client.post(author_action_url("withdraw", page))
        assert self.is_open(played) != may

    # --- the guests

    @there_are("was_at_guests")
    @rule(
        place=pages_where("was_at_guests"),
        which=st.sampled_from([-1, -2, 0, 1]),
        yes=st.sampled_from([True, True, False]),
    )
    def guest_answers(self, place, which, yes):
        played, page = self.page(place)
        link = played.links[which % len(played.links)]
        at, turn = self.open_state(played), self.turn(played)
        in_time = timezone.now().timestamp() + 60 - link.made <= timedelta(days=14).total_seconds()
        may = at is not None and turn is not None and at.pk == link.turn and not link.answered and in_time
        revision = last(page)
        if may and yes:
            settled = turn.settled | {(link.words, link.name)}
            if link.words.names <= {name for text, name in settled if text == link.words}:
                may = self.has_same_workflow(played)
        with self.move(may=may, public=True):
            data = {"yes": "1"} if yes else {"no": "1", "comment": "manca il mio mestiere"}
            assert Client().post(link.address, data).status_code < 500
            if may:
                link.answered = True
                if yes:
                    turn.settled.add((link.words, link.name))
                    played.heard[revision.pk] = link.words
        assert not may or yes or self.is_at_desk(played)
        assert not may or ConsentRequest.objects.get(pk=link.ask).answer == ("yes" if yes else "changes")

    def open_links(self, played: Played) -> list[Link]:
        at = self.open_state(played)
        return [link for link in played.links if at and link.turn == at.pk and not link.answered]

    @there_are("is_at_guests")
    @rule(place=pages_where("is_at_guests"), who=everyone, days=st.sampled_from([0, 15]))
    def go_on_without_them(self, place, who, days):
        self.remind(place, who)
        if days:
            self.wait(days, False)
        if self.is_at_guests(self.pages[place]):
            self.waive(place, who)

    def remind(self, place, who):
        played, _page = self.page(place)
        for link in self.open_links(played)[:1]:
            may = self.is_reviewer(who, played)
            with self.move(may=may):
                self.user(who).client.post(reverse("editorial_remind", args=[link.ask]))
            link.reminded = link.reminded or may

    def waive(self, place, who):
        played, page = self.page(place)
        turn = self.turn(played)
        for link in self.open_links(played)[:1]:
            waited = timezone.now().timestamp() + 60 - link.made >= timedelta(days=14).total_seconds()
            may = self.is_reviewer(who, played) and link.reminded and waited
            settled = {name for text, name in turn.settled if text == link.words} | {link.name}
            if may and link.words.names <= settled:
                may = self.has_same_workflow(played)
            with self.move(may=may, public=True):
                self.user(who).client.post(reverse("editorial_waive", args=[link.ask]), {"reason": REASON})
                if may:
                    link.answered = True
                    turn.settled.add((link.words, link.name))
            assert not may or ConsentRequest.objects.get(pk=link.ask).answer == "waived"

    # --- the clock

    @rule(days=st.sampled_from([1, 4, 8, 15]), reminders=st.booleans())
    def wait(self, days, reminders):
        self.waited = True
        self.traveller.shift(timedelta(days=days))
        with self.move(public=True):
            call_command("publish_scheduled")
            if reminders:
                call_command("send_reminders")
                for played in self.pages:
                    for link in self.open_links(played):
                        link.reminded |= timezone.now().timestamp() - link.made >= timedelta(days=7).total_seconds()

    def purge(self):
        with self.move():
            call_command("purge_revisions")

    # --- down and back

    @there_are("is_live")
    @rule(place=pages_where("is_live"), who=everyone)
    def take_down(self, place, who):
        played, page = self.page(place)
        own = who not in self.gone and self.number[who] == played.owner and isinstance(page, Timed)
        may = own or self.reads_section(who, played)
        with self.move(may=may, public=may):
            if own:
                self.user(who).client.post(author_action_url("hide", page))
            else:
                target = reverse("editorial_take_down", args=[page.pk])
                self.user(who).client.post(target, {"reason": REASON})
        if may:
            played.hidden_by_owner, played.is_altered = own, False
        assert self.is_live(played) != may

    @there_are("is_there")
    @rule(place=pages_where("is_there"), first=readers, second=everyone, altered=st.sampled_from(ALTERED[::-1]))
    def go_and_come_back(self, place, first, second, altered):
        """As far as these two may."""
        played = self.pages[place]
        if self.is_idle(played) and not self.is_live(played) and not self.is_down(played):
            self.send(place, None, "uno", False)
        if self.is_open(played):
            self.agree_all(place, first, second)
        if self.is_live(played):
            self.take_down(place, first)
        if self.is_down(played):
            self.bring_back(place, first, altered)

    @there_are("is_down")
    @rule(place=pages_where("is_down"), who=everyone, altered=st.sampled_from(["", *ALTERED]))
    def bring_back(self, place, who, altered):
        played, page = self.page(place)
        if altered:
            played.is_altered |= self.alter_what_is_down(played, altered)
        own = who not in self.gone and self.number[who] == played.owner
        is_as_agreed = not played.is_altered and Takedown.objects.get(page=played.pk, returned_at=None).revision
        may = bool(is_as_agreed) and (self.reads_section(who, played) or (own and played.hidden_by_owner))
        with self.move(may=may, public=may, returns=True):
            name = "author_back" if own else "bring_back"
            self.user(who).client.post(reverse(f"editorial_{name}", args=[page.pk]))
        assert self.is_live(played) == may

    def alter_what_is_down(self, played: Played, what: str) -> bool:
        """By hand in the database, as nothing else can: it may not come back."""
        row = Takedown.objects.open().select_related("revision").get(page=played.pk)
        if row.revision is None:
            return False
        Revision.objects.filter(pk=row.revision_id).update(content=row.revision.content | {"body": "altered"})
        if what != "text":
            Takedown.objects.filter(pk=row.pk).update(digest=digest(row.revision))
        played.heard.pop(row.revision_id, None)
        return True

    # --- people and steps come and go

    @precondition(lambda game: len(game.gone) < 2)
    @rule(who=st.sampled_from(["r1", "r2", "ed", "anna"]), how=st.sampled_from(["moves on", "closed", "erased"]))
    def leave(self, who, how):
        number = self.number[who]
        if who in self.gone or number not in self.desk | self.members:
            return
        with self.move():
            if how == "moves on":
                User.objects.get(pk=number).groups.clear()
                self.desk.discard(number)
                self.members.discard(number)
            elif how == "closed":
                User.objects.filter(pk=number).update(is_active=False)
                self.gone.add(who)
            else:
                assert self.newsroom.su.client.post(f"/admin/users/delete/{number}/").status_code == 302
                self.gone.add(who)
                for played in self.pages:
                    played.owner = None if played.owner == number else played.owner
                    played.requester = None if played.requester == number else played.requester

    @there_are("is_open")
    @rule(place=pages_where("is_open"), what=st.sampled_from(["workflow", "desk", "guests"]))
    def disable(self, place, what):
        """Refused: something waits there."""
        workflow = self.open_state(self.pages[place]).workflow_state.workflow
        radio = workflow == self.newsroom.radio_workflow
        task = (
            self.newsroom.guest
            if what == "guests" and radio
            else self.newsroom.radio_desk
            if radio
            else self.newsroom.blog_desk
        )
        name, thing = ("disable", workflow) if what == "workflow" else ("disable_task", task)
        with self.move(may=False):
            self.newsroom.su.client.post(reverse(f"wagtailadmin_workflows:{name}", args=[thing.pk]))
        thing.refresh_from_db()
        assert thing.active or (what == "guests" and self.asleep)

    @rule(what=st.sampled_from(["purge", "guests", "off", "same", "other"]), radio=st.booleans())
    def happen(self, what, radio):
        if what == "purge":
            self.purge()
        elif what == "guests":
            self.put_the_guests_step_to_sleep()
        else:
            self.change_workflow(radio, what)

    def change_workflow(self, radio, to):
        """Of a section: none, its own, or one that reads as its own does and is not it."""
        section, own = (
            (self.newsroom.radio, self.newsroom.radio_workflow)
            if radio
            else (self.newsroom.blog, self.newsroom.blog_workflow)
        )
        with self.move():
            if to == "off":
                self.newsroom.su.client.post(reverse("wagtailadmin_workflows:remove", args=[section.pk]))
                assert not WorkflowPage.objects.filter(page=section).exists()
                self.workflows.pop(section.pk, None)
            else:
                workflow = own if to == "same" else self.newsroom.other_workflow
                WorkflowPage.objects.update_or_create(page=section, defaults={"workflow": workflow})
                self.workflows[section.pk] = workflow.pk

    @there_are("is_open")
    @rule(place=pages_where("is_open"), to=st.sampled_from(["off", "other"]), first=readers, second=everyone)
    def change_workflow_before_the_finish(self, place, to, first, second):
        """And back."""
        radio = self.section(self.pages[place]) == self.newsroom.radio.pk
        self.change_workflow(radio, to)
        self.agree_all(place, first, second)
        self.change_workflow(radio, "same")

    def put_the_guests_step_to_sleep(self):
        """Or wake it; by hand in the database."""
        with self.move():
            self.asleep = not self.asleep
            Task.objects.filter(pk=self.newsroom.guest.pk).update(active=not self.asleep)

    # --- every other door

    @there_are("is_there")
    @rule(
        place=pages_where("is_there"),
        who=everyone,
        what=st.sampled_from(
            ["publish", "revert", "bulk", "copy", "move", "delete", "unpublish", "workflow", "api", "lock"]
        ),
    )
    def try_stock(self, place, who, what):
        played, page = self.page(place)
        post = self.user(who).client.post
        with self.move():
            if what == "publish":
                edit(self.user(who), page, follow=False, **{"action-publish": "1"})
            elif what == "revert":
                first = page.revisions.order_by("pk").first().pk
                data = form(title=page.title, slug=page.slug, body="uno", **{"action-publish": "1"})
                post(url("revisions_revert", page.pk, first), data)
            elif what == "bulk":
                bulk(self.user(who), "publish", page)
                bulk(self.user(who), "unpublish", page)
            elif what == "copy":
                count = Page.objects.count()
                data = {"new_title": "C", "new_slug": f"c{count}", "new_parent_page": self.newsroom.bare.pk}
                post(url("copy", page.pk), data | {"publish_copies": "on"})
            elif what == "move":
                post(
                    url(
                        "move_confirm",
                        page.pk,
                        (
                            self.newsroom.radio
                            if self.section(played) != self.newsroom.radio.pk
                            else self.newsroom.blog
                        ).pk,
                    )
                )
            elif what == "delete":
                post(url("delete", page.pk))
            elif what == "unpublish":
                post(url("unpublish", page.pk))
                post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, last(page).pk]))
            elif what == "workflow" and (at := self.open_state(played)):
                post(url("workflow_action", page.pk, "approve", at.pk), {"comment": REASON})
                edit(
                    self.user(who),
                    page,
                    "HACK",
                    follow=False,
                    **{"action-workflow-action": "1", "workflow-action-name": "approve"},
                )
            elif what == "api":
                api(self.user(who), page, "publish")
            elif what == "lock":
                post(url("lock", page.pk))
                post(url("unlock", page.pk))

    # --- what holds

    @invariant()
    def all_is_well(self):
        self.what_is_live_was_agreed()
        self.the_public_reads_what_is_live()
        self.what_was_agreed_is_never_rewritten()
        self.no_step_is_left_without_answer()
        self.the_desk_counts_who_spoke_and_nobody_else()
        self.nobody_holds_what_does_not_wait()
        self.the_doctor_finds_nothing_that_was_not_played()

    def what_is_live_was_agreed(self):
        ours = {played.pk: played for played in self.pages}
        for number, words in self.public.items():
            assert ours[number].is_explained(words, self.section(ours[number])), f"not agreed: {words}"

    def what_went_live_was_agreed(self, shown: dict[int, Words]) -> None:
        """By the section's workflow of today."""
        ours = {played.pk: played for played in self.pages}
        for number, words in self.public.items():
            section = self.section(ours[number])
            if shown.get(number) != words:
                workflow = self.workflows.get(section)
                assert ours[number].is_explained(words, section, workflow), f"not agreed here: {words}"

    def the_public_reads_what_is_live(self):
        """Asked again where the page's row changed."""
        for page in Page.objects.filter(pk__in=[played.pk for played in self.pages]).specific():
            row = [page.live, page.url_path, *Words.of(page)]
            if self.read.get(page.pk) == row:
                continue
            self.read[page.pk] = row
            response = Client().get(page.url)
            assert response.status_code == (200 if page.live else 404)
            if page.live:
                found = re.search(r"<title>(.*)</title><main>(.*)</main>", response.content.decode())
                assert found and found.groups() == (page.title, page.body)

    def what_was_agreed_is_never_rewritten(self):
        for played in self.pages:
            kept = Revision.objects.in_bulk(list(played.heard))
            assert {pk: words_of(row) for pk, row in kept.items()} == {pk: played.heard[pk] for pk in kept}

    def no_step_is_left_without_answer(self):
        standing = WorkflowState.STATUS_IN_PROGRESS
        requests = WorkflowState.objects.filter(status=standing).values_list("pk", "current_task_state")
        steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values_list("workflow_state", "pk")
        assert sorted(requests) == sorted(steps)

    def the_desk_counts_who_spoke_and_nobody_else(self):
        for played in self.pages:
            if turn := self.turn(played):
                counted = self.open_state(played).approvals.filter(user_number__isnull=False)
                said = sorted((number, reviewer) for _words, number, reviewer in turn.said)
                assert sorted(counted.values_list("user_number", "as_reviewer")) == said

    def nobody_holds_what_does_not_wait(self):
        """Or its author could not mend it."""
        for place in self.where("is_held"):
            assert self.is_open(self.pages[place]), "locked, and nobody reads it"

    def the_doctor_finds_nothing_that_was_not_played(self):
        if self.moves % 5:  # it reads everything
            return
        explained = set(self.well)
        readers = [name for name in READERS if name not in self.gone and self.number[name] in self.desk]
        explained |= {"thin-desk"} if len(readers) < 2 else set()
        explained |= {"inactive-step"} if self.asleep else set()
        explained |= {"orphan"} if self.gone else set()
        explained |= {"mail-late"} if self.waited else set()
        assert {finding.code for finding in health.examine()} <= explained


def test_what_is_public_was_agreed_by_two(db, settings, tmp_path):
    set_hypothesis_home_dir(tmp_path)
    settings.SESSION_COOKIE_AGE = 60 * 60 * 24 * 365 * 50  # nobody has to log in again when the clock moves
    with time_machine.travel(NOW, tick=False):
        Game.newsroom = newsroom = build()
        newsroom.other_workflow = make_workflow("Altra", newsroom.bare, newsroom.blog_desk)
        WorkflowPage.objects.filter(page=newsroom.bare).delete()
        for name in EVERYONE:  # before the first game, which takes back what was written in it
            getattr(newsroom, name).client.force_login(getattr(newsroom, name))
    logging.disable(logging.WARNING)  # each refusal would be a page of the report
    try:
        run_state_machine_as_test(Game, settings=play())
    finally:
        logging.disable(logging.NOTSET)


def play() -> Settings:
    common = {
        "max_examples": MANY or 8,
        "stateful_step_count": STEPS,
        "deadline": None,
        "database": None,
        # Making a failure small takes minutes: «make fuzz» does.
        "phases": [Phase.generate, Phase.shrink] if MANY else [Phase.generate],
        # A move is some requests: slow by nature; and most of what people try is refused.
        "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    }
    return Settings(derandomize=not MANY, print_blob=bool(MANY), **common)
