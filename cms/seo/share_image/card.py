"""The picture that other sites show beside a link to a page: drawn by the site itself, from what is on the page.

Its address says what it shows (the digest), so that a page names it without asking anything, and keeps it for ever.
"""

import json
from hashlib import sha256
from typing import Any, NamedTuple

from django.urls import reverse

FOCUS = ("x", "y", "width", "height")
VERSION = 2  # one more whenever the drawing changes: every page then has a new address


class Card(NamedTuple):
    """What is drawn of a page."""

    eyebrow: str  # what it is
    title: str
    line: str = ""  # who, when
    tile: str = ""  # the word that its tiles come from
    picture: Any = None  # an image, or its tile is drawn


def join_parts(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def card_digest(card: Card) -> str:
    """Of all that is drawn. Asks nothing where the picture is there."""
    image = card.picture
    shown = image and [image.pk, image.file.name, *(getattr(image, f"focal_point_{name}") for name in FOCUS)]
    drawn = json.dumps([VERSION, *card[:4], shown])
    return sha256(drawn.encode()).hexdigest()[:20]


def share_image_url(page: Any) -> str:
    """The path of a page's picture; empty for a page without a number yet."""
    return reverse("share_picture", args=[page.pk, card_digest(page.card())]) if page.pk else ""
