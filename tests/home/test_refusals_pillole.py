"""The list of refusals for the Pillole di Business: a consultation and the notes below it."""

import pytest
from django.test import TestCase

from home.demo import trees
from home.demo.texts import pillole
from pillole.models import NotePage, PillolaPage, PilloleIndexPage, Topic
from pillole.services import add_consultant
from profiles.models import Member
from tests.support.http import JSON, url
from tests.support.moderation import fresh

from .refusals import Refusals, entity
from .shared_refusals import SharedRefusals
from .small_demo import ROLES


class PilloleRefusals(Refusals, TestCase):
    """``mine`` and ``first`` are consultations, the others are notes."""

    desk = "pillole"
    readers = ("pillole", "redazione", "redazione2")
    adders = readers
    new_pages = ((PillolaPage, PilloleIndexPage), (NotePage, PillolaPage))
    lists = ("/pillole/", "/pillole/marketing/", "/soci/matteo-bisio/")

    @classmethod
    def pages(cls):
        row = next(row for row in pillole() if row["slug"] == "start-up")
        member = Member.objects.get(showcase__slug="matteo-bisio")
        add_consultant(member=member)
        cls.index = PilloleIndexPage.objects.get()
        cls.mine = PillolaPage.objects.get(slug="fund-raising")
        note = {**row["notes"][0], "body": row["notes"][0]["body"][:2]}
        waits = {"slug": "waits", "state": "waiting", "change": {"lead": "Cambiato"}}
        asked = {"slug": "asked", "state": "changes", "reason": "Manca la fine della storia."}
        for extra in (waits, asked):
            trees.load_note({**note, **extra}, cls.mine, cls.users)
        theirs = cls.consultation(row, member)
        trees.load_note({**note, "slug": "another", "state": "draft"}, theirs, cls.users)
        cls.waiting, cls.asked, another = (NotePage.objects.get(slug=slug) for slug in ("waits", "asked", "another"))
        cls.first = theirs
        cls.draft = cls.hide_a_word(another)
        cls.live_note = NotePage.objects.get(slug="quanto-costa-davvero-un-progetto")

    @classmethod
    def consultation(cls, row, member) -> PillolaPage:
        """Sent, and read by nobody yet."""
        page = PillolaPage(
            title="Due conti", slug="due-conti", topic=Topic.objects.get(slug="marketing"), member=member,
            owner=member.user, live=False, intro=row["intro"], duration=45,
        )  # fmt: skip
        trees._add_draft(page, cls.index, member.user)
        trees.play(page, {"state": "waiting_new"}, member.user, cls.users["pillole"], cls.users["redazione2"])
        return page

    @property
    def with_stream(self):
        return self.live_note

    def changes(self):
        texts = [(f"rich text: {what}", self.mine, {"for_whom": text}) for what, text in self.entities().items()]
        return [*super().changes(), *texts]

    def filled(self, model):
        if model is NotePage:
            return {}
        return {"topic": str(Topic.objects.first().pk), "member": str(self.mine.member_id)}

    def test_rich_text_that_leads_to_a_public_page_is_kept(self):
        """Were its POST wrong in itself, the refusal of others' would say nothing."""
        link = {"type": "LINK", "data": {"id": self.live_note.pk, "url": "/x/", "parentId": 5}}
        data = self.form_of(self.mine, self.author) | {"for_whom": entity("ciao", link)}
        assert self.users[self.author].client.post(url("edit", self.mine.pk), data, **JSON).status_code == 200
        kept = fresh(self.mine).latest_revision.content["for_whom"]
        assert 'linktype="page"' in kept and f'id="{self.live_note.pk}"' in kept

    def test_beginning_is_for_consultants_and_the_desk(self):
        """Neither a pillola, nor a note under somebody else's."""
        topic = Topic.objects.first().pk
        for role in ROLES:
            if role not in (*self.readers, "consulente"):
                self.refused(role, lambda c: c.post("/area-soci/pillole/nuova/", {"title": "Mia", "topic": topic}))
            if role != "consulente":
                self.refused(role, lambda c: c.post(f"/area-soci/pillole/{self.mine.pk}/nota/", {"title": "Mia"}))
        self.refused("consulente", lambda c: c.post(f"/area-soci/pillole/{self.first.pk}/nota/", {"title": "Mia"}))

    def test_the_list_of_consultants_is_the_desks(self):
        number = self.mine.member.consultant.pk
        for role in ROLES:
            if role in self.readers:
                continue
            for target, data in (
                ("/area-soci/pillole/consulenti/aggiungi/", {"member": self.users["socia"].member.pk}),
                (f"/area-soci/pillole/consulenti/{number}/", {"active": "0"}),
            ):
                self.refused(role, lambda c, t=target, d=data: c.post(t, d))
                self.mine.member.consultant.refresh_from_db()
                assert self.mine.member.consultant.active
                assert not hasattr(Member.objects.get(pk=self.users["socia"].member.pk), "consultant")


@pytest.mark.exhaustive
class EveryPilloleRefusal(PilloleRefusals, SharedRefusals):
    every_role = True
