"""Chromium, and a site to visit with it."""

import os
import threading
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from home.demo import loading, trees
from home.demo.texts import episodes, members, pillole, posts, site_texts
from pillole.models import PillolaPage
from tests.conftest import CHROMIUM
from tests.support.people import ensure_house

from .browsing import PATIENCE, Visits

ARGUMENTS = (
    "--no-sandbox",  # containers have no user namespaces
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No request leaves this machine, whoever makes it.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


class Requests:
    """Those the server is answering, in threads of its own: a browser that goes away does not stop them. The test's own
    client answers in the main thread, and may leave a stream unread."""

    def __init__(self) -> None:
        self.open = 0
        self.changed = threading.Condition()

    def begin(self, **_kwargs) -> None:
        self._count(1)

    def end(self, **_kwargs) -> None:
        self._count(-1)

    def _count(self, step: int) -> None:
        if threading.current_thread() is threading.main_thread():
            return
        with self.changed:
            # A stream that nobody read to its end is closed whenever Python gets to it, in whatever thread.
            self.open = max(0, self.open + step)
            self.changed.notify_all()

    def forget(self) -> None:
        """A new test: what the ones before asked is over."""
        with self.changed:
            self.open = 0

    def wait(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.open == 0, timeout=PATIENCE / 1000)


@pytest.fixture(scope="session")
def requests() -> Iterator[Requests]:
    found = Requests()
    request_started.connect(found.begin)
    request_finished.connect(found.end)
    yield found
    request_started.disconnect(found.begin)
    request_finished.disconnect(found.end)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for each module, closed at its end: while Playwright's synchronous face is open its event loop
    counts as running in this thread, and Django refuses the database to it. Nothing here is asynchronous: the
    loop waits while a test reads the database, hence the variable."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visits(requests: Requests, live_server: LiveServer, settings: LazySettings, chromium: Browser) -> Iterator[Visits]:
    """People with a browser each, on a site that the test fills; the links it writes lead there. What went wrong in
    any of them fails the test, and the database is emptied after the last answer."""
    requests.forget()
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    visits = Visits(chromium, live_server.url)
    yield visits
    visits.close()
    requests.wait()
    assert visits.faults == []


# Live, waiting, corrected by the desk, sent back; and some company for the lists.
FEW = (
    "elisa-robotti", "davide-ferraris", "giacomo-repetto", "caterina-balbo", "samuel-okafor",
    "paolo-cermelli", "ilaria-zanotti",
)  # fmt: skip


@pytest.fixture
def demo(visits: Visits) -> Visits:
    """The demo with a few of its members: every kind of page and state, in a fifth of the time."""
    ensure_house()
    encoded = make_password(loading.PASSWORD)
    staff = loading.load_staff(encoded)
    for row in members():
        if row["slug"] in FEW:
            loading.load_member(row, encoded, staff)
    for texts in site_texts()["pages"]:
        loading.load_page(texts, staff)
    loading.load_home(staff)
    return visits


# One of each of the other trees, of the people above; of the second episode somebody has yet to say yes.
POST, EPISODE, UNHEARD, PILLOLA = (
    "disegnare-un-muro-con-la-terza-b", "cominciare-dal-gatto-in-fondo", "la-balena-nel-corridoio", "fund-raising",
)  # fmt: skip
NOTE = next(row for row in pillole() if row["slug"] == PILLOLA)["notes"][0]["slug"]


@pytest.fixture
def whole_demo(demo: Visits) -> Visits:
    """And an article, two episodes, a pillola with a note."""
    staff = loading.load_staff(make_password(loading.PASSWORD))
    trees.load_post(next(row for row in posts() if row["slug"] == POST), staff)
    trees.load_show(staff)
    for row in episodes():
        if row["slug"] in (EPISODE, UNHEARD):
            trees.load_episode(row, staff)
    row = next(row for row in pillole() if row["slug"] == PILLOLA)
    trees.load_pillola(row, staff)
    trees.load_note(row["notes"][0], PillolaPage.objects.get(slug=PILLOLA), staff)
    return demo
