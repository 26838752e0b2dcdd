"""What guests answer, what the desk does while they think, and the clock."""

import re
from datetime import timedelta

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from editorial.models import ConsentRequest
from tests.support.moderation import hidden_fields

from ..ledger import Link, Played
from .stage import REASON, REVIEWER, Stage, mostly, pages_where, parts, seldom, there_are

TIME_TO_ANSWER, TIME_TO_REMIND = timedelta(days=14).total_seconds(), timedelta(days=7).total_seconds()


class GuestPlays(Stage):
    """Plays the people whom a page is about, with the links that they were ever sent."""

    @there_are("was_at_guests")
    @rule(
        place=pages_where("was_at_guests"),
        which=st.sampled_from([-1, -2, 0, 1]),
        yes=mostly,
    )
    def guest_answers(self, place: int, which: int, yes: bool) -> None:
        played = self.pages[place]
        link = played.links[which % len(played.links)]
        if not link.address:
            self.take_link(place, link, self.who(place, REVIEWER))
        if not link.address:
            return
        at, turn, revision = self.open_state(played), self.turn(played), self.latest(played)
        in_time = self.age_at_next_move(link.given or link.made) <= TIME_TO_ANSWER
        may = at is not None and at.pk == link.turn and not link.answered and in_time
        may = may and self.latest_words(played) == link.words
        if may and turn and yes:
            settled = turn.settled | {(link.words, link.name)}
            if link.words.names <= {name for text, name in settled if text == link.words}:
                may = self.has_same_workflow(played)
        with self.move(may=may, public=True):
            client = Client()
            data = {"yes": "1"} if yes else {"no": "1", "comment": "manca il mio mestiere"}
            data |= hidden_fields(client.get(link.address).content.decode()) if yes else {}
            assert client.post(link.address, data).status_code < 500
            if may and turn:
                link.answered = True
                if yes:
                    turn.settled.add((link.words, link.name))
                    played.heard[revision.pk] = link.words
        assert not may or yes or self.is_at_desk(played)
        assert not may or ConsentRequest.objects.get(pk=link.ask).answer == ("yes" if yes else "changes")

    def take_link(self, place: int, link: Link, who: str) -> None:
        """Let somebody take the link, to deliver it by hand: the one before is void."""
        played = self.pages[place]
        may = self.is_reviewer(who, played) and link in self.open_links(played) and link.name == "Muto"
        may = may and self.latest_words(played) == link.words
        with self.move(may=may):
            answer = self.browser(who).post(reverse("editorial_hand_over", args=[link.ask])).content.decode()
        found = re.search(r'value="http://testserver(/ospite/[^"]+)"', answer)
        assert bool(found) == may
        if found:
            link.address, link.given = found[1], timezone.now().timestamp()

    @there_are("is_at_guests")
    @rule(place=pages_where("is_at_guests"), part=parts, yes=st.booleans())
    def somebody_of_the_house_answers(self, place: int, part: str, yes: bool) -> None:
        """Whoever reads, wrote, sent or owns it takes the link, where that is theirs, and opens it: in vain."""
        played, who = self.pages[place], self.who(place, part)
        for link in self.open_links(played)[:1]:
            self.take_link(place, link, who)
            has_part = self.number[who] in {*self.desk, played.owner, played.requester, *played.senders} or who == "su"
            if link.address and has_part:
                with self.move(may=False):
                    form = hidden_fields(Client().get(link.address).content.decode())
                    data = form | ({"yes": "1"} if yes else {"no": "1", "comment": "manca il mio mestiere"})
                    assert self.browser(who).post(link.address, data).status_code in (403, 409, 410)

    @staticmethod
    def age_at_next_move(made: float) -> float:
        """Return how many seconds after this one the next move comes."""
        return timezone.now().timestamp() + 60 - made

    def open_links(self, played: Played) -> list[Link]:
        at = self.open_state(played)
        return [link for link in played.links if at and link.turn == at.pk and not link.answered]

    @there_are("is_at_guests")
    @rule(place=pages_where("is_at_guests"), part=parts, days=st.sampled_from([0, 15]))
    def go_on_without_them(self, place: int, part: str, days: int) -> None:
        who = self.who(place, part)
        self.remind(place, who)
        if days:
            self.wait(days, False)
        if self.is_at_guests(self.pages[place]):
            self.waive(place, who)

    def remind(self, place: int, who: str) -> None:
        played = self.pages[place]
        for link in self.open_links(played)[:1]:
            may = self.is_reviewer(who, played)
            with self.move(may=may):
                self.browser(who).post(reverse("editorial_remind", args=[link.ask]))
            link.reminded = link.reminded or may

    def waive(self, place: int, who: str) -> None:
        played = self.pages[place]
        turn = self.turn(played)
        assert turn is not None
        for link in self.open_links(played)[:1]:
            waited = self.age_at_next_move(link.made) >= TIME_TO_ANSWER
            may = self.is_reviewer(who, played) and link.reminded and waited
            settled = {name for text, name in turn.settled if text == link.words} | {link.name}
            if may and link.words.names <= settled:
                may = self.has_same_workflow(played)
            with self.move(may=may, public=True):
                self.browser(who).post(reverse("editorial_waive", args=[link.ask]), {"reason": REASON})
                if may:
                    link.answered = True
                    turn.settled.add((link.words, link.name))
            assert not may or ConsentRequest.objects.get(pk=link.ask).answer == "waived"

    # --- the clock

    @seldom
    @rule(days=st.sampled_from([1, 4, 8, 15]), reminders=st.booleans())
    def wait(self, days: int, reminders: bool) -> None:
        self.waited = True
        self.traveller.shift(timedelta(days=days))
        with self.move(public=True):
            call_command("publish_scheduled")
            if reminders:
                call_command("send_reminders")
                self.accounts_are_looked_after()
                for played in self.pages:
                    for link in self.open_links(played):
                        link.reminded |= timezone.now().timestamp() - link.made >= TIME_TO_REMIND

    def purge(self) -> None:
        with self.move():
            call_command("purge_revisions")
