"""The list of refusals for the radio; and nobody hears what is not on the site."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client, TestCase
from django.urls import reverse

from editorial.publication import takedown
from editorial.review import services
from editorial.review.change_requests import ChangePoint
from editorial.review.state import open_state
from home.demo import trees
from home.demo.texts import episodes
from radio.models import EpisodePage, RadioAudio, RadioIndexPage
from radio.services import store_recording
from tests.factories.sounds import mp3
from tests.support.acting import agree, latest_digest, rewrite, send
from tests.support.http import JSON, url
from tests.support.moderation import fresh

from .refusals import REASON, XHR, Refusals, guests_agree
from .shared_refusals import SharedRefusals
from .small_demo import ROLES

# May hear before it is on the site; the superuser has every right.
DESK = ("radio", "redazione", "redazione2", "admin")
ALL = {200, 206, 304, 416}


class RadioRefusals(Refusals, TestCase):
    """Episodes belong to the desk: ``mine`` is of the account radio."""

    desk = "radio"
    readers = ("radio", "redazione", "redazione2")
    adders = readers
    new_pages = ((EpisodePage, RadioIndexPage),)
    lists = ("/radio/", "/radio/feed.xml", "/radio/?stagione=8", "/soci/matteo-bisio/")
    own_files = "Radio"

    @classmethod
    def pages(cls):
        row = next(row for row in episodes() if row["slug"] == "un-manifesto-ha-tre-secondi")
        for number, slug in enumerate(("waits", "asked", "another", "down"), start=1):
            state = "live" if slug == "waits" else "draft"
            guests = [{"member": "matteo-bisio"}]
            trees.load_episode(
                {**row, "slug": slug, "season": 8, "number": number, "state": state, "guests": guests}, cls.users
            )
        by_slug = {page.slug: page for page in EpisodePage.objects.all()}
        cls.index = RadioIndexPage.objects.get()
        cls.mine = by_slug["cominciare-dal-gatto-in-fondo"]
        cls.waiting, cls.asked, cls.down = by_slug["waits"], by_slug["asked"], by_slug["down"]
        cls.first = by_slug["quindici-bicchieri-uguali"]
        cls.draft = by_slug["another"]
        cls.record()
        cls.draft = cls.hide_a_word(cls.draft)

    @classmethod
    def record(cls):
        """Recordings that no other episode has: of a draft, of what waits, of what was asked to change, of a live
        episode's unpublished new text, of what was taken down, and of no episode at all."""
        radio, redazione = cls.users["radio"], cls.users["redazione"]
        services.withdraw(open_state(cls.first).pk, redazione)
        pages = {"draft": cls.draft, "new": cls.first, "asked": cls.asked, "replaced": cls.waiting, "down": cls.down}
        cls.recordings = {what: cls.recording(seed) for seed, what in enumerate((*pages, "no episode"))}
        for what, page in pages.items():
            rewrite(page, page.owner, audio=cls.recordings[what])
        send(cls.first, redazione)
        send(cls.waiting, radio)
        services.request_changes(send(cls.asked, radio), redazione, latest_digest(cls.asked), [ChangePoint(REASON)])
        agree(cls.down, radio, redazione)
        assert fresh(cls.down).audio == cls.recordings["down"] and fresh(cls.down).live
        takedown.take_down(cls.down.pk, redazione, "Da sentire ancora")

    @classmethod
    def recording(cls, seed) -> RadioAudio:
        return store_recording(file=ContentFile(mp3(1, seed=seed), name=f"{seed}.mp3"), user=cls.users["radio"])

    stream = ""

    @property
    def with_stream(self):
        return None

    def in_stream(self):
        """An episode has no stream."""
        return {}

    def may_copy(self, role, page):
        """A copy would bear the same number."""
        return False

    def filled(self, model):
        return {"season": "9", "number": "1", "first_broadcast": "2026-12-03"}

    # --- hearing

    def heard(self, client, audio) -> set:
        """Statuses of every way to ask for the sound."""
        found = set()
        with audio.file.open("rb") as file:
            sound = file.read(10)
        for ask, headers in (
            (client.get, {}),
            (client.get, {"range": "bytes=0-99"}),
            (client.get, {"range": "bytes=99999999-"}),
            (client.get, {"if-none-match": f'"{audio.sha256}"'}),
            (client.head, {}),
            (client.head, {"range": "bytes=0-99"}),
        ):
            response = ask(audio.url, headers=headers)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            assert response.status_code in (200, 206) or sound not in body
            found.add(response.status_code)
        return found

    def test_nobody_else_hears_what_is_not_on_the_site(self):
        for what, audio in self.recordings.items():
            assert self.heard(Client(), audio) == {404}, what
            assert Client().get(f"/media/{audio.file.name}").status_code == 404
            for role in self.some_of(ROLES):
                client = self.users[role].client
                assert self.heard(client, audio) == (ALL if role in DESK else {404}), (role, what)
                assert client.get(f"/media/{audio.file.name}").status_code == 404
                if role in DESK:
                    assert client.head(audio.url).headers["Cache-Control"] == "private, no-store"

    def test_a_guest_of_the_draft_does_not_hear_it_either(self):
        assert self.draft.guests.get().member.user == self.keeper
        assert self.heard(self.keeper.client, self.recordings["draft"]) == {404}

    def test_a_live_episode_is_heard_as_it_was_agreed(self):
        """Its new text names another recording: the old one is what everybody hears."""
        for user in (None, *self.users.values()):
            client = user.client if user else Client()
            assert self.heard(client, self.waiting.audio) == ALL
            page = client.get(self.waiting.url).content.decode()
            assert self.waiting.audio.url in page and self.recordings["replaced"].url not in page
        feed = Client().get("/radio/feed.xml").content.decode()
        assert self.waiting.audio.url in feed
        assert [what for what, audio in self.recordings.items() if audio.url in feed] == []

    def test_the_second_yes_makes_it_heard_and_taking_down_silences_it(self):
        audio = self.recordings["replaced"]
        state = self.step_of(self.waiting)
        self.users["radio"].client.post(reverse("editorial_approve", args=[state]), self.seen("radio", self.waiting))
        assert self.heard(Client(), audio) == {404}
        self.users["redazione2"].client.post(
            reverse("editorial_approve", args=[state]), self.seen("redazione2", self.waiting)
        )
        assert self.heard(Client(), audio) == {404}
        guests_agree(self.waiting)
        assert self.heard(Client(), audio) == ALL
        self.users["redazione"].client.post(
            reverse("editorial_take_down", args=[self.waiting.pk]), {"reason": "Da sentire ancora"}
        )
        assert self.heard(Client(), audio) == {404}

    def test_recordings_are_neither_listed_nor_chosen_nor_uploaded_by_others(self):
        audio = self.recordings["no episode"]
        for role in ROLES:
            if role in DESK:
                continue
            client = self.users[role].client
            for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create"):
                args = [audio.pk] if name == "chosen" else []
                target = reverse(f"radio_audio_chooser:{name}", args=args) + f"?id={audio.pk}&q=10"
                response = self.refused(role, lambda c, t=target: c.get(t, **XHR))
                assert audio.original_name not in response.content.decode()
            file = ContentFile(mp3(1, seed=99), name="x.mp3")
            target = reverse("radio_audio_chooser:create")
            before = RadioAudio.objects.count()
            assert client.post(target, {"file": file}, **XHR).status_code in (302, 403)
            assert RadioAudio.objects.count() == before

    def test_new_episodes_are_begun_by_the_desk(self):
        for role in ROLES:
            if role not in DESK:
                self.refused(role, lambda c: c.post(reverse("new_episode")), statuses=(302, 403))

    def test_a_number_that_another_holds_is_not_taken_by_a_hand_made_post(self):
        user = self.users["radio"]
        data = self.form_of(self.draft, "radio") | {"season": str(self.mine.season), "number": str(self.mine.number)}
        for more in ({}, JSON):
            assert user.client.post(url("edit", self.draft.pk), data, **more).status_code < 500
            latest = fresh(self.draft).get_latest_revision_as_object()
            assert (latest.season, latest.number) == (8, 3)


@pytest.mark.exhaustive
class EveryRadioRefusal(RadioRefusals, SharedRefusals):
    every_role = True
