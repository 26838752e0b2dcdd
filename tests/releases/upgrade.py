"""A release's dump under the present code: loaded, migrated, provisioned, and used as its people would.

In ``DATABASE_URL`` there is an empty database of its own, in ``RELEASE_VAR`` an empty folder.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.conf import settings
from django.db import connection

from . import facts
from .links import Link, look
from .site import GOES_LIVE, PASSWORD, Site, address, call, run

Report = dict[str, Any]


def load(archive: Path) -> None:
    """The release's database and media, as they were. SQLite's is a file, PostgreSQL's a script of plain SQL."""
    with ZipFile(archive) as files:
        files.extractall(settings.VAR_DIR, [name for name in files.namelist() if name.startswith("media/")])
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).write_bytes(files.read("db.sqlite3"))
            return
        with connection.cursor() as cursor:
            cursor.execute(files.read("db.sql").decode())


def bring_over(made: Report, clock: Any) -> Report:
    report: Report = {}
    run("migrate")
    report["migrated"] = facts.everything()
    run("provision")
    report["provisioned"] = facts.everything()
    report["check"] = call("provision", "--check")
    report["doctor"] = call("doctor")
    report["links"] = [look(link) for link in made["links"]]
    report["afterwards"] = go_on(Site(clock, made["pages"]), made["links"])
    return report


def go_on(site: Site, links: list[Link]) -> Report:
    """What was under way goes on: each thing is done by whom it waits for, then the server calls its commands."""
    run("db_worker", "--batch", "--backend=pictures", "--queue-name=pictures")
    tasks = Counter(row["status"] for row in facts.background_tasks())
    stuck = {}
    for finish in FINISHES:
        try:
            finish(site, links)
        except Exception as error:  # the report tells of all of them
            stuck[finish.__name__] = repr(error)
    site.clock.move_to(GOES_LIVE + timedelta(minutes=5))
    for command in ("publish_scheduled", "send_digest", "send_mail"):
        run(command)
    return {
        "stuck": stuck,
        "live": sorted(name for name, number in site.pages.items() if site.page(number).live),
        "mails": Counter(row["state"] for row in facts.mails()),
        "untold": sum(row["sent_at"] is None for row in facts.digest_lines()),
        "tasks": tasks,
        "doctor": call("doctor"),
    }


def link(links: list[Link], beginning: str) -> str:
    """The first in a mail that still opens what it was sent for."""
    return next(one["path"] for one in links if one["path"].startswith(beginning) and one["says"] and one["stays"])


def guest_says_yes(site: Site, links: list[Link]) -> None:
    site.as_("").press(link(links, "/ospite/"), "", yes="1")


def desk_says_yes(site: Site, links: list[Link]) -> None:
    site.as_("blog").press(link(links, "/admin/lettura/"), "/si/")


def author_says_yes(site: Site, links: list[Link]) -> None:
    """To what the desk corrected."""
    site.author(site.pages["blog fixed"], "va-bene")


def author_sends_again(site: Site, links: list[Link]) -> None:
    site.agree("pillole", site.pages["pillole asked"])


def author_comes_back(site: Site, links: list[Link]) -> None:
    site.author(site.pages["soci hidden"], "rimetti")


def desk_brings_back(site: Site, links: list[Link]) -> None:
    site.as_("redazione").press(f"/admin/pagine/{site.pages['radio down']}/rimetti/", "")


def members_come_in(site: Site, links: list[Link]) -> None:
    """One with the password chosen now, by the link of then; one with an old password."""
    site.as_("").press(link(links, "/password/invito/"), "", new_password1=PASSWORD, new_password2=PASSWORD)
    for name in ("socia.invited", "anna"):
        answer = site.as_("").press("/accedi/", "", login=address(name), password=PASSWORD)
        assert answer.status_code == 302, name


FINISHES: tuple[Callable[[Site, list[Link]], None], ...] = (
    guest_says_yes, desk_says_yes, author_says_yes, author_sends_again, author_comes_back, desk_brings_back,
    members_come_in,
)  # fmt: skip


def main(clock: Any, manifest: Path, archive: Path, report: Path) -> None:
    load(archive)
    report.write_text(json.dumps(bring_over(json.loads(manifest.read_text(encoding="utf-8")), clock)))
