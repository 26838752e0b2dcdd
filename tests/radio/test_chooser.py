"""Uploading and choosing a recording in the editor, over HTTP, as each role."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParser
from django.test import Client, RequestFactory
from django.urls import reverse

from cms.http.middleware import BodyLimitMiddleware
from radio.audio.errors import EMPTY, INCOMPLETE, NOT_AUDIO, TOO_SHORT
from radio.models import RadioAudio
from tests.factories import pages as make
from tests.factories.sounds import frame, m4a, mp3, track
from tests.support.editor_post import editor_form
from tests.support.http import Counting, unreachable, url
from tests.support.moderation import fresh, last

MEGABYTE = 1024 * 1024
CREATE = "/admin/radio/audio/create/"
XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}


def name(view: str, *args) -> str:
    return reverse(f"radio_audio_chooser:{view}", args=args)


def send(user, content: bytes, file_name: str = "intervista.mp3"):
    return user.client.post(CREATE, {"file": SimpleUploadedFile(file_name, content)}, **XHR)


def messages_of(response) -> list[str]:
    assert response.status_code == 200
    answer = response.json()
    assert answer["step"] == "reshow_creation_form"
    found = re.findall(r'class="error-message".*?</(?:p|div)>', answer["htmlFragment"], re.S)
    return [re.sub(r"<[^>]+>|\s+", " ", text.split(">", 1)[1]).strip() for text in found]


def test_the_address_that_takes_more_is_the_choosers(settings):
    assert list(settings.LARGE_BODIES) == [name("create")] == [CREATE]
    assert settings.MAX_AUDIO_BYTES == 200 * MEGABYTE


@pytest.mark.parametrize("who", ["desk", "chief"])
@pytest.mark.parametrize("file_name, content, kind", [("a.mp3", mp3(3), "mp3"), ("a.M4A", m4a(3000), "m4a")])
def test_the_desk_uploads(people, who, file_name, content, kind):
    user = getattr(people, who)
    response = send(user, content, file_name)
    audio = RadioAudio.objects.get()
    assert (audio.kind, audio.bytes, audio.original_name, audio.uploaded_by) == (kind, len(content), file_name, user)
    assert response.json() == {
        "step": "chosen",
        "result": {"id": str(audio.pk), "title": str(audio), "edit_url": audio.url},
    }


def test_the_same_file_again_gives_the_same_recording(people):
    first = send(people.desk, mp3(3)).json()["result"]["id"]
    assert send(people.chief, mp3(3), "altro.mp3").json()["result"]["id"] == first
    assert RadioAudio.objects.count() == 1


BAD = {
    "text": (b"Ciao, sono un testo.\n" * 50, NOT_AUDIO),
    "truncated": (mp3(3)[:-50], INCOMPLETE),
    "truncated M4A": (m4a(3000)[:-50], INCOMPLETE),
    "empty": (b"", EMPTY),
    "picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500), NOT_AUDIO),
    "wave": (b"RIFF\x24\x08\x00\x00WAVEfmt " + bytes(500), NOT_AUDIO),
    "short": (frame(), TOO_SHORT),
    "video": (m4a(tracks=(track(2000, handler=b"vide"),)), "Questo è un video: serve il solo audio (MP3 o M4A)."),
}


@pytest.mark.parametrize("who", ["desk", "chief"])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_told_in_italian(people, who, case):
    content, words = BAD[case]
    assert messages_of(send(getattr(people, who), content)) == [words]
    assert RadioAudio.objects.count() == 0


def test_no_file_is_told(people):
    assert messages_of(people.desk.client.post(CREATE, {}, **XHR)) == ["Scegli un file."]
    assert messages_of(people.desk.client.post(CREATE, {"file": "parole"}, **XHR)) == ["Scegli un file."]


def test_over_the_limit_is_told_naming_it(people, settings):
    settings.MAX_AUDIO_BYTES = MEGABYTE
    content = mp3(2) + bytes(MEGABYTE)
    assert messages_of(send(people.desk, content)) == ["Questo audio è troppo pesante: il limite è 1 MB."]
    assert RadioAudio.objects.count() == 0


def test_a_body_over_the_limit_is_413_naming_the_recordings_limit(people, settings):
    settings.MAX_BODY_BYTES, settings.MAX_AUDIO_BYTES = 1000, 2 * MEGABYTE
    response = send(people.desk, bytes(3 * MEGABYTE + 10))
    assert response.status_code == 413
    html = response.content.decode()
    assert "al massimo 2 MB" in html and "Per il parlato bastano 64 kbit/s" in html
    assert RadioAudio.objects.count() == 0


def test_200_megabytes_is_what_the_page_names():
    request = RequestFactory().post(CREATE, content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(202 * MEGABYTE)
    request.META["wsgi.input"] = body = Counting(202 * MEGABYTE)
    response = BodyLimitMiddleware(unreachable)(request)
    assert response.status_code == 413
    assert "al massimo 200 MB" in response.content.decode()
    assert body.given == 202 * MEGABYTE


def test_more_than_pictures_may_weigh_is_taken_here_and_nowhere_else(people, settings):
    settings.MAX_BODY_BYTES = 1000
    assert send(people.desk, mp3(3)).json()["step"] == "chosen"
    response = people.desk.client.post(name("choose"), {"file": SimpleUploadedFile("a.mp3", mp3(3))})
    assert response.status_code == 413


class Unread(io.BytesIO):
    """A body that may be thrown away, never parsed."""

    parsed = False

    def readline(self, *args):
        self.parsed = True
        return super().readline(*args)


@pytest.mark.parametrize("who", ["other_desk", "blog_desk", "member", "office", "visitor"])
def test_a_large_body_of_anybody_else_is_refused_before_it_is_parsed(people, settings, who, monkeypatch):
    """CSRF would parse it first, for the form's own token: 200 MB in the temporary folder."""
    settings.MAX_BODY_BYTES = 1000
    monkeypatch.setattr(MultiPartParser, "parse", lambda self: 1 / 0)
    client = Client(enforce_csrf_checks=True)
    if who != "visitor":
        client.force_login(getattr(people, who))
    response = client.post(CREATE, {"file": SimpleUploadedFile("a.mp3", mp3(3))})
    assert response.status_code == 403
    assert "entra di nuovo nel sito e riprova" in response.content.decode()
    with pytest.raises(ZeroDivisionError):  # the desk's is parsed
        send(people.desk, mp3(3))


@pytest.mark.parametrize("who", ["other_desk", "blog_desk", "member", "office"])
def test_nobody_else_uploads_or_sees_a_name(people, who):
    audio = make.audio(name="segreta.mp3")
    client = getattr(people, who).client
    assert client.post(CREATE, {"file": SimpleUploadedFile("a.mp3", mp3(3, seed=9))}).status_code in (302, 403)
    for address in (
        name("choose"), name("choose_results") + "?q=segreta", name("chosen", audio.pk),
        name("chosen_multiple") + f"?id={audio.pk}", name("create"),
    ):  # fmt: skip
        response = client.get(address, **XHR)
        assert response.status_code in (302, 403), address
        assert "segreta" not in response.content.decode()
    assert RadioAudio.objects.get() == audio


def test_a_visitor_is_sent_to_log_in(people):
    for address in (name("choose"), CREATE):
        assert Client().get(address).url.startswith("/accedi/")
    assert Client().post(CREATE, {"file": SimpleUploadedFile("a.mp3", mp3(3))}).url.startswith("/accedi/")
    assert RadioAudio.objects.count() == 0


# Choosing --------------------------------------------------------------------------------------------------


def listed(user, query: str = "") -> list[str]:
    html = user.client.get(name("choose_results") + query, **XHR).content.decode()
    return re.findall(r'data-chooser-modal-choice="?true"?[^>]*>\s*([^<]+?)\s*<', html, re.I)


def test_the_newest_come_first_with_duration_weight_and_day(people, time_machine):
    time_machine.move_to("2026-03-04T09:00:00Z", tick=False)
    make.audio(62, name="vecchia.mp3")
    time_machine.move_to("2026-03-05T09:00:00Z", tick=False)
    make.audio(3, name="nuova.mp3", seed=1)
    html = people.desk.client.get(name("choose"), **XHR).json()["html"]
    assert html.index("nuova.mp3") < html.index("vecchia.mp3")
    for words in ("Durata", "1:02", "Peso", "Caricato", "MP3 o M4A, al massimo 200 MB", 'data-limit-mb="200"'):
        assert words in html, words


@pytest.mark.parametrize(
    "query, found",
    [
        ("?q=PIOMBO", ["il piombo.mp3"]),
        ("?q=mp3 piombo", ["il piombo.mp3"]),
        ("?q=niente", []),
        ("?q=", ["la pietra.mp3", "il piombo.mp3"]),
        ("?q=%00", ["la pietra.mp3", "il piombo.mp3"]),
        ("?q=" + "x" * 4000, ["la pietra.mp3", "il piombo.mp3"]),  # longer than the field: nothing is asked
        ("?q=%25", []),
    ],
)
def test_a_recording_is_found_by_the_name_of_its_file(people, query, found):
    make.audio(name="il piombo.mp3")
    make.audio(name="la pietra.mp3", seed=1)
    html = people.desk.client.get(name("choose_results") + query, **XHR).content.decode()
    shown = sorted(("la pietra.mp3", "il piombo.mp3"), key=lambda title: html.find(title))
    assert [title for title in shown if title in html] == found


@pytest.mark.parametrize("pk", ["0", "x", "-1", "9" * 40, "1.5", "%00", "١"])
def test_a_wrong_number_is_not_there(people, pk):
    assert people.desk.client.get(f"/admin/radio/audio/chosen/{pk}/", **XHR).status_code == 404
    assert people.desk.client.get(f"/admin/radio/audio/chosen-multiple/?id={pk}", **XHR).status_code == 200
    page = make.episode(live=False)
    response = people.desk.client.post(url("edit", page.pk), editor_form(page, people.desk) | {"audio": pk})
    if pk != "0":  # no script writes that
        assert response.status_code == 400
    else:
        assert (response.status_code, list(response.context["form"].errors)) == (200, ["audio"])


def test_the_one_chosen_is_shown_in_the_editor_and_can_be_heard(people):
    audio = make.audio(62, name="il piombo.mp3")
    page = make.episode(live=False)
    people.desk.client.post(url("edit", page.pk), editor_form(page, people.desk) | {"audio": str(audio.pk)})
    assert fresh(page).audio == audio and last(page).content["audio"] == audio.pk
    html = people.desk.client.get(url("edit", page.pk)).content.decode()
    assert "il piombo.mp3 (1:02" in html
    assert f'href="{audio.url}"' in html and "Ascolta" in html
