"""Everything that a running site writes lies under var/."""

import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# The files of the site's own look: styles, scripts, fonts, icons.
STATIC = Path(__file__).parent / "static"
NAMES = ("media", "cache", "mail", "log")


def folders() -> list[Path]:
    return [settings.VAR_DIR, *(settings.VAR_DIR / name for name in NAMES)]


def make_folders() -> None:
    """Make those that are missing. What cannot be made is a system check's to tell: here it would be a traceback."""
    for folder in folders():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)


def unusable_folders() -> list[Path]:
    """Those that are missing, are something else, or may not be written in by the account that asks."""
    return [path for path in folders() if not (os.path.isdir(path) and os.access(path, os.W_OK | os.X_OK))]
