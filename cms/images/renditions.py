"""Sizes of pictures: which there are, and making them before anybody looks."""

import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from wagtail.fields import StreamField

log = logging.getLogger(__name__)


class ImageSlot(NamedTuple):
    """How wide a picture is shown: the files to make, and the ``sizes`` that the stylesheets keep to."""

    specs: tuple[str, ...]
    sizes: str
    eager: bool = False


SLOTS = {
    "hero": ImageSlot(("width-640", "width-1200", "width-1800"), "(min-width: 80rem) 77rem, 100vw", eager=True),
    "card": ImageSlot(
        ("fill-320x214", "fill-480x320", "fill-800x534"),
        "(min-width: 60rem) 24rem, (min-width: 40rem) 46vw, 94vw",
    ),
    "lead": ImageSlot(
        ("fill-480x320", "fill-800x534", "fill-1200x800"),
        "(min-width: 56rem) 42rem, (min-width: 40rem) 46vw, 94vw",
    ),
    "portrait": ImageSlot(
        ("fill-240x240", "fill-360x360", "fill-720x720"), "(min-width: 48rem) 22rem, 11rem", eager=True
    ),
    "face": ImageSlot(("fill-240x240", "fill-360x360", "fill-720x720"), "(min-width: 30rem) 11rem, 6rem"),
    "inline": ImageSlot(("width-480", "width-800", "width-1400"), "(min-width: 52rem) 48rem, 94vw"),
    "gallery": ImageSlot(
        ("fill-320x240", "fill-480x360", "fill-840x630"),
        "(min-width: 56rem) 25rem, (min-width: 30rem) 47vw, 94vw",
    ),
    "wide": ImageSlot(("fill-480x360", "fill-840x630", "fill-1400x1050"), "(min-width: 52rem) 48rem, 94vw"),
    "opening": ImageSlot(("width-480", "width-800", "width-1400"), "(min-width: 56rem) 36rem, 94vw", eager=True),
    "thumbnail": ImageSlot(("fill-96x96", "fill-192x192", "fill-288x288"), "5.5rem"),
}


class ImageUse(NamedTuple):
    image: Any
    role: str  # of ROLES


def renditions(image: Any, role: str) -> list[Any]:
    """The files of a picture, narrowest first; [] when its original is missing or broken."""
    try:
        made = image.get_renditions(*(f"{spec}|format-webp" for spec in SLOTS[role].specs))
    except (DatabaseError, ImproperlyConfigured):
        raise
    except Exception as error:
        # What a broken file raises depends on its format (OSError, SyntaxError, zlib.error, Pillow's bomb
        # error…); none of it is worth a page that does not open.
        log.warning("picture %s cannot be shown: %r", image.pk, error)
        return []
    # Wagtail never enlarges: of a small original several widths are the same.
    by_width = {rendition.width: rendition for rendition in made.values()}
    return [by_width[width] for width in sorted(by_width)]


def largest_url(image: Any, role: str) -> str:
    """The path of the largest file; empty where there is none."""
    found = renditions(image, role) if image else []
    return found[-1].url if found else ""


def uses(image: Any, *roles: str) -> list[ImageUse]:
    """[] without a picture."""
    return [ImageUse(image, role) for role in roles] if image else []


def gallery_uses(images: list[Any]) -> list[ImageUse]:
    """Two in a row; of an odd number the first has one for itself (templates/blocks/gallery_block.html)."""
    first = "wide" if len(images) % 2 else "gallery"
    return [shown for place, image in enumerate(images) for shown in uses(image, "gallery" if place else first)]


def text_uses(page: Any) -> list[ImageUse]:
    """What stands in the bodies of text of a page."""
    found = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                if block.block_type == "picture":
                    found += uses(block.value["image"], "inline")
                elif block.block_type == "gallery":
                    found += gallery_uses([item["image"] for item in block.value["items"]])
    return found


def make_renditions(shown: Iterable[ImageUse]) -> None:
    """Whatever is not there yet."""
    for image, role in dict.fromkeys(shown):
        renditions(image, role)
