"""An empty, migrated SQLite database, kept in var/ until a migration changes: migrating takes each worker 8 s."""

import os
import shutil
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

PACKAGES = ("Django", "wagtail")


def kept() -> Path:
    """Return the file that stands for the migrations as they are now, whether it is there or not."""
    said = sha256("".join(map(version, PACKAGES)).encode())
    for config in apps.get_app_configs():
        for file in sorted(Path(config.path).glob("migrations/*.py")):
            said.update(f"{config.label}/{file.name}".encode() + file.read_bytes())
    return settings.BASE_DIR / "var" / "tests" / f"migrated-{said.hexdigest()[:16]}.sqlite3"


def copy_kept() -> bool:
    """Put the kept database where the test database will be; False if there is none, or another engine is used."""
    if connection.vendor != "sqlite" or not kept().exists():
        return False
    target = Path(connection.settings_dict["TEST"]["NAME"])
    for left in target.parent.glob(f"{target.name}-*"):  # what a killed run left beside its file
        left.unlink()
    shutil.copyfile(kept(), target)
    return True


def keep() -> None:
    """Keep the test database, just migrated, for the next run."""
    if connection.vendor != "sqlite" or kept().exists():
        return
    kept().parent.mkdir(parents=True, exist_ok=True)
    mine = kept().with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(mine)])
    mine.replace(kept())
