"""The queue for writers: nobody is told «database is locked», and a stuck holder stops nobody for ever."""

import fcntl
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.sqlite3 import base

from profiles.models import Area

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the lock is SQLite's")

WRITERS, ROUNDS = 8, 10


@pytest.fixture
def lock_file(transactional_db):
    return f"{connection.settings_dict['NAME']}.lock"


@pytest.fixture
def short(monkeypatch):
    """A deadline of a tenth of a second, for this thread's connection."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)


def held(path: str) -> bool:
    """Does somebody hold the lock? (flock is of the descriptor: our own transaction counts too.)"""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def test_parallel_writers_all_get_through(lock_file):
    """Read, then write: with Django's defaults most of these fail."""
    Area.objects.create(slug="conta", name="conta", sort_order=0)
    ready = threading.Barrier(WRITERS)

    def write() -> list[str]:
        failures = []
        ready.wait(timeout=20)
        for _round in range(ROUNDS):
            try:
                with transaction.atomic():
                    row = Area.objects.get(slug="conta")
                    row.sort_order += 1
                    row.save()
            except OperationalError as error:
                failures.append(str(error))
        connection.close()
        return failures

    with ThreadPoolExecutor(WRITERS) as pool:
        results = [job.result() for job in [pool.submit(write) for _writer in range(WRITERS)]]
    assert [failure for failures in results for failure in failures] == []
    assert Area.objects.get(slug="conta").sort_order == WRITERS * ROUNDS
    assert not held(lock_file)


def test_a_stuck_holder_gives_an_error_at_the_deadline(lock_file, short):
    holder = os.open(lock_file, os.O_RDWR | os.O_CREAT)
    fcntl.flock(holder, fcntl.LOCK_EX)
    try:
        with pytest.raises(OperationalError, match="database is locked"), transaction.atomic():
            raise AssertionError("the transaction began")
    finally:
        os.close(holder)
    with transaction.atomic():  # and afterwards everything goes on
        Area.objects.create(slug="dopo", name="dopo")


@pytest.mark.parametrize("ending", ["commit", "rollback", "error", "close"])
def test_the_lock_is_freed_however_a_transaction_ends(lock_file, ending):
    try:
        with transaction.atomic():
            assert held(lock_file)
            if ending == "rollback":
                transaction.set_rollback(True)
            if ending == "error":
                raise RuntimeError
    except RuntimeError:
        pass
    if ending == "close":
        connection.close()
    assert not held(lock_file)


def test_a_savepoint_keeps_the_lock_of_its_transaction(lock_file):
    with transaction.atomic():
        with transaction.atomic():
            assert held(lock_file)
        assert held(lock_file)
    assert not held(lock_file)


def test_a_failed_begin_frees_the_lock(lock_file, monkeypatch):
    def fails(self):
        raise OperationalError("no")

    with monkeypatch.context() as patch:
        patch.setattr(base.DatabaseWrapper, "_start_transaction_under_autocommit", fails)
        with pytest.raises(OperationalError), transaction.atomic():
            pass
    assert not held(lock_file)


def test_reading_takes_no_lock(lock_file):
    list(Area.objects.all())
    assert not held(lock_file)


def test_the_database_is_as_the_measurements_want_it(lock_file):
    with connection.cursor() as cursor:
        pragmas = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
