"""The card of a page: what its share image says, which is the picture that other sites show beside a link to it.

The address of the image contains a digest of the card. A page can name it without a query, and caches may keep it for
ever.
"""

import json
from hashlib import sha256
from typing import Any, NamedTuple

from django.urls import reverse

FOCUS = ("x", "y", "width", "height")
VERSION = 2  # to be raised whenever the drawing changes, so that every page has a new address


class Card(NamedTuple):
    """What the share image of a page shows. ``line`` also completes a short meta description."""

    eyebrow: str  # what the page is, above the title
    title: str
    line: str = ""  # by whom or when, below the title
    tile: str = ""  # the word that the tiles are computed from
    picture: Any = None  # an image; without one a tile is drawn in its place


def join_parts(*parts: str) -> str:
    """Join the parts that are not empty with « · »."""
    return " · ".join(part for part in parts if part)


def card_digest(card: Card) -> str:
    """Return 20 hexadecimal digits that depend on all that is drawn. No query is made where the image is loaded."""
    image = card.picture
    image_state = image and [image.pk, image.file.name, *(getattr(image, f"focal_point_{name}") for name in FOCUS)]
    content = json.dumps([VERSION, *card[:4], image_state])
    return sha256(content.encode()).hexdigest()[:20]


def share_image_url(page: Any) -> str:
    """Return the path of a page's share image, or an empty string for a page that is not saved yet."""
    return reverse("share_picture", args=[page.pk, card_digest(page.card())]) if page.pk else ""
