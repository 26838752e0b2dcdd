"""«Nuova puntata» and the keeping of recordings."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.exceptions import ActionRefused
from editorial.desk.quick_actions import quick_actions_for
from editorial.review.state import open_state
from radio import services
from radio.audio.errors import NotAudio
from radio.models import EpisodePage, RadioAudio, Weekday
from radio.numbers import LAST
from radio.services import new_episode, store_recording
from tests.factories import pages as make
from tests.factories.sounds import m4a, mp3
from tests.support.editor_post import editor_form
from tests.support.http import url

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday
PRESS = "/admin/radio/nuova/"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def on_thursdays(show):
    show.weekday, show.broadcast_at = Weekday.THURSDAY, time(18, 30)
    return make.publish(show)


def test_the_first_is_the_first(people):
    page = new_episode(user=people.desk)
    assert (page.title, page.slug, page.season, page.number) == ("Puntata 1", "puntata-1-1", 1, 1)
    assert (page.owner, page.live, page.first_broadcast) == (people.desk, False, date(2026, 3, 4))
    assert page.latest_revision.user == people.desk
    assert open_state(page) is None
    assert page.get_parent().specific == people.show


def test_number_season_and_day_follow_what_is_there(people):
    on_thursdays(people.show)
    make.episode(40, season=1, first_broadcast=date(2026, 3, 5))
    make.episode(3, season=2, first_broadcast=date(2026, 3, 12), live=False)
    page = new_episode(user=people.desk)
    assert (page.title, page.season, page.number, page.first_broadcast) == ("Puntata 4", 2, 4, date(2026, 3, 19))


def test_a_number_in_somebodys_draft_and_its_day_are_given(people):
    on_thursdays(people.show)
    live = make.episode(3, first_broadcast=date(2026, 3, 5))
    live.number, live.first_broadcast = 8, date(2026, 3, 12)
    live.save_revision()
    page = new_episode(user=people.desk)
    assert (page.number, page.first_broadcast) == (9, date(2026, 3, 19))


@pytest.mark.parametrize(
    "now, day",
    [
        (datetime(2026, 3, 4, 22, 59, tzinfo=UTC), date(2026, 3, 5)),  # Wednesday, one minute to midnight in Rome
        (datetime(2026, 3, 4, 23, 0, tzinfo=UTC), date(2026, 3, 5)),  # Thursday in Rome: today is not before today
        (datetime(2026, 3, 5, 22, 59, tzinfo=UTC), date(2026, 3, 5)),
        (datetime(2026, 3, 5, 23, 0, tzinfo=UTC), date(2026, 3, 12)),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), date(2026, 7, 2)),  # in summer Rome is two hours ahead
    ],
)
def test_today_is_todays_in_rome(people, time_machine, now, day):
    on_thursdays(people.show)
    time_machine.move_to(now, tick=False)
    assert new_episode(user=people.desk).first_broadcast == day


def test_an_untouched_draft_is_opened_again(people):
    first = new_episode(user=people.desk)
    assert new_episode(user=people.desk) == first
    other = new_episode(user=people.desk2)
    assert (other.number, other.owner) == (2, people.desk2)
    assert [new_episode(user=user) for user in (people.desk, people.desk2)] == [first, other]
    assert EpisodePage.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [{"title": "Il piombo"}, {"summary": "x"}, {"transcript": "x"}, {"audio": "mine"}],
    ids=lambda change: next(iter(change)),
)
def test_one_that_somebody_wrote_in_is_left_alone(people, change):
    first = new_episode(user=people.desk)
    if "audio" in change:
        change = {"audio": str(make.audio().pk)}
    people.desk.client.post(url("edit", first.pk), editor_form(first, people.desk) | change)
    assert new_episode(user=people.desk).number == 2


def test_one_that_was_sent_is_left_alone(people):
    first = new_episode(user=people.desk)
    people.desk.client.post(url("edit", first.pk), editor_form(first, people.desk) | {"action-submit": "1"})
    assert open_state(first) is not None
    assert new_episode(user=people.desk).number == 2


def test_a_slug_that_is_taken_is_counted_on(people):
    make.episode(1, season=9, slug="puntata-9-2")
    assert new_episode(user=people.desk).slug == "puntata-9-2-2"


def test_no_number_left_is_told(people):
    make.episode(LAST)
    with pytest.raises(ActionRefused) as caught:
        new_episode(user=people.desk)
    assert str(caught.value) == "Non trovo un numero libero per la puntata: aprine una e cambiale stagione."
    assert EpisodePage.objects.count() == 1


def test_a_number_taken_meanwhile_is_passed_over(people, monkeypatch):
    """Somebody saves by hand, in the editor, the number that was to be given."""
    tries = []
    real = services._create_draft

    def draft(show, user):
        tries.append(1)
        if len(tries) == 1:
            raise ActionRefused("taken")
        return real(show, user)

    monkeypatch.setattr(services, "_create_draft", draft)
    assert new_episode(user=people.desk).number == 1
    assert len(tries) == 2


# Who -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["desk", "chief", "superuser"])
def test_who_may_press_lands_in_the_editor(people, who):
    user = getattr(people, who)
    assert [starter.label for starter in quick_actions_for(user) if starter.url_name == "new_episode"] == [
        "Nuova puntata"
    ]
    response = user.client.post(PRESS)
    page = EpisodePage.objects.get()
    assert (response.status_code, response.url) == (302, url("edit", page.pk))
    assert "Puntata 1" in user.client.get(response.url).content.decode()


@pytest.mark.parametrize("who", ["other_desk", "blog_desk", "member", "office"])
def test_nobody_else_may(people, who):
    user = getattr(people, who)
    assert [starter for starter in quick_actions_for(user) if starter.url_name == "new_episode"] == []
    assert user.client.post(PRESS).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        new_episode(user=user)
    assert EpisodePage.objects.count() == 0


def test_a_look_makes_nothing(people, client):
    assert people.desk.client.get(PRESS).status_code == 405
    assert client.post(PRESS).url.startswith("/accedi/")
    assert EpisodePage.objects.count() == 0


def test_the_desk_finds_the_button_where_it_reads(people):
    for address in ("/area-soci/", "/admin/", reverse("editorial_queue")):
        html = people.desk.client.get(address).content.decode()
        assert f'action="{PRESS}"' in html, address
        assert PRESS not in people.other_desk.client.get(address).content.decode(), address


# Recordings ------------------------------------------------------------------------------------------------


def upload(content: bytes, name: str = "a.mp3"):
    return store_recording(file=SimpleUploadedFile(name, content), user=None)


def stored() -> list[str]:
    storage = RadioAudio._meta.get_field("file").storage
    return storage.listdir("radio_audio")[1] if storage.exists("radio_audio") else []


def test_the_same_file_again_is_the_same_recording(people):
    first = upload(mp3(2))
    assert upload(mp3(2), "altro nome.mp3") == first
    assert RadioAudio.objects.get().original_name == "a.mp3"
    assert len(stored()) == 1
    assert upload(mp3(2, seed=1)) != first
    assert len(stored()) == 2


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.txt", "a", "", "../../a.exe", "x" * 400 + ".mp3", "\x00\u202e"])
@pytest.mark.parametrize("content, kind", [(mp3(2), "mp3"), (m4a(2000), "m4a")])
def test_the_content_alone_decides_the_kind(provisioned_site, name, content, kind):
    file = SimpleUploadedFile("x", content)
    file._name = name
    audio = store_recording(file=file, user=None)
    assert audio.kind == kind
    assert audio.file.name.endswith(f".{kind}")
    assert audio.original_name and len(audio.original_name) <= 200


def test_what_is_no_audio_leaves_nothing(provisioned_site):
    with pytest.raises(NotAudio):
        upload(b"ciao")
    assert RadioAudio.objects.count() == 0
    assert stored() == []


def test_a_lost_file_is_put_back_by_uploading_it_again(provisioned_site):
    audio = upload(mp3(2))
    audio.file.storage.delete(audio.file.name)
    assert upload(mp3(2)) == audio
    with RadioAudio.objects.get().file.open("rb") as file:
        assert file.read() == mp3(2)


def test_two_uploads_of_one_file_in_the_same_moment(provisioned_site, monkeypatch):
    """Both have looked before either wrote."""
    first = upload(mp3(2))
    real = RadioAudio.objects.filter
    monkeypatch.setattr(type(RadioAudio.objects), "filter", lambda self, **how: real(pk=0))
    assert upload(mp3(2)) == first
    monkeypatch.undo()
    assert RadioAudio.objects.count() == 1
    assert len(stored()) == 1
