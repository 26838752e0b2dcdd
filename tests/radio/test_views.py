"""A recording over HTTP: to whom, and which bytes."""

import hashlib
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.http import http_date
from wagtail.models import PageViewRestriction

from radio.models import EpisodePage
from radio.services import store_recording
from tests.factories import pages as make
from tests.factories.sounds import m4a, mp3
from tests.support.editor_post import editor_form
from tests.support.http import url
from tests.support.moderation import fresh, state, yes
from tests.support.people import make_user

WHOLE = mp3(3)
SHA = hashlib.sha256(WHOLE).hexdigest()
ADDRESS = f"/radio/audio/{SHA}.mp3"
SIZE = len(WHOLE)


@pytest.fixture
def audio(provisioned_site, time_machine):
    time_machine.move_to("2026-03-04T09:00:00Z", tick=False)
    return make.audio(3)


@pytest.fixture
def live(audio):
    return make.episode(audio=audio)


def get(client=None, address=ADDRESS, method="get", **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(client or Client(), method)(address, headers=names)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def status(client=None, address=ADDRESS) -> int:
    response = get(client, address)
    body(response)  # or its file stays open
    return response.status_code


# Whole -----------------------------------------------------------------------------------------------------


def test_the_whole_file_with_everything_that_a_player_needs(live):
    response = get()
    assert response.status_code == 200
    wanted = {
        "Content-Type": "audio/mpeg",
        "Content-Length": str(SIZE),
        "Accept-Ranges": "bytes",
        "ETag": f'"{SHA}"',
        "Last-Modified": "Wed, 04 Mar 2026 09:00:00 GMT",
        "Cache-Control": "public, max-age=3600",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    assert {name: response.headers.get(name) for name in wanted} == wanted
    assert "Content-Range" not in response.headers
    assert body(response) == WHOLE


def test_a_visitor_gets_no_cookie_and_an_answer_that_is_everybodys(live):
    response = get()
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    body(response)


def test_an_m4a_says_what_it_is(provisioned_site):
    audio = store_recording(file=SimpleUploadedFile("a.m4a", m4a(3000)), user=None)
    make.episode(audio=audio)
    response = get(address=audio.url)
    assert (audio.url[-4:], response.headers["Content-Type"]) == (".m4a", "audio/mp4")
    assert body(response) == m4a(3000)
    assert status(address=audio.url.replace(".m4a", ".mp3")) == 404


@pytest.mark.parametrize(
    "address",
    [
        f"/radio/audio/{SHA}.m4a", f"/radio/audio/{SHA}.ogg", f"/radio/audio/{SHA}/", f"/radio/audio/{SHA.upper()}.mp3",
        f"/radio/audio/{'0' * 64}.mp3", f"/radio/audio/{SHA[:-1]}.mp3", f"/radio/audio/{SHA}.mp3/", "/radio/audio/",
        "/radio/audio/..%2Fx.mp3", f"/radio/audio/{SHA}%00.mp3", "/radio/audio/" + "a" * 4000 + ".mp3",
    ],
)  # fmt: skip
def test_another_address_is_no_recording(live, address):
    assert status(address=address) == 404


def test_head_says_the_same_without_the_bytes(live):
    whole, head = get(), get(method="head")
    names = ("Content-Type", "Content-Length", "Accept-Ranges", "ETag", "Last-Modified", "Cache-Control")
    assert {name: head.headers[name] for name in names} == {name: whole.headers[name] for name in names}
    assert (head.status_code, head.content) == (200, b"")
    assert body(whole) == WHOLE
    ranged = get(method="head", range="bytes=0-9")  # a range is GET's alone
    assert (ranged.status_code, ranged.headers["Content-Length"]) == (200, str(SIZE))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_else_is_answered(live, method):
    assert get(method=method).status_code in (403, 405)


# Parts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header, first, last_",
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        ("bytes=-100", SIZE - 100, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        (f"bytes=50-{SIZE * 2}", 50, SIZE - 1),
        ("bytes=0-", 0, SIZE - 1),
    ],
)
def test_a_range_is_just_those_bytes(live, header, first, last_):
    response = get(range=header)
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last_}/{SIZE}"
    assert response.headers["Content-Length"] == str(last_ - first + 1)
    assert (response.headers["Content-Type"], response.headers["ETag"]) == ("audio/mpeg", f'"{SHA}"')
    assert body(response) == WHOLE[first : last_ + 1]


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 9}", "bytes=-0", f"bytes={'9' * 5000}-"])
def test_past_the_end_is_416_with_the_size(live, header):
    response = get(range=header)
    assert (response.status_code, response.content) == (416, b"")
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    "header", ["bytes=abc-def", "bytes=-", "lettere", "bytes=9-3", "bytes=0-1,5-9", "items=0-9", "bytes=\u0661-\u0662"]
)
def test_what_is_no_single_range_gives_the_whole(live, header):
    response = get(range=header)
    assert response.status_code == 200
    assert body(response) == WHOLE


MODIFIED = "Wed, 04 Mar 2026 09:00:00 GMT"
LATER, EARLIER = "Wed, 04 Mar 2026 09:00:01 GMT", "Wed, 04 Mar 2026 08:59:59 GMT"


@pytest.mark.parametrize(
    "condition, status",
    [
        (f'"{SHA}"', 206), (MODIFIED, 206),
        (f'W/"{SHA}"', 200), ('"altro"', 200), (LATER, 200), (EARLIER, 200), ("ieri", 200), (SHA, 200),
    ],
)  # fmt: skip
def test_a_part_is_given_only_of_this_very_file(live, condition, status):
    response = get(range="bytes=0-9", if_range=condition)
    assert response.status_code == status
    assert body(response) == (WHOLE[:10] if status == 206 else WHOLE)


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"if_none_match": f'"{SHA}"'}, 304), ({"if_none_match": f'"x", "{SHA}"'}, 304),
        ({"if_none_match": "*"}, 304), ({"if_none_match": '"x"'}, 200),
        ({"if_modified_since": MODIFIED}, 304), ({"if_modified_since": EARLIER}, 200),
        ({"if_modified_since": "ieri"}, 200),
        ({"if_none_match": '"x"', "if_modified_since": MODIFIED}, 200),
        ({"if_match": '"x"'}, 412), ({"if_match": f'"{SHA}"'}, 200), ({"if_unmodified_since": EARLIER}, 412),
        ({"if_none_match": f'"{SHA}"', "range": "bytes=0-9"}, 304),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_somebody_has_already_is_not_sent_again(live, headers, status, method):
    response = get(method=method, **headers)
    assert response.status_code == status
    content = body(response)
    if status == 304:
        assert (content, response.headers["ETag"], response.headers["Cache-Control"]) == (
            b"", f'"{SHA}"', "public, max-age=3600",
        )  # fmt: skip


def test_a_broken_download_is_resumed_to_the_same_file(live):
    """As curl -C -, wget -c and browsers do: ask for the rest of what one has, of this file only."""
    got, breaks, etag = b"", [1, 100, 7000, 333, 4096], None
    while len(got) < SIZE:
        headers = {"range": f"bytes={len(got)}-", "if_range": etag} if got else {}
        response = get(**headers)
        assert response.status_code == (206 if got else 200)
        etag = etag or response.headers["ETag"]
        some = body(response)
        got += some[: breaks.pop(0)] if breaks else some  # the line goes after so many bytes
    assert hashlib.sha256(got).hexdigest() == SHA == etag.strip('"')


# To whom ---------------------------------------------------------------------------------------------------

ALLOWED = ("desk", "desk2", "chief", "superuser")
OTHERS = ("other_desk", "blog_desk", "member", "office")


def statuses(people, address=ADDRESS) -> dict[str, int]:
    found = {"visitor": status(address=address)}
    for who in (*ALLOWED, *OTHERS):
        response = get(getattr(people, who).client, address)
        found[who] = response.status_code
        if found[who] == 200:
            private = response.headers["Cache-Control"] == "private, no-store"
            assert private == (found["visitor"] == 404), who
            assert "Cookie" in response.headers.get("Vary", "") or not private
            body(response)
    return found


CLOSED = dict.fromkeys(ALLOWED, 200) | dict.fromkeys(OTHERS, 404) | {"visitor": 404}
OPEN = dict.fromkeys((*ALLOWED, *OTHERS, "visitor"), 200)


def test_nobodys_recording_is_the_desks(people, audio):
    assert statuses(people) == CLOSED


def test_that_of_a_draft_is_the_desks(people, audio):
    make.episode(audio=audio, live=False)
    assert statuses(people) == CLOSED


def test_that_of_a_live_episode_is_everybodys(people, live):
    assert statuses(people) == OPEN


def test_that_of_an_episode_taken_down_is_the_desks_again(people, live):
    live.unpublish()
    assert statuses(people) == CLOSED


def test_that_of_an_episode_behind_a_restriction_is_the_desks(people, live):
    PageViewRestriction.objects.create(page=live, restriction_type=PageViewRestriction.LOGIN)
    assert statuses(people) == CLOSED


def test_the_new_one_in_an_unpublished_draft_is_the_desks_and_the_old_one_everybodys(people, live):
    other = make.audio(seed=1)
    draft = fresh(live)
    draft.audio = other
    draft.save_revision(user=people.desk)
    assert statuses(people, other.url) == CLOSED
    assert statuses(people) == OPEN
    make.publish(fresh(live).get_latest_revision_as_object())
    assert statuses(people, other.url) == OPEN
    assert statuses(people) == CLOSED


def test_one_recording_of_two_episodes_is_open_while_one_is(people, live):
    second = make.episode(2, audio=live.audio)
    live.unpublish()
    assert status() == 200
    second.unpublish()
    assert status() == 404


def test_whoever_may_edit_the_draft_may_hear_it(people, provisioned_site, audio):
    """A page of one's own, without a desk."""
    page = make.episode(audio=audio, live=False, owner=people.member)
    assert not people.member.has_perm("radio.add_radioaudio")
    assert fresh(page).permissions_for_user(people.member).can_edit()
    response = get(people.member.client)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
    body(response)
    assert status(make_user("altro", provisioned_site.members).client) == 404
    EpisodePage.objects.filter(pk=page.pk).update(audio=None)  # its row names it no more, its latest text does
    response = get(people.member.client)
    assert response.status_code == 200
    body(response)
    draft = fresh(page).get_latest_revision_as_object()
    draft.audio = None
    draft.save_revision(user=people.member)
    assert status(people.member.client) == 404


def test_a_closed_account_hears_nothing(people, audio):
    people.desk.is_active = False
    people.desk.save()
    assert status(people.desk.client) == 404


def test_the_public_hears_it_after_the_second_yes_only(people, audio):
    page = make.episode(audio=audio, live=False, owner=people.desk)
    people.desk.client.post(url("edit", page.pk), editor_form(page, people.desk) | {"action-submit": "1"})
    assert state(page) is not None and status() == 404
    yes(people.desk, page)  # its own writer
    assert status() == 404
    yes(people.desk2, page)
    assert fresh(page).live
    assert body(get()) == WHOLE


def test_a_file_that_is_gone_is_404_and_the_log_says_so(people, live, caplog):
    live.audio.file.storage.delete(live.audio.file.name)
    with caplog.at_level(logging.ERROR, logger="radio.views"):
        assert status() == 404
        assert status(people.desk.client) == 404
    assert [record.levelname for record in caplog.records if record.name == "radio.views"] == ["ERROR"] * 2


def test_the_folder_itself_is_closed(people, live):
    for client in (Client(), people.desk.client):
        assert status(client, f"/media/{live.audio.file.name}") == 404
        assert status(client, f"/media/images/../{live.audio.file.name}") == 404


def test_the_date_is_that_of_the_upload(live):
    assert http_date(live.audio.uploaded_at.timestamp()) == MODIFIED
