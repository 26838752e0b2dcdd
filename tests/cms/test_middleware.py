"""How much a request may send, and what every answer carries."""

import gzip
import io
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cms.http import middleware
from cms.http.middleware import BodyLimitMiddleware, CompressionMiddleware, drain
from profiles.models import ProfileIndexPage
from tests.factories import pages as make
from tests.support.http import Counting, unreachable
from tests.support.people import ensure_house, make_member

MEGABYTE = 1024 * 1024


class Never(io.RawIOBase):
    """A body that must not be read by the application."""

    def read(self, size=-1):
        raise AssertionError("the body was read")


def post(size: int, stream, view):
    request = RequestFactory().post("/admin/images/add/", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(size)
    request.META["wsgi.input"] = stream
    return BodyLimitMiddleware(view)(request)


def test_a_body_over_the_limit_is_refused_in_italian_naming_the_limit(settings):
    body = Counting(11 * MEGABYTE)
    response = post(11 * MEGABYTE, body, unreachable)
    assert response.status_code == 413
    assert "al massimo 8 MB" in response.content.decode()
    assert response.headers["Connection"] == "close"
    assert body.given == 11 * MEGABYTE  # thrown away: a browser cut off while sending shows no answer


@pytest.mark.parametrize("size", ["", "0", "10", str(10 * MEGABYTE), "sette"])
def test_what_fits_passes_unread(size):
    passed = []
    request = RequestFactory().get("/")
    request.META["CONTENT_LENGTH"] = size
    request.META["wsgi.input"] = Never()
    BodyLimitMiddleware(lambda request: passed.append(request))(request)
    assert passed == [request]


def test_no_more_is_thrown_away_than_a_bound(monkeypatch):
    monkeypatch.setattr(middleware, "DRAIN_BYTES", 3 * MEGABYTE)
    body = Counting(200 * MEGABYTE)
    post(200 * MEGABYTE, body, unreachable)
    assert body.given == 3 * MEGABYTE


def test_nor_for_longer_than_a_bound(monkeypatch):
    monkeypatch.setattr(middleware, "DRAIN_SECONDS", -1)
    request = RequestFactory().post("/")
    request.META["wsgi.input"] = Never()
    drain(request, 100)


def test_over_http_too_before_anything_parses_it(provisioned_site):
    """The form's own token is in the body: were it read, CSRF would answer 403."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member("Ada Prova"))
    response = client.post("/area-soci/contatti/", b"x" * (10 * MEGABYTE + 1), content_type="text/plain")
    assert response.status_code == 413


def test_every_answer_carries_the_headers_of_the_house(provisioned_site):
    response = Client().get("/soci/")
    wanted = {
        "Permissions-Policy": middleware.PERMISSIONS_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-src"] == "'self' https://www.youtube-nocookie.com"
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/niente/", "/area-soci/", "/accedi/", "/healthz/", "/media/x"])
def test_refusals_and_redirects_carry_them_too(provisioned_site, address):
    response = Client().get(address)
    assert response.headers["Permissions-Policy"] == middleware.PERMISSIONS_POLICY
    assert "Content-Security-Policy" in response.headers


# Compressed, not changed, without a body --------------------------------------------------------------------------


GZIP = {"accept-encoding": "br, gzip"}


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    "kind, compressed",
    [
        ("text/html; charset=utf-8", True),
        ("text/vcard; charset=utf-8", True),
        ("application/json", True),
        ("application/xml", True),
        ("application/atom+xml; charset=utf-8", True),
        ("application/rss+xml; charset=utf-8", True),
        ("image/svg+xml", True),
        ("image/webp", False),
        ("audio/mpeg", False),
        ("audio/mp4", False),
        ("application/pdf", False),
        ("application/octet-stream", False),
    ],
)
def test_texts_are_compressed_and_what_is_compressed_already_is_not(kind, compressed):
    body = b"parole " * 100
    request = RequestFactory().get("/", headers=GZIP)
    response = CompressionMiddleware(lambda request: HttpResponse(body, content_type=kind))(request)
    assert (response.headers.get("Content-Encoding"), "Vary" in response.headers) == (
        "gzip" if compressed else None,
        compressed,
    )
    assert (gzip.decompress(response.content) if compressed else response.content) == body


def test_a_page_travels_compressed_and_is_asked_again_by_its_tag(provisioned_site):
    plain, packed = Client().get("/soci/"), Client().get("/soci/", headers=GZIP)
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    tag = plain.headers["ETag"]
    assert packed.headers["ETag"] == f"W/{tag}"  # other bytes of the same page (RFC 9110, 8.8.1)
    for known in (tag, f"W/{tag}", f'"another", W/{tag}', "*"):
        again = Client().get("/soci/", headers={**GZIP, "if-none-match": known})
        assert (again.status_code, again.content, again.headers.get("Content-Encoding")) == (304, b"", None)
        wanted = {
            name: plain.headers[name] for name in ("Cache-Control", "Permissions-Policy", "Content-Security-Policy")
        }
        assert {name: again.headers[name] for name in wanted} == wanted
        assert not again.cookies
    index = ProfileIndexPage.objects.get()
    index.intro = "Chi siamo."
    make.publish(index)
    changed = Client().get("/soci/", headers={**GZIP, "if-none-match": f"W/{tag}"})
    assert changed.status_code == 200
    assert b"Chi siamo." in gzip.decompress(changed.content)


def test_a_recording_keeps_its_bytes_and_its_parts(provisioned_site):
    audio = make.audio()
    make.episode(audio=audio)
    whole = Client().get(audio.url, headers=GZIP)
    part = Client().get(audio.url, headers={**GZIP, "range": "bytes=2-5", "if-range": whole.headers["ETag"]})
    with audio.file.open("rb") as file:
        wanted = file.read()
    assert (content(whole), content(part), part.status_code) == (wanted, wanted[2:6], 206)
    assert [answer.headers.get("Content-Encoding") for answer in (whole, part)] == [None, None]
    assert not whole.headers["ETag"].startswith("W/")  # a weak one would end what is heard in parts


def test_what_is_private_is_never_answered_from_before(provisioned_site):
    """A tag that a browser has seen does not hide what has changed since, nor who is asking."""
    client = Client()
    client.force_login(make_member("Ada Prova"))
    first = client.get("/area-soci/", headers=GZIP)
    known = {**GZIP, "if-none-match": first.headers.get("ETag", '"x"')}
    kinds = ("phone", "email", "website", "address")
    saved = client.post(
        "/area-soci/contatti/", {f"{kind}_visibility": "public" for kind in kinds} | {"town": "Alessandria"}
    )
    assert saved.status_code == 302
    after = client.get("/area-soci/", headers=known)
    assert (after.status_code, after.headers["Cache-Control"]) == (200, "no-store, private")
    assert "Contatti salvati" in gzip.decompress(after.content).decode()
    assert Client().get("/area-soci/", headers=known).status_code == 302
    one, two = (Client().get("/accedi/", headers=GZIP) for _time in range(2))
    assert one.headers.get("ETag", "1") != two.headers.get("ETag", "2")  # each has a token of its own


def head_and_get(address: str) -> list[tuple[int, dict[str, str], bytes]]:
    """As a server gets them: the test client would take the body away itself."""
    found = []
    for method in ("HEAD", "GET"):
        handler = WSGIHandler()
        response = handler.get_response(RequestFactory().generic(method, address))
        found.append((response.status_code, dict(response.headers), content(response)))
        for close in response._resource_closers:  # close() itself would close the test's database
            close()
    return found


@pytest.mark.parametrize(
    "address", ["/soci/", "/niente/", "/robots.txt", "/blog/feed/", "(audio)", "(static)", "/accedi/"]
)
def test_head_is_answered_without_a_body_and_with_the_same_length(provisioned_site, settings, address):
    settings.WHITENOISE_USE_FINDERS = True
    if address == "(audio)":
        audio = make.audio()
        make.episode(audio=audio)
        address = audio.url
    head, get = head_and_get("/static/js/site.js" if address == "(static)" else address)
    assert (head[0], head[2]) == (get[0], b"")
    assert len(get[2]) > 0
    for name in ("Content-Type", "Content-Length", "Cache-Control"):
        assert head[1].get(name) == get[1].get(name), name


# A slow sender --------------------------------------------------------------------------------------------------


def head(address: str, length: int, cookie: str) -> bytes:
    lines = [
        f"POST {address} HTTP/1.1",
        "Host: testserver",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {length}",
        f"Cookie: {cookie}",
        "Connection: close",
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


def test_half_a_body_keeps_nobody_from_saving(live_server):
    """While one person's form hangs half sent on the wire, another one saves."""
    ensure_house()
    ada, bea = make_member("Ada Prova"), make_member("Bea Altra")
    host, port = live_server.thread.host, live_server.thread.port
    slow = Client(headers={"host": "testserver"})
    slow.force_login(ada)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in slow.cookies.items())
    token = slow.get("/area-soci/contatti/").context["csrf_token"]
    cookies += f"; csrftoken={slow.cookies['csrftoken'].value}"
    fields = [f"csrfmiddlewaretoken={token}", "town=Terra+Lenta"]
    fields += [f"{kind}_visibility=public" for kind in ("phone", "email", "website", "address")]
    body = "&".join(fields).encode()
    arrived = threading.Event()
    with socket.create_connection((host, port), timeout=20) as wire, ThreadPoolExecutor(1) as pool:
        wire.sendall(head("/area-soci/contatti/", len(body), cookies) + body[: len(body) // 2])

        def other_saves() -> int:
            saving = Client()
            saving.force_login(bea)
            data = {f"{kind}_visibility": "public" for kind in ("phone", "email", "website", "address")}
            status = saving.post("/area-soci/contatti/", {**data, "town": "Terra Svelta"}).status_code
            connection.close()
            arrived.set()
            return status

        assert pool.submit(other_saves).result(timeout=15) == 302
        assert arrived.is_set()
        wire.sendall(body[len(body) // 2 :])
        answer = wire.makefile("rb").readline()
    assert b" 302 " in answer
    addresses = [type(user.member).objects.get(user=user).address for user in (ada, bea)]
    assert addresses == ["Terra Lenta", "Terra Svelta"]
