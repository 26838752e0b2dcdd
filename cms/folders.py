"""The folders below VAR_DIR, where a running site writes everything, and the one of the static sources."""

import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings

STATIC = Path(__file__).parent / "static"  # the sources of styles, scripts, fonts and icons
NAMES = ("media", "cache", "mail", "log")


def folders() -> list[Path]:
    return [settings.VAR_DIR, *(settings.VAR_DIR / name for name in NAMES)]


def make_folders() -> None:
    """Make the folders that are missing. Ignore errors: cms.checks.folders_are_writable reports them in words, where an
    exception at this point would end every command in a traceback."""
    for folder in folders():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)


def unusable_folders() -> list[Path]:
    """Return the paths that are no folder, or that the account of this process may not write in."""
    return [path for path in folders() if not (os.path.isdir(path) and os.access(path, os.W_OK | os.X_OK))]
