"""What every test may ask for. Nothing here reads today's date or the network."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase

from cms.users.models import User

from .support import migrated
from .support.chromium import find_chromium
from .support.http import with_client
from .support.people import NEWSROOM, ensure_house
from .support.worlds import Rows, World

BLOCKER = pytest.StashKey()
CHROMIUM = find_chromium()
MISSING = "BROWSER TESTS SKIPPED: no Chromium found. Install one (Debian: apt install chromium) or set CHROMIUM=/path."


# Scopes of few tests that take half a minute and more, the longest first: begun last, one would leave the other
# workers idle for as long.
LONGEST = (
    "tests/e2e/test_access.py::",
    "tests/e2e/",
    "tests/editorial/test_matrix_http.py::MatrixOverHttp",
    "tests/home/test_demo.py::LoadedDemo",
    "tests/editorial/test_matrix.py::Matrix",
    "tests/home/test_walk.py::",
    "tests/home/test_refusals",
    "tests/home/test_canary.py",
    "tests/home/test_queries.py::",
    "tests/editorial/test_fuzz.py",
    "tests/editorial/test_admin_urls.py::",
    "tests/test_upgrade.py::",
)


def spread(items) -> None:
    """The order in which --dist loadscope hands out scopes: the longest, then those of most tests. Within each those
    that ask for ``newsroom`` come first, so that it is put there once."""
    scope = lambda item: item.nodeid.rpartition("::")[0]  # noqa: E731
    sizes = Counter(scope(item) for item in items)

    def rank(item) -> tuple[int, int, str, bool]:
        place = (n for n, start in enumerate(LONGEST) if f"{scope(item)}::".startswith(start))
        return next(place, len(LONGEST)), -sizes[scope(item)], scope(item), not is_staged(item)

    items.sort(key=rank)


def leave_exhaustive(config, items) -> None:
    """Take the exhaustive tests out unless ALL=1 stands in the environment, ``-m`` speaks of them, or every test is
    named by its node id."""
    named = config.args and all("::" in arg for arg in config.args)
    if os.environ.get("ALL") or named or "exhaustive" in config.option.markexpr:
        return
    left = [item for item in items if item.get_closest_marker("exhaustive")]
    items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish(session):
    """What was imported stays: looked through by the collector again and again, it cost a sixth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(trylast=True)  # within a scope the order stays pytest-django's
def pytest_collection_modifyitems(config, items):
    leave_exhaustive(config, items)
    if hasattr(config, "workerinput"):
        spread(items)
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


class Stage:
    """What ``newsroom`` asks for, there for all the tests that follow each other and ask for it.

    Each test's own transaction is a savepoint inside this one, so a test finds what it would have made itself. It is
    rolled back before a test that does not ask for it.
    """

    def __init__(self) -> None:
        self.made = self._transaction = None

    def open(self) -> None:
        if self._transaction or connection.in_atomic_block:  # what its module shares comes first
            return
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.made = NEWSROOM.put()

    def close(self) -> None:
        if self._transaction:
            transaction.set_rollback(True)
            self._transaction.__exit__(None, None, None)
            self.made = self._transaction = None


STAGE = pytest.StashKey[Stage]()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings) -> bool:
    """Begin with a database that an earlier run has migrated, if there is one."""
    return migrated.copy_kept() or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker) -> Iterator[None]:
    """The test database of each worker is provisioned once; what a test does to it is rolled back, or put back."""
    request.config.stash[BLOCKER] = django_db_blocker
    request.config.stash[STAGE] = stage = Stage()
    with django_db_blocker.unblock():
        migrated.keep()
        ensure_house()
        World.provisioned = provisioned = Rows()
    with pytest.MonkeyPatch.context() as patch:
        # Django's own leaves an empty database. (A TestCase has another, and rolls back.)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: provisioned.put_back())
        yield
    with django_db_blocker.unblock():
        stage.close()


def is_transactional(item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool({"transactional_db", "live_server"} & fixtures or (marker and marker.kwargs.get("transaction")))


def is_staged(item) -> bool:
    return item is not None and "newsroom" in getattr(item, "fixturenames", ()) and not is_transactional(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """What the next test asks for is there before its own transaction begins; after the last one the database is
    gone."""
    result = yield
    stage = item.config.stash.get(STAGE, None)
    if stage is None or nextitem is None:
        return result
    with item.config.stash[BLOCKER].unblock():
        if is_staged(nextitem):
            stage.open()
        else:
            stage.close()
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
def provisioned_site(db):
    """The provisioned site: home, directory, guide, groups, rights, workflows."""
    return ensure_house()


@pytest.fixture
def newsroom(request, db):
    """The provisioned site with test sections, members, desks and a superuser."""
    made = request.config.stash[STAGE].made
    if made:
        return deepcopy(made)
    made = NEWSROOM.put()
    for thing in vars(made).values():
        if isinstance(thing, User):
            with_client(thing)
    return made
