"""The last release's database and media under this code: nothing is lost, old links answer, work under way goes on.

A failure that follows a rename wants the new name in ``tests/releases/facts.py``; any other is a loss. How a release is
dumped stands in ``scripts/dump_release.py``.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

RELEASES = Path(__file__).parent / "releases"
# What tests.releases.upgrade does for those whom something waits for; the clock publishes each «scheduled».
GO_LIVE = {"blog fixed", "blog ticked", "pillole asked", "radio down", "radio guest_half", "soci hidden"}


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The URL of one beside the suite's own, on the same server, gone afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"upgrade_{os.getpid()}"
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        server.execute(drop)  # of a run that was killed
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
        try:
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        finally:
            server.execute(drop)


# All that the doctor says: who sat in a desk before there was «Chi è chi» is to be looked at once.
LISTED = (
    "accounts-to-read: Chi legge da prima di «Chi è chi»: Blog Prova, Pillole Prova, Radio Prova, Redazione2 Prova, "
    "Redazione Prova, Vetrine Prova. Li conoscete tutti?\nC’è una cosa da guardare."
)


@pytest.fixture(scope="module", params=sorted(one.stem for one in RELEASES.glob("*.zip")))
def upgraded(request, tmp_path_factory) -> SimpleNamespace:
    """Brought over once, in a process of its own: ``then`` is the release's manifest, ``now`` what was found."""
    folder = tmp_path_factory.mktemp("upgraded")
    manifest, archive = RELEASES / f"{request.param}.json", RELEASES / f"{request.param}.zip"
    report = folder / "report.json"
    then = json.loads(manifest.read_text(encoding="utf-8"))
    env = {name: value for name, value in os.environ.items() if name not in ("EMAIL_URL", "REDIS_URL")}
    env |= {"DJANGO_SETTINGS_MODULE": "tests.releases.settings", "RELEASE_VAR": str(folder), **then["settings"]}
    command = [sys.executable, "-m", "tests.releases", "upgrade", str(manifest), str(archive), str(report)]
    with empty_database(folder) as url:
        ran = subprocess.run(  # noqa: S603 - the suite's own
            command, cwd=settings.BASE_DIR, env=env | {"DATABASE_URL": url}, capture_output=True, text=True
        )
    assert ran.returncode == 0, ran.stderr
    return SimpleNamespace(then=then, now=json.loads(report.read_text()))


def test_every_row_of_peoples_work_comes_across(upgraded):
    for table, rows in upgraded.then["facts"].items():
        assert upgraded.now["migrated"][table] == rows, table


def test_provisioning_takes_nothing_of_it_away(upgraded):
    """It may add: a new page of the house, and its entry in the log."""
    kept = upgraded.now["provisioned"]
    lost = {table: [row for row in rows if row not in kept[table]] for table, rows in upgraded.then["facts"].items()}
    del lost["counts"]
    assert [row for rows in lost.values() for row in rows] == []


def test_rights_are_as_the_table_says_and_the_doctor_finds_nothing(upgraded):
    code, said = upgraded.now["check"]
    assert code == 0, said
    assert upgraded.now["doctor"] == [1, LISTED]


def test_links_in_old_mails_and_public_addresses_answer_as_they_did(upgraded):
    wrong = [(was, now) for was, now in zip(upgraded.then["links"], upgraded.now["links"], strict=True) if was != now]
    assert wrong == []


def test_what_was_under_way_goes_on(upgraded):
    after = upgraded.now["afterwards"]
    assert after["stuck"] == {}
    pages, before = upgraded.then["pages"], upgraded.then["facts"]["pages"]
    numbers = {row["number"] for row in before if row["live"]}
    were_live = {name for name, number in pages.items() if number in numbers}
    scheduled = {name for name in pages if name.endswith(" scheduled")}
    assert GO_LIVE | scheduled == (GO_LIVE | scheduled) - were_live
    assert after["live"] == sorted(were_live | scheduled | GO_LIVE)
    assert (after["untold"], after["tasks"], list(after["mails"])) == (0, {"SUCCESSFUL": 2}, ["sent"])
    assert after["doctor"] == [1, LISTED]
