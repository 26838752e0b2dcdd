"""What is done around a text: taken down and brought back, while people, steps and workflows come and go."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from wagtail.models import Revision, Task, WorkflowPage

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial.models import Takedown
from tests.pages.models import Timed
from tests.support.moderation import author_action_url, digest

from ..ledger import Played
from .review import ReviewPlays
from .stage import REASON, everyone, pages_where, parts, reading_parts, seldom, there_are

ALTERED = ["", "text", "text and fingerprint"]


class HousePlays(ReviewPlays):
    """Plays whoever takes down and brings back, and whoever changes the house."""

    # --- down and back

    @there_are("is_live")
    @rule(place=pages_where("is_live"), part=parts)
    def take_down(self, place: int, part: str) -> None:
        who = self.who(place, part)
        played, page = self.page(place)
        own = who not in self.gone and self.number[who] == played.owner and isinstance(page, Timed)
        may = own or self.reads_section(who, played)
        with self.move(may=may, public=may):
            if own:
                self.browser(who).post(author_action_url("hide", page))
            else:
                target = reverse("editorial_take_down", args=[page.pk])
                self.browser(who).post(target, {"reason": REASON})
        if may:
            played.hidden_by_owner, played.is_altered = own, False
        assert self.is_live(played) != may

    @there_are("is_there")
    @rule(place=pages_where("is_there"), first=reading_parts, second=everyone, altered=st.sampled_from(ALTERED[::-1]))
    def go_and_come_back(self, place: int, first: str, second: str, altered: str) -> None:
        """Go as far as these two may."""
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
    @rule(place=pages_where("is_down"), part=parts, altered=st.sampled_from(["", *ALTERED]))
    def bring_back(self, place: int, part: str, altered: str) -> None:
        who = self.who(place, part)
        played, page = self.page(place)
        if altered:
            played.is_altered |= self.alter_what_is_down(played, altered)
        own = who not in self.gone and self.number[who] == played.owner
        is_as_agreed = not played.is_altered and Takedown.objects.get(page=played.pk, returned_at=None).revision
        may = bool(is_as_agreed) and (self.reads_section(who, played) or (own and played.hidden_by_owner))
        with self.move(may=may, public=may, returns=True):
            name = "author_back" if own else "bring_back"
            self.browser(who).post(reverse(f"editorial_{name}", args=[page.pk]))
        assert self.is_live(played) == may

    def alter_what_is_down(self, played: Played, what: str) -> bool:
        """Write into the database by hand, as nothing else can: it may not come back."""
        row = Takedown.objects.open().select_related("revision").get(page=played.pk)
        if row.revision is None:
            return False
        # Another each time: what was altered may have been sent and agreed to since.
        body = f"{row.revision.content['body']} altered"
        Revision.objects.filter(pk=row.revision_id).update(content=row.revision.content | {"body": body})
        if what != "text":
            Takedown.objects.filter(pk=row.pk).update(digest=digest(row.revision))
        played.heard.pop(row.revision_id, None)
        played.knows.clear()  # what they wrote or agreed to is not what stands there
        self.known.clear()
        return True

    # --- people, steps and workflows

    @precondition(lambda game: len(game.gone) < 2)
    @seldom
    @rule(who=st.sampled_from(["r1", "r2", "ed", "anna"]), how=st.sampled_from(["moves on", "closed", "erased"]))
    def leave(self, who: str, how: str) -> None:
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
                User.objects.get(pk=number).delete()
                self.gone.add(who)
                for played in self.pages:
                    played.owner = None if played.owner == number else played.owner
                    played.requester = None if played.requester == number else played.requester

    @seldom
    @there_are("is_open")
    @rule(place=pages_where("is_open"), what=st.sampled_from(["desk", "guests"]))
    def try_to_disable(self, place: int, what: str) -> None:
        """Disable a step by code, and be refused: something waits there. No screen does it."""
        newsroom = self.newsroom
        is_radio = self.open_step(self.pages[place]).workflow_state.workflow == newsroom.radio_workflow
        desk = newsroom.radio_desk if is_radio else newsroom.blog_desk
        task = newsroom.guest if what == "guests" and is_radio else desk
        with self.move(may=False):
            address = reverse("wagtailadmin_workflows:disable_task", args=[task.pk])
            assert self.browser("su").post(address).status_code == 404
            if Task.objects.get(pk=task.pk).active:
                with pytest.raises(ActionRefused), transaction.atomic():
                    Task.objects.get(pk=task.pk).specific.deactivate()
        task.refresh_from_db()
        assert task.active or (what == "guests" and self.asleep)

    @seldom
    @rule(what=st.sampled_from(["purge", "guests", "off", "same", "other"]), radio=st.booleans())
    def happen(self, what: str, radio: bool) -> None:
        if what == "purge":
            self.purge()
        elif what == "guests":
            self.put_the_guests_step_to_sleep()
        else:
            self.change_workflow(radio, what)

    def change_workflow(self, radio: bool, to: str) -> None:
        """Give a section none, its own, or one that reads as its own does and is not it."""
        newsroom = self.newsroom
        section = newsroom.radio if radio else newsroom.blog
        own = newsroom.radio_workflow if radio else newsroom.blog_workflow
        with self.move():
            if to == "off":
                WorkflowPage.objects.filter(page=section).delete()
                self.workflows.pop(section.pk, None)
            else:
                workflow = own if to == "same" else newsroom.other_workflow
                WorkflowPage.objects.update_or_create(page=section, defaults={"workflow": workflow})
                self.workflows[section.pk] = workflow.pk

    @there_are("is_open")
    @rule(place=pages_where("is_open"), to=st.sampled_from(["off", "other"]), first=reading_parts, second=parts)
    def change_workflow_before_the_finish(self, place: int, to: str, first: str, second: str) -> None:
        """Change the section's workflow, agree, and change it back."""
        radio = self.section(self.pages[place]) == self.newsroom.radio.pk
        self.change_workflow(radio, to)
        self.agree_all(place, first, second)
        self.change_workflow(radio, "same")

    def put_the_guests_step_to_sleep(self) -> None:
        """Disable the step, or enable it, by hand in the database."""
        with self.move():
            self.asleep = not self.asleep
            Task.objects.filter(pk=self.newsroom.guest.pk).update(active=not self.asleep)
