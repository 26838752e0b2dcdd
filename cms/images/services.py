"""Cutting the metadata out of the files that are stored already: the one alteration of a file that is allowed."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import default_storage
from PIL import Image

from cms.models import ORIGINALS, RENDITIONS, CustomImage, Rendition

from .metadata import without_metadata
from .renditions import SLOTS

UNFINISHED = ".part"  # the end of a name that a file has while it is written
SHOWN_SPECS = {f"{spec}|format-webp" for slot in SLOTS.values() for spec in slot.specs}


class Report(NamedTuple):
    """What happened to a file."""

    name: str
    is_changed: bool = False
    problem: str = ""


def clean_all() -> Iterator[Report]:
    """Cut the metadata out of every original and rendition below MEDIA_ROOT, also of those that no row knows.

    It may be stopped anywhere and begun again. Files keep their names, pictures their looks and renditions.
    """
    _drop_sizes_that_name_their_original()
    images = dict(CustomImage.objects.order_by("file").values_list("file", "pk"))
    for name in sorted(images.keys() | _stored(ORIGINALS) | _stored(RENDITIONS)):
        try:
            is_changed = _clean_file(name)
            if name in images:
                _renew_row(images[name], name)
        except Exception as error:  # what a broken file raises depends on its format; it is reported, not hidden
            yield Report(name, problem=f"{type(error).__name__}: {error}")
        else:
            yield Report(name, is_changed)


def _stored(folder: str) -> set[str]:
    if not default_storage.exists(folder):
        return set()
    return {f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if not name.endswith(UNFINISHED)}


def _clean_file(name: str) -> bool:
    path = Path(default_storage.path(name))
    data = path.read_bytes()
    clean = without_metadata(data)
    if clean != data:
        _replace(path, clean)
    return clean != data


def _replace(path: Path, data: bytes) -> None:
    """Give the file another content in one step: whoever reads it, or stops this process, finds one or the other."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=UNFINISHED, delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            shutil.copymode(path, file.name)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def _renew_row(pk: int, name: str) -> None:
    """Make what the row knows of its file true again, also where an earlier run was stopped before it did.

    No signal is sent: nothing that a page shows has changed.
    """
    data = Path(default_storage.path(name)).read_bytes()
    with Image.open(default_storage.path(name)) as picture:
        width, height = picture.size
    facts = {
        "file_hash": hashlib.sha1(data, usedforsecurity=False).hexdigest(),  # as wagtail.utils.file.hash_filelike
        "file_size": len(data),
        "width": width,
        "height": height,
    }
    CustomImage.objects.filter(pk=pk).exclude(**facts).update(**facts)


def _drop_sizes_that_name_their_original() -> None:
    """Delete the sizes of the admin that were made when each was called after its original: whoever took the name of a
    size that a page shows could ask for the whole picture. Wagtail makes them again when somebody looks."""
    for rendition in Rendition.objects.exclude(filter_spec__in=SHOWN_SPECS).select_related("image").iterator():
        if Path(rendition.file.name).name.startswith(f"{Path(rendition.image.file.name).stem}."):
            rendition.delete()
