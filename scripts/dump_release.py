"""Writes a small site as a release leaves it, for the suite to bring over: tests/releases/<commit>.zip and .json.

    .venv/bin/python scripts/dump_release.py [COMMIT] [--postgres postgres://postgres@127.0.0.1:5432] [--out FOLDER]

Run it when a release is made, before the first change that follows it, and commit both files; the ones of the release
before may go. It takes some minutes. COMMIT (else HEAD) is unpacked into a scratch folder and runs there, on a database
and in a folder of its own: nothing of this checkout or its ``var/`` is touched, and what is not committed does not
count. The modules of ``tests/releases`` of *this* checkout are laid over it. They play the site at its browsers, so
they need little of the release:

- addresses of screens and what the fields of their forms are called, names of groups and collections, fields of pages,
  the label ``home.StandardPage``;
- ``cms.settings.dev`` and the commands migrate, provision, publish_scheduled, send_digest, send_mail, send_reminders,
  update_index and db_worker;
- the digest of a content, and each table that is told of, under one of the names in ``tests/releases/facts.py``.

Besides: the packages of that release in this Python, a PostgreSQL where a role may create databases (not newer than the
oldest that the suite runs on) and its ``pg_dump`` on the PATH.

The archive holds ``db.sqlite3`` (SQLite's own file), ``db.sql`` (PostgreSQL's, plain SQL with INSERTs) with the same
rows, and ``media/``. The site is played on SQLite; its rows are copied as they are, the words for search alone are
indexed again, because each database keeps them in columns of its own. The script fails where the two do not tell the
same. Clock and random numbers are fixed, so the same commit gives the same files.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Json

ROOT = Path(__file__).resolve().parent.parent
PLAYERS = "tests/releases"
# Whatever is signed hangs on the key, whatever leads somewhere on the address: the suite sets the same.
SETTINGS = {"SECRET_KEY": "of-a-release-" + "r" * 50, "BASE_URL": "http://127.0.0.1:8000"}
INDEXED_AGAIN = "wagtailsearch_indexentry"  # the words for search: their columns are each database's own
DRAWN_AGAIN = "share"  # pictures for other sites: large, and drawn by whoever asks for one
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file can tell


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True).stdout


def unpack(commit: str, tree: Path) -> None:
    """The release's files, with the players of this checkout laid over them."""
    with zipfile.ZipFile(BytesIO(git("archive", "--format=zip", commit))) as files:
        files.extractall(tree)
    (tree / PLAYERS).mkdir(exist_ok=True)
    for module in (ROOT / PLAYERS).glob("*.py"):
        shutil.copy(module, tree / PLAYERS)


class Release:
    """A scratch checkout, and how its code is run."""

    def __init__(self, tree: Path) -> None:
        self.tree, self.var, self.manifest = tree, tree / "var", tree / "var" / "manifest.json"
        self.var.mkdir(exist_ok=True)
        self.database = self.var / "db.sqlite3"

    def python(self, *arguments: str, database: str = "") -> bytes:
        env = {name: value for name, value in os.environ.items() if name not in ("EMAIL_URL", "REDIS_URL")}
        env |= SETTINGS | {
            "DJANGO_SETTINGS_MODULE": "tests.releases.settings",
            "DATABASE_URL": database or f"sqlite:///{self.database}",
            "RELEASE_VAR": str(self.var),
            "PYTHONHASHSEED": "0",
        }
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=self.tree, env=env, check=True, stdout=subprocess.PIPE).stdout

    def facts(self, database: str) -> Any:
        told = "import json, sys, django; django.setup(); from tests.releases import facts; "
        return json.loads(self.python("-c", told + "json.dump(facts.everything(), sys.stdout)", database=database))


# --- PostgreSQL


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """The URL of an empty database, dropped afterwards."""
    name = f"release_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(create.format(sql.Identifier(name)))
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def copy_rows(source: sqlite3.Connection, target: psycopg.Connection) -> None:
    """Every row of every table that both have, by name, and the numbers that come next."""
    there = source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in there if not name.startswith(("sqlite_", INDEXED_AGAIN))}
    columns = columns_of(target)
    if missing := tables ^ (set(columns) - {INDEXED_AGAIN}):
        raise SystemExit(f"only one of the databases has {sorted(missing)}")
    given = dict(source.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    target.execute("SET TIME ZONE 'UTC'")  # what SQLite's text means
    emptied = sql.SQL(", ").join(map(sql.Identifier, sorted(columns)))
    target.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(emptied))
    for table in sorted(tables):
        rows = [converted(row, columns[table]) for row in source.execute(f'SELECT * FROM "{table}"')]
        insert = sql.SQL("INSERT INTO {0} SELECT * FROM json_populate_recordset(NULL::{0}, %s)")
        target.execute(insert.format(sql.Identifier(table)), [Json(rows)])
        if given.get(table) and "id" in columns[table]:
            target.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f'"{table}"', given[table]])


def columns_of(target: psycopg.Connection) -> dict[str, dict[str, str]]:
    """The type of each column of each table."""
    found: dict[str, dict[str, str]] = {}
    query = "SELECT table_name, column_name, udt_name FROM information_schema.columns WHERE table_schema = 'public'"
    for table, column, kind in target.execute(query):
        found.setdefault(table, {})[column] = kind
    return found


def converted(row: sqlite3.Row, kinds: dict[str, str]) -> dict[str, Any]:
    """As PostgreSQL reads a row from JSON."""
    if set(row.keys()) != set(kinds):
        raise SystemExit(f"columns differ: {sorted(set(row.keys()) ^ set(kinds))}")
    return {name: value_of(row[name], kind) for name, kind in kinds.items()}


def value_of(value: Any, kind: str) -> Any:
    if kind == "interval":
        raise SystemExit("SQLite keeps an interval as a number of microseconds: convert it here")
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    return json.loads(value) if kind == "jsonb" and value is not None else value


def plain_sql(url: str) -> str:
    """Schema and rows as statements that any client runs, psycopg too: neither psql's own nor the server's settings."""
    command = ["pg_dump", "--inserts", "--rows-per-insert=100", "--no-owner", "--no-privileges", "--no-comments", url]
    dumped = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    statements = dumped[dumped.index("\nCREATE ") :]
    return statements.partition("\n\\unrestrict")[0]


def dump_postgresql(release: Release, server: str, facts: Any) -> str:
    with scratch_database(server) as url:
        release.python("manage.py", "migrate", "--verbosity=0", database=url)
        source = sqlite3.connect(release.database)
        source.row_factory = sqlite3.Row
        with psycopg.connect(url) as target:
            copy_rows(source, target)
        source.close()
        release.python("manage.py", "update_index", "--verbosity=0", database=url)
        told = release.facts(url)
        if different := [table for table in facts if facts[table] != told[table]]:
            raise SystemExit(f"the two databases do not tell the same of {different}")
        return plain_sql(url)


# --- files


def sqlite_file(path: Path) -> bytes:
    """Without what was deleted, and without a journal beside it."""
    packed = path.with_suffix(".packed")
    source = sqlite3.connect(path)
    source.execute("VACUUM INTO ?", [str(packed)])
    source.close()
    return packed.read_bytes()


def media_of(release: Release) -> list[Path]:
    media = release.var / "media"
    return [one for one in media.rglob("*") if one.is_file() and one.relative_to(media).parts[0] != DRAWN_AGAIN]


def write_archive(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_LZMA)


def write_manifest(path: Path, made: dict[str, Any]) -> None:
    """One fact a line, so that it can be read."""
    parts = [f"{json.dumps(name)}: {json.dumps(made[name])}" for name in made if name not in ("facts", "links")]
    parts.append(f'"links": {listed(made["links"])}')
    parts.append('"facts": {\n' + ",\n".join(f'"{name}": {listed(rows)}' for name, rows in made["facts"].items()) + "}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def listed(rows: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("commit", nargs="?", default="HEAD")
    parser.add_argument("--postgres", default="postgres://postgres@127.0.0.1:5432", help="the server alone")
    parser.add_argument("--out", type=Path, default=ROOT / PLAYERS)
    options = parser.parse_args()
    name = git("rev-parse", "--short=7", options.commit).decode().strip()
    with TemporaryDirectory() as folder:
        tree = Path(folder)
        unpack(name, tree)
        release = Release(tree)
        release.python("-m", "tests.releases", "play", str(release.manifest))
        made = json.loads(release.manifest.read_text())
        files = {"db.sql": dump_postgresql(release, options.postgres, made["facts"]).encode()}
        files["db.sqlite3"] = sqlite_file(release.database)
        files |= {str(one.relative_to(release.var)): one.read_bytes() for one in media_of(release)}
    write_archive(options.out / f"{name}.zip", files)
    write_manifest(options.out / f"{name}.json", {"commit": name, "settings": SETTINGS, **made})


if __name__ == "__main__":
    main()
