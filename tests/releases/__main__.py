"""``python -m tests.releases play MANIFEST`` and ``… upgrade MANIFEST ARCHIVE REPORT``, each at a clock that stands."""

import json
import os
import random
import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import django
import time_machine

ROME = ZoneInfo("Europe/Rome")
START = "2026-01-12T09:00:00+01:00"


def repeat() -> None:
    """The same secrets and numbers each time that it is played: this site is nobody's."""
    source = random.Random(121)  # noqa: S311
    os.urandom = random._urandom = source.randbytes
    random.seed(121)  # where a mail's parts are told apart


def main(command: str, manifest: Path, *paths: Path) -> None:
    if command == "play":
        repeat()
    moment = START if command == "play" else json.loads(manifest.read_text(encoding="utf-8"))["now"]
    # The zone of the moment becomes the process's, which counts in what signs a password's link.
    with time_machine.travel(datetime.fromisoformat(moment).astimezone(ROME), tick=False) as clock:
        django.setup()
        import_module(f"tests.releases.{command}").main(clock, manifest, *paths)


main(sys.argv[1], *map(Path, sys.argv[2:]))
