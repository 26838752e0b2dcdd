"""The files of share images, drawn once and named by the digest of the card."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from .card import card_digest
from .render import draw

FOLDER = "share"


def storage_name(pk: int, digest: str) -> str:
    """Return the name of a file in the storage. A page has a folder, in which earlier images are found and deleted."""
    return f"{FOLDER}/{pk}/{digest}.jpg"


def ensure_share_image(page: Any) -> str:
    """Return the name in the storage of the page's share image, drawing it if it is missing."""
    card = page.card()
    name = storage_name(page.pk, card_digest(card))
    if not default_storage.exists(name):
        _save(page, name, draw(card))
    return name


def _save(page: Any, name: str, jpeg: bytes) -> None:
    """Store the image of a page and delete its earlier ones."""
    saved_name = default_storage.save(name, ContentFile(jpeg))
    if saved_name != name:  # another process drew it meanwhile
        default_storage.delete(saved_name)
    delete_share_images(page.pk, exclude=name)


def open_share_image(page: Any) -> File:
    """Open the page's share image, drawing it if it is missing.

    The next change of the page may delete the file at any moment, so an image that was just drawn is not read again.
    """
    card = page.card()
    name = storage_name(page.pk, card_digest(card))
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        jpeg = draw(card)
        _save(page, name, jpeg)
        return ContentFile(jpeg, name)


def delete_share_images(pk: int, *, exclude: str = "") -> None:
    """Delete the share images of the page with this number, except the one with the name ``exclude``."""
    try:
        _folders, names = default_storage.listdir(f"{FOLDER}/{pk}")
    except FileNotFoundError:
        return
    for name in names:
        if (path := f"{FOLDER}/{pk}/{name}") != exclude:
            default_storage.delete(path)
