"""What the radio is made of, and what the database holds to."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from cms.http.media_views import closed_folders
from editorial.content.digest import content_digest
from radio.models import EpisodeGuest, EpisodePage, RadioAudio, Weekday
from tests.factories import pages as make
from tests.factories.sounds import mp3
from tests.support.editor_post import editor_form
from tests.support.http import url
from tests.support.moderation import fresh, last

# The recording ---------------------------------------------------------------------------------------------


def test_a_recording_says_what_its_content_is(provisioned_site):
    audio = make.audio(62, name="Intervista  a\n«Renzo».MP3")
    assert (audio.kind, audio.milliseconds, audio.bytes) == ("mp3", 61_992, len(mp3(62)))
    assert audio.original_name == "Intervista a «Renzo».MP3"
    assert (audio.clock, audio.duration_words, audio.duration_iso) == ("1:02", "1 minuto", "P0DT00H01M02S")
    assert str(audio) == f"Intervista a «Renzo».MP3 (1:02, {audio.size_words})"
    folder, name = audio.file.name.split("/")
    assert folder == "radio_audio" and folder in closed_folders()
    assert len(name) == 20 and name.endswith(".mp3")
    with audio.file.open("rb") as file:
        assert file.read() == mp3(62)


@pytest.mark.parametrize(
    "milliseconds, clock, words",
    [
        (1000, "0:01", "1 secondo"),
        (59_400, "0:59", "59 secondi"),
        (60_000, "1:00", "1 minuto"),
        (1_694_000, "28:14", "28 minuti"),
        (3_723_000, "1:02:03", "62 minuti"),
    ],
)
def test_durations_are_said_as_people_say_them(milliseconds, clock, words):
    audio = RadioAudio(milliseconds=milliseconds)
    assert (audio.clock, audio.duration_words) == (clock, words)


@pytest.mark.parametrize(
    "change",
    [
        {"milliseconds": 1}, {"bytes": 1}, {"sha256": "0" * 64}, {"kind": "m4a"}, {"original_name": "altro.mp3"},
        {"file": "radio_audio/altro.mp3"}, {"file": SimpleUploadedFile("b.mp3", b"x")},
    ],
    ids=str,
)  # fmt: skip
def test_a_recording_never_changes(provisioned_site, change):
    audio = make.audio()
    for name, value in change.items():
        setattr(audio, name, value)
    with pytest.raises(ValueError):
        audio.save()
    again = RadioAudio.objects.get()
    again.uploaded_by = make.showcase("Ada Prova").owner
    again.save()  # who uploaded it is no fact of the file


def test_a_recording_stays(provisioned_site):
    audio = make.audio()
    with pytest.raises(ValueError):
        audio.delete()
    make.episode(audio=audio)
    with pytest.raises(ProtectedError):
        RadioAudio.objects.filter(pk=audio.pk).delete()


def test_one_row_for_one_content_says_the_database(provisioned_site):
    audio = make.audio()
    with pytest.raises(IntegrityError), transaction.atomic():
        RadioAudio.objects.create(
            kind="mp3", bytes=1, milliseconds=1000, sha256=audio.sha256, original_name="x", file="radio_audio/x.mp3"
        )


def test_a_closed_account_leaves_the_recording(provisioned_site):
    owner = make.showcase("Ada Prova").owner
    audio = make.audio(user=owner)
    owner.delete()
    audio.refresh_from_db()
    assert audio.uploaded_by is None


# Guests ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("both", [True, False])
def test_a_guest_is_a_member_or_a_name_says_the_database(provisioned_site, both):
    page, member = make.episode(), make.showcase("Ada Prova").member
    who = {"member": member, "name": "Ada"} if both else {"member": None, "name": ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        EpisodeGuest.objects.create(page=page, **who)


@pytest.mark.parametrize("both", [True, False])
def test_so_says_the_editor(people, both):
    page = make.episode(live=False)
    member = make.showcase("Ada Prova").member
    row = {"member": str(member.pk), "name": "Ada"} if both else {"member": "", "name": "   "}
    rows = {f"guests-0-{name}": value for name, value in row.items()} | {
        "guests-TOTAL_FORMS": "1", "guests-0-id": "", "guests-0-ORDER": "1", "guests-0-DELETE": "",
    }  # fmt: skip
    data = editor_form(page, people.desk) | rows | {"title": "Titolo scritto"}
    response = people.desk.client.post(url("edit", page.pk), data)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Scegli una persona dell’associazione oppure scrivi un nome: uno dei due." in html
    assert "Titolo scritto" in html
    assert fresh(page).title == "Puntata 1"


def test_names_are_kept_as_they_were_agreed(provisioned_site):
    showcase = make.showcase("Ada Prova")
    page = make.episode(guests=[showcase.member, "Renzo Fuori"])
    assert page.guest_names == ["Ada Prova", "Renzo Fuori"]
    assert [guest.display_url for guest in page.guests.all()] == [showcase.url, ""]
    assert last(page).content["guests"][0]["known_as"] == "Ada Prova"
    showcase.unpublish()
    type(showcase).objects.filter(pk=showcase.pk).update(title="Altro nome")
    page = EpisodePage.objects.get(pk=page.pk)
    assert page.guest_names == ["Ada Prova", "Renzo Fuori"]
    assert [guest.display_url for guest in page.guests.all()] == ["", ""]


def test_who_left_stays_named_in_what_was_agreed(provisioned_site):
    showcase = make.showcase("Ada Prova")
    page = make.episode(guests=[showcase.member])
    showcase.unpublish()
    showcase.owner.delete()
    assert EpisodePage.objects.get(pk=page.pk).guest_names == ["Ada Prova"]


# The episode and the show ----------------------------------------------------------------------------------


def test_the_audio_is_part_of_what_two_people_agree_to(provisioned_site):
    page = make.episode(audio=make.audio(), live=False)
    before = content_digest(last(page).content)
    draft = fresh(page)
    draft.audio = make.audio(seed=1)
    draft.save_revision()
    assert content_digest(last(page).content) != before


@pytest.mark.parametrize("slug", ["audio"])
def test_an_address_that_the_site_needs_is_refused(people, slug):
    page = make.episode(live=False)
    response = people.desk.client.post(url("edit", page.pk), editor_form(page, people.desk) | {"slug": slug})
    assert "Questo indirizzo serve al sito: scegline un altro." in response.content.decode()
    with pytest.raises(ValidationError) as caught:
        make.episode(2, slug=slug)
    assert list(caught.value.message_dict) == ["slug"]


def test_a_title_of_spaces_is_refused_and_what_was_typed_stays(people):
    page = make.episode(live=False)
    data = editor_form(page, people.desk) | {"title": "   ", "summary": "Scritto con cura"}
    response = people.desk.client.post(url("edit", page.pk), data)
    assert response.status_code == 200
    assert "title" in response.context["form"].errors
    assert "Scritto con cura" in response.content.decode()


def test_paragraphs_of_the_transcript(db):
    page = EpisodePage(transcript="Uno,\r\ndue.\r\n\r\n\r\nTre.\n\n  \n\n")
    assert page.paragraphs == ["Uno,\ndue.", "Tre."]
    assert EpisodePage(transcript="").paragraphs == []


def test_the_search_finds_what_was_said(provisioned_site):
    page = make.episode(
        guests=["Renzo Fuori"], summary="di piombo", transcript="parola detta", title="Caratteri mobili"
    )
    assert page.search_words() == [
        "Caratteri mobili", "puntata 1", "di piombo", "Renzo Fuori", "parola detta",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "weekday, at, words",
    [
        (Weekday.THURSDAY, time(18, 30), "ogni giovedì alle 18:30"),
        (Weekday.SUNDAY, None, "ogni domenica"),
        (None, time(18, 30), ""),
    ],
)
def test_the_show_says_when(people, weekday, at, words):
    people.show.weekday, people.show.broadcast_at = weekday, at
    assert people.show.schedule == words


def test_an_episode_stands_under_the_show_alone(provisioned_site):
    assert [model.__name__ for model in EpisodePage.allowed_parent_page_models()] == ["RadioIndexPage"]
    assert EpisodePage.allowed_subpage_models() == []


def test_nobody_copies_an_episode(people):
    page = make.episode(live=False)
    for user in (people.desk, people.chief, people.superuser):
        assert not page.permissions_for_user(user).can_copy()
        data = {"new_title": "C", "new_slug": "c", "new_parent_page": people.show.pk}
        assert user.client.post(url("copy", page.pk), data).status_code in (302, 403)
    assert EpisodePage.objects.count() == 1
