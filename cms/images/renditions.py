"""The sizes of images, by the slot of a template that shows them, and making their files before anybody asks."""

import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from wagtail.fields import StreamField

log = logging.getLogger(__name__)


class ImageSlot(NamedTuple):
    """Where a template shows an image: the files to make, and the ``sizes`` that the stylesheets keep to."""

    specs: tuple[str, ...]  # Wagtail's filter specs, narrowest first, in pixels
    sizes: str  # of <img>
    eager: bool = False  # it is in view when the page opens: load it first


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
    """An image and the slot that shows it, a key of SLOTS."""

    image: Any
    slot: str


def renditions(image: Any, slot: str) -> list[Any]:
    """Return the renditions of an image for a slot, narrowest first, making those that are missing.

    The list is empty where the original is missing or broken.
    """
    try:
        by_spec = image.get_renditions(*(f"{spec}|format-webp" for spec in SLOTS[slot].specs))
    except (DatabaseError, ImproperlyConfigured):
        raise
    except Exception as error:
        # What a broken file raises depends on its format (OSError, SyntaxError, zlib.error, Pillow's bomb
        # error…); none of it is worth a page that does not open.
        log.warning("picture %s cannot be shown: %r", image.pk, error)
        return []
    # Wagtail never enlarges: several specs of a small original have the same width.
    by_width = {rendition.width: rendition for rendition in by_spec.values()}
    return [by_width[width] for width in sorted(by_width)]


def largest_url(image: Any, slot: str) -> str:
    """Return the path of the largest rendition, or an empty string where there is none."""
    files = renditions(image, slot) if image else []
    return files[-1].url if files else ""


def uses(image: Any, *slots: str) -> list[ImageUse]:
    """Return a use of ``image`` for each slot; none without an image."""
    return [ImageUse(image, slot) for slot in slots] if image else []


def gallery_uses(images: list[Any]) -> list[ImageUse]:
    """Return the uses of a gallery: two images in a row, and of an odd number the first has a row for itself.

    The same rule stands in templates/blocks/gallery_block.html.
    """
    first = "wide" if len(images) % 2 else "gallery"
    return [use for place, image in enumerate(images) for use in uses(image, "gallery" if place else first)]


def text_uses(page: Any) -> list[ImageUse]:
    """Return the uses of the images in all stream fields of a page."""
    text_images: list[ImageUse] = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                if block.block_type == "picture":
                    text_images += uses(block.value["image"], "inline")
                elif block.block_type == "gallery":
                    text_images += gallery_uses([item["image"] for item in block.value["items"]])
    return text_images


def make_renditions(image_uses: Iterable[ImageUse]) -> None:
    """Make the renditions that are missing."""
    for image, slot in dict.fromkeys(image_uses):
        renditions(image, slot)
