"""What holds after every move, whatever was played."""

import re

from django.test import Client
from hypothesis.stateful import invariant
from wagtail.models import Page, Revision, TaskState, WorkflowState

from editorial.audit import health

from ..ledger import Words, words_of
from .stage import READERS, Stage


class Holds(Stage):
    """Looks at the whole site after each move."""

    @invariant()
    def all_is_well(self) -> None:
        self.what_is_live_was_agreed()
        self.the_public_reads_what_is_live()
        self.what_was_agreed_is_never_rewritten()
        self.no_step_is_left_without_answer()
        self.the_desk_counts_who_spoke_and_nobody_else()
        self.nobody_holds_what_does_not_wait()
        self.the_doctor_finds_nothing_that_was_not_played()

    def what_is_live_was_agreed(self) -> None:
        ours = {played.pk: played for played in self.pages}
        for number, words in self.public.items():
            assert ours[number].is_explained(words, self.section(ours[number])), f"not agreed: {words}"

    def the_public_reads_what_is_live(self) -> None:
        """Ask again where the page's row changed."""
        for page in Page.objects.filter(pk__in=[played.pk for played in self.pages]).specific():
            row = [page.live, page.url_path, *Words.of(page)]
            if self.visited.get(page.pk) == row:
                continue
            self.visited[page.pk] = row
            response = Client().get(page.url)
            assert response.status_code == (200 if page.live else 404)
            if page.live:
                found = re.search(r"<title>(.*)</title><main>(.*)</main>", response.content.decode())
                assert found and found.groups() == (page.title, page.body)

    def what_was_agreed_is_never_rewritten(self) -> None:
        """Read the words again where a revision is not, to the letter, what it was after the last move."""
        heard = {number: words for played in self.pages for number, words in played.heard.items()}
        for revision in Revision.objects.filter(pk__in=heard):
            if self.contents.get(revision.pk) != revision.content:
                assert words_of(revision) == heard[revision.pk], "a text that somebody agreed to was rewritten"
                self.contents[revision.pk] = revision.content

    def no_step_is_left_without_answer(self) -> None:
        standing = WorkflowState.STATUS_IN_PROGRESS
        requests = WorkflowState.objects.filter(status=standing).values_list("pk", "current_task_state")
        steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values_list("workflow_state", "pk")
        assert sorted(requests) == sorted(steps)

    def the_desk_counts_who_spoke_and_nobody_else(self) -> None:
        for played in self.pages:
            state, turn = self.open_state(played), self.turn(played)
            if state and turn:
                counted = state.approvals.filter(user_number__isnull=False)
                said = sorted((number, reviewer) for _words, number, reviewer in turn.said)
                assert sorted(counted.values_list("user_number", "as_reviewer")) == said

    def nobody_holds_what_does_not_wait(self) -> None:
        """Refuse a lock by which its author could not mend a text."""
        for place in self.where("is_held"):
            assert self.is_open(self.pages[place]), "locked, and nobody reads it"

    def the_doctor_finds_nothing_that_was_not_played(self) -> None:
        if self.moves % 5:  # it reads everything
            return
        explained = set(self.beginning.well)
        staying = [name for name in READERS if name not in self.gone and self.number[name] in self.desk]
        explained |= {"thin-desk"} if len(staying) < 2 else set()
        explained |= {"inactive-step"} if self.asleep else set()
        explained |= {"orphan"} if self.gone else set()
        explained |= {"unseen-account"} if self.unseen else set()
        explained |= {"mail-late"} if self.waited else set()
        assert {finding.code for finding in health.examine()} <= explained
