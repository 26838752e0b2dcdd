"""How much a request may send, and what every answer carries."""

import io
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client, RequestFactory

from cms import middleware
from cms.middleware import BodyLimitMiddleware, drain
from tests.helpers import ensure_house, make_member

MEGABYTE = 1024 * 1024


class Never(io.RawIOBase):
    """A body that must not be read by the application."""

    def read(self, size=-1):
        raise AssertionError("the body was read")


class Counting(io.BytesIO):
    """So many zeros, without holding them."""

    def __init__(self, size):
        super().__init__()
        self.left, self.given = size, 0

    def read(self, size=-1):
        given = min(self.left, size)
        self.left -= given
        self.given += given
        return b"\0" * given


def post(size: int, stream, view):
    request = RequestFactory().post("/admin/images/add/", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(size)
    request.META["wsgi.input"] = stream
    return BodyLimitMiddleware(view)(request)


def unreachable(request):
    raise AssertionError("the view was called")


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


def test_over_http_too_before_anything_parses_it(house):
    """The form's own token is in the body: were it read, CSRF would answer 403."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member("Ada Prova"))
    response = client.post("/area-soci/contatti/", b"x" * (10 * MEGABYTE + 1), content_type="text/plain")
    assert response.status_code == 413


def test_every_answer_carries_the_headers_of_the_house(house):
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
def test_refusals_and_redirects_carry_them_too(house, address):
    response = Client().get(address)
    assert response.headers["Permissions-Policy"] == middleware.PERMISSIONS_POLICY
    assert "Content-Security-Policy" in response.headers


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
    fields = [f"csrfmiddlewaretoken={token}", "address=Via+Lenta"]
    fields += [f"{kind}_visibility=public" for kind in ("phone", "email", "website", "address")]
    body = "&".join(fields).encode()
    arrived = threading.Event()
    with socket.create_connection((host, port), timeout=20) as wire, ThreadPoolExecutor(1) as pool:
        wire.sendall(head("/area-soci/contatti/", len(body), cookies) + body[: len(body) // 2])

        def other_saves() -> int:
            saving = Client()
            saving.force_login(bea)
            data = {f"{kind}_visibility": "public" for kind in ("phone", "email", "website", "address")}
            status = saving.post("/area-soci/contatti/", {**data, "address": "Via Svelta"}).status_code
            from django.db import connection

            connection.close()
            arrived.set()
            return status

        assert pool.submit(other_saves).result(timeout=15) == 302
        assert arrived.is_set()
        wire.sendall(body[len(body) // 2 :])
        answer = wire.makefile("rb").readline()
    assert b" 302 " in answer
    addresses = [type(user.member).objects.get(user=user).address for user in (ada, bea)]
    assert addresses == ["Via Lenta", "Via Svelta"]
