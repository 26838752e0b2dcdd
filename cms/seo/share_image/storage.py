"""Share images as files: drawn once, found by their digest."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from .card import card_digest
from .render import draw

FOLDER = "share"


def storage_name(pk: int, digest: str) -> str:
    """In the storage. A folder for each page: what is old lies beside it."""
    return f"{FOLDER}/{pk}/{digest}.jpg"


def ensure_share_image(page: Any) -> str:
    """The name in the storage of the page's picture, drawn now if it is not there."""
    card = page.card()
    name = storage_name(page.pk, card_digest(card))
    if not default_storage.exists(name):
        _keep(page, name, draw(card))
    return name


def _keep(page: Any, name: str, drawn: bytes) -> None:
    saved = default_storage.save(name, ContentFile(drawn))
    if saved != name:  # somebody else drew it meanwhile
        default_storage.delete(saved)
    delete_share_images(page.pk, exclude=name)


def open_share_image(page: Any) -> File:
    """The page's picture, drawn now if it is not there.

    The next change of the page deletes the file, at any moment: what was just drawn is not looked for again.
    """
    card = page.card()
    name = storage_name(page.pk, card_digest(card))
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        drawn = draw(card)
        _keep(page, name, drawn)
        return ContentFile(drawn, name)


def delete_share_images(pk: int, *, exclude: str = "") -> None:
    """Deletes the pictures of a page."""
    try:
        _folders, names = default_storage.listdir(f"{FOLDER}/{pk}")
    except FileNotFoundError:
        return
    for name in names:
        if (path := f"{FOLDER}/{pk}/{name}") != exclude:
            default_storage.delete(path)
