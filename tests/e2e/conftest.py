"""Chromium, and a site to visit with it."""

import os
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM

from .browsing import Visits

ARGUMENTS = (
    "--no-sandbox",  # containers have no user namespaces
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No request leaves this machine, whoever makes it.
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost',
)


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
def site_url(live_server, settings: LazySettings) -> str:
    """Where the site answers; the links it writes lead there."""
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def visits(chromium: Browser, site_url: str) -> Iterator[Visits]:
    """People with a browser each; what went wrong in any of them fails the test."""
    visits = Visits(chromium, site_url)
    yield visits
    visits.close()
    assert visits.faults == []
