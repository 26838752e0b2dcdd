"""What every test may ask for. Nothing here reads today's date or the network."""

import os
import shutil
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import TestCase

from .helpers import build, ensure_house


def find_chromium() -> str | None:
    """CHROMIUM=, a system Chromium, or Playwright's own."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    browsers = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(path) for path in sorted(browsers.glob("chromium-*/chrome-linux*/chrome"))), None)


BLOCKER = pytest.StashKey()
CHROMIUM = find_chromium()
MISSING = "BROWSER TESTS SKIPPED: no Chromium found. Install one (Debian: apt install chromium) or set CHROMIUM=/path."


def pytest_collection_modifyitems(config, items):
    if CHROMIUM:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    skipped = [r for r in terminalreporter.stats.get("skipped", ()) if "BROWSER TESTS SKIPPED" in str(r.longrepr)]
    if skipped:
        terminalreporter.write_line(MISSING, red=True, bold=True)


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", ()) if reporter else ()
    if os.environ.get("REQUIRE_BROWSER") and any("BROWSER TESTS SKIPPED" in str(r.longrepr) for r in skipped):
        session.exitstatus = 1


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """The test database of each worker is provisioned once; what a test does to it is rolled back."""
    request.config.stash[BLOCKER] = django_db_blocker
    with django_db_blocker.unblock():
        ensure_house()


def is_transactional(item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool({"transactional_db", "live_server"} & fixtures or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Transactional tests leave an empty database behind, and make what they need themselves; others want the
    provisioned one. After the last test the database is gone."""
    result = yield
    if nextitem is not None and is_transactional(item) and not is_transactional(nextitem):
        with item.config.stash[BLOCKER].unblock():
            ensure_house()
    return result


@pytest.fixture(autouse=True)
def own_files(request, settings, tmp_path):
    """Each test writes its media and mail in a folder of its own, and starts with an empty cache.

    A class that loads the demo once (setUpTestData) keeps the folder that its pictures lie in.
    """
    if not (request.cls and issubclass(request.cls, TestCase)):
        settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture
def house(db):
    """The provisioned site: home, directory, guide, groups, rights, workflows."""
    return ensure_house()


@pytest.fixture
def w(db):
    """The provisioned site with test sections, members, desks and a superuser."""
    return build()
