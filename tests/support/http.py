"""Browsers, and what their requests are answered."""

import io
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.test.client import REDIRECT_STATUS_CODES
from django.urls import reverse

from cms.users.models import User

JSON = {"headers": {"accept": "application/json"}}


# How statements begin that write nothing.
READING = ("SELECT ", "SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")


class Unread:
    """The page that a redirect leads to, asked for when somebody looks at it: it is heavy, and most tests never do.

    Looked at before the next request or not at all: later it would tell of what happened since.
    """

    requests = 0  # of all browsers

    def __init__(self, client: Client, follow: Callable[[], Any]) -> None:
        self._client, self._follow, self._at, self._page = client, follow, Unread.requests, None
        self._said = client.cookies.pop("messages", None)  # nor does what it would say stand on a later page

    def __getattr__(self, name: str) -> Any:
        if self._page is None:
            assert self._at == Unread.requests, "look at the page that answers before the next request"
            if self._said is not None:
                self._client.cookies["messages"] = self._said
            self._page = self._follow()
        return getattr(self._page, name)


class Browser(Client):
    """Logs its user in with the first request: most tests need few of their people there."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self._user: User | None = user

    def force_login(self, user: User, backend: str | None = None) -> None:
        self._user = None
        super().force_login(user, backend)

    def request(self, **request: Any) -> Any:
        if self._user is not None:
            self.force_login(self._user)
        Unread.requests += 1
        return super().request(**request)

    def _handle_redirects(self, response: Any, **how: Any) -> Any:
        follow = partial(super()._handle_redirects, response, **how)
        return Unread(self, follow) if response.status_code in REDIRECT_STATUS_CODES else follow()


def with_client(user: User) -> User:
    """Two threads may use a client at once: those of the tests that keep what they write are logged in from the start,
    and follow every redirect there and then."""
    if connection.in_atomic_block:
        user.client = Browser(user)
    else:
        user.client = Client()
        user.client.force_login(user)
    return user


def url(name: str, *args) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def messages_of(response) -> str:
    """The messages shown, or the whole answer where there are none."""
    shown = (response.context or {}).get("messages") or ()
    return " ".join(re.sub(r"\s+", " ", str(m)) for m in shown) or response.content.decode()


def form(**data) -> dict:
    management = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    return {f"comments-{key}": value for key, value in management.items()} | data


def in_sitemap() -> dict[str, str]:
    """Every path that /sitemap.xml and the files it names list, with its day."""
    found: dict[str, str] = {}
    for address in _located("/sitemap.xml"):
        found |= _located(address)
    return found


def _located(address: str) -> dict[str, str]:
    response = Client().get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    rows = re.findall(r"<loc>http://testserver([^<]+)</loc><lastmod>([^<]+)</lastmod>", response.content.decode())
    assert len(rows) == response.content.decode().count("<loc>")
    return dict(rows)


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


def unreachable(request):
    raise AssertionError("the view was called")
