"""The picture that other sites show beside a link to a page: drawn by the site itself, from what is on the page.

Its address says what it shows (the digest), so that a page names it without asking anything, and keeps it for ever.
"""

import json
import logging
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageDraw, ImageOps
from wagtail.images.models import Filter

from . import lettering
from .artwork import Tile
from .lettering import Layout

log = logging.getLogger(__name__)

VERSION = 2  # one more whenever the drawing changes: every page then has a new address
FOLDER = "share"
SIZE = WIDTH, HEIGHT = 1200, 630
MOST_BYTES = 150_000  # some programs fetch no more
QUALITIES = (88, 80, 70, 55)
LEAST_PICTURE = 160  # pixels: a smaller one would be all blur
GROUND, INK, MUTED, BRICK = "#f4f5f0", "#16201c", "#505b55", "#a93116"
MOSAIC = 420  # the wide square at the right; below it two of half its side
MARK = Path(__file__).parent / "static" / "icons" / "mark.png"  # from scripts/draw_icons.py
MARK_AT = (64, 56)
NAME_AT = (218, 79)  # beside the mark, its middle


class Card(NamedTuple):
    """What is drawn of a page."""

    eyebrow: str  # what it is
    title: str
    line: str = ""  # who, when
    tile: str = ""  # the word that its tiles come from
    picture: Any = None  # an image, or its tile is drawn


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def digest_of(card: Card) -> str:
    """Of all that is drawn. Asks nothing where the picture is there."""
    image = card.picture
    shown = image and [image.pk, image.file.name, *(getattr(image, f"focal_point_{name}") for name in FOCUS)]
    drawn = json.dumps([VERSION, *card[:4], shown])
    return sha256(drawn.encode()).hexdigest()[:20]


FOCUS = ("x", "y", "width", "height")


def address_of(page: Any) -> str:
    """The path of a page's picture; empty for a page without a number yet."""
    return reverse("share_picture", args=[page.pk, digest_of(page.card())]) if page.pk else ""


# Kept ----------------------------------------------------------------------------------------------------


def name_of(pk: int, digest: str) -> str:
    """In the storage. A folder for each page: what is old lies beside it."""
    return f"{FOLDER}/{pk}/{digest}.jpg"


def kept(page: Any) -> str:
    """The name in the storage of the page's picture, drawn now if it is not there."""
    card = page.card()
    name = name_of(page.pk, digest_of(card))
    if not default_storage.exists(name):
        _keep(page, name, draw(card))
    return name


def _keep(page: Any, name: str, drawn: bytes) -> None:
    saved = default_storage.save(name, ContentFile(drawn))
    if saved != name:  # somebody else drew it meanwhile
        default_storage.delete(saved)
    forget(page.pk, but=name)


def opened(page: Any) -> File:
    """The page's picture, drawn now if it is not there.

    The next change of the page deletes the file, at any moment: what was just drawn is not looked for again.
    """
    card = page.card()
    name = name_of(page.pk, digest_of(card))
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        drawn = draw(card)
        _keep(page, name, drawn)
        return ContentFile(drawn, name)


def forget(pk: int, *, but: str = "") -> None:
    """Deletes the pictures of a page."""
    try:
        _folders, names = default_storage.listdir(f"{FOLDER}/{pk}")
    except FileNotFoundError:
        return
    for name in names:
        if (path := f"{FOLDER}/{pk}/{name}") != but:
            default_storage.delete(path)


# Drawn ---------------------------------------------------------------------------------------------------


def draw(card: Card) -> bytes:
    """A JPEG of 1200 by 630 pixels."""
    board = Image.new("RGB", SIZE, GROUND)
    _mark(board)
    _words(board, lettering.layout(card.eyebrow, card.title, card.line))
    _mosaic(board, card)
    return _packed(board)


def _mark(board: Image.Image) -> None:
    with Image.open(MARK) as mark:
        board.paste(mark, MARK_AT, mark)
    ImageDraw.Draw(board).text(NAME_AT, "lab121", fill=INK, font=lettering.display(40), anchor="lm")


def _words(board: Image.Image, layout: Layout) -> None:
    pen = ImageDraw.Draw(board)
    for row in layout.rows:
        colour = {"eyebrow": BRICK, "title": INK, "line": MUTED}[row.part]
        pen.text(row.at, row.text.strip(), fill=colour, font=row.font, anchor="ls")


def _mosaic(board: Image.Image, card: Card) -> None:
    left, half = WIDTH - MOSAIC, MOSAIC // 2
    picture = _photo(card.picture) if card.picture else None
    large = picture or Tile.of(card.tile).image(MOSAIC)
    board.paste(large, (left, 0))
    # With a photo the page's own tile comes below it.
    words = [card.tile, f"{card.tile}-2"] if picture else [f"{card.tile}-2", f"{card.tile}-3"]
    for place, word in enumerate(words):
        board.paste(Tile.of(word).image(half), (left + place * half, MOSAIC))


def _photo(image: Any) -> Image.Image | None:
    """The square around its focal point; None if it is too small or cannot be read."""
    try:
        file = image.generate_rendition_file(Filter(spec=f"fill-{MOSAIC}x{MOSAIC}|format-png"))
        photo = Image.open(file.file).convert("RGBA")
    except Exception as error:  # see cms.pictures.renditions: what a broken file raises depends on its format
        log.warning("picture %s cannot be drawn: %r", image.pk, error)
        return None
    if min(photo.size) < LEAST_PICTURE:
        return None
    flat = Image.new("RGB", photo.size, GROUND)
    flat.paste(photo, mask=photo)
    return ImageOps.fit(flat, (MOSAIC, MOSAIC))


def _packed(board: Image.Image) -> bytes:
    for quality in QUALITIES:
        out = BytesIO()
        board.save(out, "JPEG", quality=quality, subsampling=0, optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()
