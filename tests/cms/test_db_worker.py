"""The worker that makes pictures beside a server: no longer than it, and after whoever waits for a page."""

import os
import signal

from django.core.management import call_command

from cms.management.commands import db_worker


def test_it_ends_when_whoever_started_it_has_ended(monkeypatch):
    parents, killed = iter([7, 7, 1]), []
    monkeypatch.setattr(db_worker, "LOOK", 0)
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "kill", lambda *what: killed.append(what))
    db_worker.end_with(7)
    assert killed == [(os.getpid(), signal.SIGTERM)]
    assert list(parents) == []


def run(monkeypatch, *words):
    """(what stock's own command is given, how kind to others, beside whom)."""
    given, kind, beside = [], [], []
    monkeypatch.setattr(db_worker.db_worker, "valid_backend_name", str)
    monkeypatch.setattr(db_worker.db_worker.Command, "handle", lambda self, **options: given.append(options))
    monkeypatch.setattr(os, "nice", kind.append)
    monkeypatch.setattr(db_worker, "end_with", beside.append)
    call_command("db_worker", "--backend", "pictures", "--queue-name", "pictures", *words)
    (options,) = given
    assert (options["backend_name"], options["queue_name"]) == ("pictures", "pictures")
    assert "beside" not in options
    return kind, beside


def test_beside_a_server_it_is_kind_and_watches_it(monkeypatch):
    assert run(monkeypatch, "--beside", "7") == ([10], [7])


def test_alone_it_is_stocks_own(monkeypatch):
    assert run(monkeypatch, "--batch") == ([], [])
