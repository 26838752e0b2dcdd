"""What is done to a text until it is agreed: written, sent, read, corrected, agreed to, handed back, withdrawn."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from wagtail.models import Page, TaskState

from editorial.models import Approval, ChangeRequestItem
from editorial.review.baseline import OWN
from editorial.review.shown import shown_to
from tests.support.moderation import author_action_url, edit, fresh, last, read, review_url, seen_data

from ..ledger import Played, Turn, Words
from .guests import GuestPlays
from .stage import (
    AUTHOR,
    BODIES,
    EVERYONE,
    MOST_PAGES,
    OTHER_REVIEWER,
    READERS,
    REASON,
    Look,
    bodies,
    everyone,
    mostly,
    pages_where,
    parts,
    people,
    readers,
    reading_parts,
    senders,
    there_are,
)

# What the desk asks for, by field; "" the whole page. The last is none of the page's.
POINTS = [[("", REASON)], [("body", REASON)], [("", REASON), ("title", REASON), ("body", REASON)], [("owner", REASON)]]


class ReviewPlays(GuestPlays):
    """Plays the author and the desk."""

    @precondition(lambda game: len(game.pages) < MOST_PAGES)
    @rule(who=everyone, radio=st.booleans(), model=st.sampled_from(["article", "interview", "timed"]), named=people)
    def create(self, who: str, radio: bool, model: str, named: str) -> None:
        if who in self.gone or who == "su":
            return
        with self.move():
            self.add(who, self.newsroom.radio if radio else self.newsroom.blog, model, named)

    @staticmethod
    def later() -> str:
        return timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")

    @there_are("is_there")
    @rule(
        place=pages_where("is_there"),
        part=parts,
        body=bodies,
        how=st.sampled_from(["save", "autosave", "overwrite", "rename"]),
        named=people,
        timed=st.booleans(),
    )
    def edit(self, place: int, part: str, body: str, how: str, named: str, timed: bool) -> None:
        who = self.who(place, part)
        played, page = self.page(place)
        at_guests, before = self.is_at_guests(played), self.latest_words(played)
        with self.move(may=self.may_edit(who, played)):
            data: dict[str, Any] = {"go_live_at": self.later()} if timed else {}
            if how == "rename":
                data["people"] = named
            if how in ("save", "rename"):
                assert self.write(who, page, body, **data) < 500
            elif who not in self.gone:
                if how == "overwrite":
                    data["overwrite_revision_id"] = last(page).pk
                edit(self.user(who), page, body, json=True, **data)
        if at_guests and self.latest_words(played) != before:
            assert self.is_at_desk(played), "the guests read what nobody of the desk agreed to"

    @there_are("is_open")
    @rule(
        place=pages_where("is_open"),
        part=reading_parts,
        other=st.sampled_from([1, 2]),
        overwrite=st.booleans(),
        then_yes=mostly,
        looked=st.sampled_from([OTHER_REVIEWER, AUTHOR, *READERS, None]),
    )
    def fix(self, place: int, part: str, other: int, overwrite: bool, then_yes: bool, looked: str | None) -> None:
        """Correct a text into another while somebody reads it: theirs is a yes to what they saw."""
        played = self.pages[place]
        who, looker = self.who(place, part), looked and self.who(place, looked)
        looker = self.who(place, AUTHOR) if looker == who else looker
        if looker and self.is_at_desk(played):
            self.look(place, looker, False)
        now = self.latest_words(played).body
        body = BODIES[(BODIES.index(now) + other) % len(BODIES)] if now in BODIES else "uno"
        self.edit(place, who, body, "overwrite" if overwrite else "save", "", False)
        if then_yes and played.links:
            self.guest_answers(place, -1, True)
        if then_yes and self.is_at_desk(played):
            self.say_yes(place, who, False)
        if looker and self.is_at_desk(played):
            self.say_yes(place, looker, True)

    @there_are("is_open")
    @rule(
        place=pages_where("is_open"),
        first=reading_parts,
        second=everyone,
        body=bodies,
        end=st.sampled_from(["release", "withdraw", "agree"]),
    )
    def take_in_charge(self, place: int, first: str, second: str, body: str, end: str) -> None:
        """Keep the others out of the editor, and stop nobody's yes."""
        who = self.who(place, first)
        for user in (who, second):
            self.claim(place, user)
        self.edit(place, second, body, "save", "", False)
        if end == "release":
            self.release(place, second)
        elif end == "withdraw":
            self.withdraw(place, self.author(self.pages[place]) or "su")
        else:
            self.agree_all(place, second, who)

    def holder(self, played: Played) -> int | None:
        """Return who has taken the page in charge: whoever left the desk holds nothing."""
        number: int | None = self.rows()[played.pk]["locked_by"]
        who = next((name for name in EVERYONE if self.number[name] == number), None)
        return number if who and self.is_reviewer(who, played) else None

    def open_step(self, played: Played) -> TaskState:
        """Return the open step of a page that waits."""
        found = self.open_state(played)
        assert found is not None
        return found

    def claim(self, place: int, who: str) -> None:
        played = self.pages[place]
        number = self.number[who]
        may = self.is_reviewer(who, played) and self.holder(played) in (None, number)
        with self.move(may=may):
            self.browser(who).post(review_url("claim", self.open_step(played)))
        assert not may or (self.is_held(played) and self.holder(played) == number)

    def release(self, place: int, who: str) -> None:
        played = self.pages[place]
        chief = who == "ed" and self.number[who] in self.desk
        may = self.is_reviewer(who, played) and (chief or self.holder(played) in (None, self.number[who]))
        with self.move(may=may):
            self.browser(who).post(review_url("release", self.open_step(played)))
        assert not may or not self.is_held(played)

    @there_are("is_idle")
    @rule(place=pages_where("is_idle"), who=senders, body=bodies, through_editor=st.booleans())
    def send(self, place: int, who: str | None, body: str, through_editor: bool) -> None:
        played, page = self.page(place)
        who = who or next((name for name in EVERYONE if self.number[name] == played.owner), "r1")
        request = page.current_workflow_state
        own = who not in self.gone and self.number[who] == played.owner
        may = self.may_edit(who, played) if through_editor else own
        with self.move(may=may):
            if through_editor:
                self.write(who, page, body, **{"action-submit": "1"})
            else:
                self.browser(who).post(author_action_url("send", page), seen_data(self.user(who), page))
        turn = self.turn(played)
        if turn is None:
            return
        assert may and not turn.said
        if self.open_step(played).workflow_state != request:
            played.requester, played.senders = self.number[who], set()
        played.senders.add(self.number[who])
        words = self.latest_words(played)
        assert words.body == body or not through_editor
        turn.said.add((words, self.number[who], False))
        played.heard[self.latest(played).pk] = words
        played.was_agreed_to(self.number[who], words)

    @there_are("is_at_desk")
    @rule(place=pages_where("is_at_desk"), part=parts, through_page=st.booleans())
    def look(self, place: int, part: str, through_page: bool) -> None:
        who = self.who(place, part)
        played = self.pages[place]
        form = self.shown_list(played, who)
        self.looks[place, who] = Look(
            self.open_step(played).pk, form, self.latest_words(played), played.learned[self.number[who]]
        )
        if through_page and self.is_reviewer(who, played):
            found = read(self.user(who), Page(pk=played.pk))
            assert form | found == form and "digest" in found  # no form for whoever has said yes

    def shown_list(self, played: Played, who: str) -> dict[str, str]:
        """Return the fields of the form of a screen that shows the text to this person, and look at its list: every
        field in which the text differs from what they know has a line."""
        page, now = fresh(Page(pk=played.pk)), self.latest_words(played)
        shown = shown_to(self.user(who), page, self.latest(played), page.current_workflow_state)
        known = played.knows.get(self.number[who]) or self.public.get(played.pk)
        others = {name for name in Words._fields if known and getattr(known, name) != getattr(now, name)}
        exact = shown.baseline.kind == OWN or played.knows.get(self.number[who]) is None
        lines = len(shown.differences)  # more where a purge took what they know
        assert known is None or (lines == len(others) if exact else lines >= len(others)), (known, now, shown)
        assert shown.others_wrote == bool(played.unread[self.number[who]]) or not played.knows.get(self.number[who])
        return {"digest": shown.seen.digest, "shown": shown.seen.token}

    def seen(self, place: int, who: str, stale: bool) -> tuple[Look, bool]:
        """Return what this person looked at, now or before, and whether it is what stands there now."""
        if not stale or (place, who) not in self.looks:
            self.look(place, who, False)
        look, played = self.looks[place, who], self.pages[place]
        then = look.state, look.words, look.learned
        return look, then == (self.open_step(played).pk, self.latest_words(played), played.learned[self.number[who]])

    @there_are("is_at_desk")
    @rule(place=pages_where("is_at_desk"), part=parts, stale=mostly)
    def say_yes(self, place: int, part: str, stale: bool) -> None:
        who = self.who(place, part)
        played, page = self.page(place)
        turn, reviewer, author = self.turn(played), self.is_reviewer(who, played), self.is_author(who, played)
        assert turn is not None
        look, current = self.seen(place, who, stale)
        words = look.words
        may = current and (reviewer or author)
        if author:  # the author's form leads to the step that is open, if it is of the same request
            may = words == self.latest_words(played) and look.learned == played.learned[self.number[who]]
            may = may and self.same_request(look)
        said = {(text, number) for text, number, _ in turn.said}
        may = may and (words, self.number[who]) not in said
        would_pass = Turn(0, 0, False, True, None, turn.said | {(words, self.number[who], reviewer)}).agreed(words)
        if would_pass and not self.can_finish(played, words):
            may = False
        revision = self.latest(played)
        with self.move(may=may, public=True):
            if author:
                self.browser(who).post(author_action_url("agree", page), look.form)
            else:
                self.browser(who).post(review_url("approve", TaskState(pk=look.state)), look.form)
            if may:
                turn.said.add((words, self.number[who], reviewer))
                played.heard[revision.pk] = words
                played.was_agreed_to(self.number[who], words)
        approvals = Approval.objects.filter(task_state=look.state, user_number=self.number[who])
        assert not may or author or approvals.exists()
        assert not may or (self.turn(played) is not turn) == would_pass, "passed with one yes, or not with two"

    def same_request(self, look: Look) -> bool:
        steps = TaskState.objects.filter(workflow_state__task_states=look.state)
        return steps.filter(status=TaskState.STATUS_IN_PROGRESS).exists()

    def can_finish(self, played: Played, words: Words) -> bool:
        """Tell whether the section's workflow is still this one and (where nobody is asked) no step of it sleeps."""
        turn = self.turn(played)
        asks_guests = turn is not None and turn.asks_guests
        if asks_guests and not self.asleep and words.names:
            return True  # goes to the guests first
        return self.has_same_workflow(played) and not (asks_guests and self.asleep)

    @there_are("is_open")
    @rule(place=pages_where("is_open"), first=reading_parts, second=parts)
    def agree_all(self, place: int, first: str, second: str) -> None:
        """Go the way to everything that follows."""
        for part in (first, second):
            if self.is_at_desk(self.pages[place]):
                self.say_yes(place, part, False)
        for which in (-1, -2):
            if self.is_at_guests(self.pages[place]):
                self.guest_answers(place, which, True)

    @there_are("is_open")
    @rule(place=pages_where("is_open"), part=parts, stale=mostly, points=st.sampled_from(POINTS))
    def ask(self, place: int, part: str, stale: bool, points: list[tuple[str, str]]) -> None:
        who = self.who(place, part)
        played = self.pages[place]
        if self.is_at_desk(played):
            look, _shown = self.seen(place, who, stale)
            at, fingerprint = TaskState(pk=look.state), look.form["digest"]
            current = (look.state, look.words) == (self.open_step(played).pk, self.latest_words(played))
        else:
            at, fingerprint, current = self.open_step(played), self.latest_digest(played), False
        may = current and self.is_reviewer(who, played) and points[-1][0] != "owner"
        of_fields = [point for point in points if point[0]]
        with self.move(may=may):
            data = {
                "digest": fingerprint,
                "reason": "" if points[0][0] else REASON,
                "field": [name for name, _ in of_fields],
                "text": [text for _, text in of_fields],
            }
            self.browser(who).post(review_url("request_changes", at), data)
        assert not (may and self.is_open(played))
        if may:
            rows = ChangeRequestItem.objects.filter(task_state=at.pk)
            assert list(rows.values_list("field", "text")) == points

    @there_are("is_at_desk")
    @rule(place=pages_where("is_at_desk"), first=readers, second=readers)
    def ask_and_send_again(self, place: int, first: str, second: str) -> None:
        """Send a text again from the desk: whoever does reads it no more."""
        self.ask(place, first, False, POINTS[0])
        if self.is_idle(self.pages[place]):
            self.send(place, second, "uno", True)
        if self.is_open(self.pages[place]):
            self.fix(place, second, 1, False, True, None)

    @there_are("is_open")
    @rule(place=pages_where("is_open"), part=parts)
    def withdraw(self, place: int, part: str) -> None:
        who = self.who(place, part)
        played, page = self.page(place)
        may = self.is_author(who, played)
        with self.move(may=may):
            self.browser(who).post(author_action_url("withdraw", page))
        assert self.is_open(played) != may
