"""Drawing a share image: a JPEG from the card of a page."""

import logging
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageOps
from wagtail.images.models import Filter

from cms.content.artwork import Tile
from cms.folders import STATIC

from . import layout
from .card import Card
from .layout import Layout

log = logging.getLogger(__name__)

SIZE = WIDTH, HEIGHT = 1200, 630  # pixels
MOST_BYTES = 150_000  # some programs fetch no more
QUALITIES = (88, 80, 70, 55)  # of JPEG, tried until the file is small enough
LEAST_PICTURE = 160  # pixels of the shorter side: a smaller image would be enlarged to a blur
GROUND, INK, MUTED, BRICK = "#f4f5f0", "#16201c", "#505b55", "#a93116"
MOSAIC = 420  # pixels: the side of the square at the right, below which two of half its side stand
MARK = STATIC / "icons" / "mark.png"  # from scripts/draw_icons.py
MARK_AT = (64, 56)  # its top left corner
NAME_AT = (218, 79)  # beside the mark: the middle of its left side


def draw(card: Card) -> bytes:
    """Return a JPEG of 1200 by 630 pixels, of MOST_BYTES at most where the lowest quality gets there."""
    board = Image.new("RGB", SIZE, GROUND)
    _mark(board)
    _words(board, layout.layout(card.eyebrow, card.title, card.line))
    _mosaic(board, card)
    return _jpeg(board)


def _mark(board: Image.Image) -> None:
    with Image.open(MARK) as mark:
        board.paste(mark, MARK_AT, mark)
    ImageDraw.Draw(board).text(NAME_AT, "lab121", fill=INK, font=layout.display(40), anchor="lm")


def _words(board: Image.Image, layout: Layout) -> None:
    pen = ImageDraw.Draw(board)
    for row in layout.rows:
        colour = {"eyebrow": BRICK, "title": INK, "line": MUTED}[row.part]
        pen.text(row.at, row.text.strip(), fill=colour, font=row.font, anchor="ls")


def _mosaic(board: Image.Image, card: Card) -> None:
    left, half = WIDTH - MOSAIC, MOSAIC // 2
    photo = _photo(card.picture) if card.picture else None
    board.paste(photo or Tile.of(card.tile).image(MOSAIC), (left, 0))
    # Where a photo takes the large square, the page's own tile moves below it.
    tile_words = [card.tile, f"{card.tile}-2"] if photo else [f"{card.tile}-2", f"{card.tile}-3"]
    for place, word in enumerate(tile_words):
        board.paste(Tile.of(word).image(half), (left + place * half, MOSAIC))


def _photo(image: Any) -> Image.Image | None:
    """Return the square of an image around its focal point, or None if it is too small or cannot be read."""
    try:
        file = image.generate_rendition_file(Filter(spec=f"fill-{MOSAIC}x{MOSAIC}|format-png"))
        photo = Image.open(file.file).convert("RGBA")
    except Exception as error:  # see cms.images.renditions.renditions(): it depends on the format of a broken file
        log.warning("picture %s cannot be drawn: %r", image.pk, error)
        return None
    if min(photo.size) < LEAST_PICTURE:
        return None
    flat = Image.new("RGB", photo.size, GROUND)
    flat.paste(photo, mask=photo)
    return ImageOps.fit(flat, (MOSAIC, MOSAIC))


def _jpeg(board: Image.Image) -> bytes:
    for quality in QUALITIES:
        out = BytesIO()
        board.save(out, "JPEG", quality=quality, subsampling=0, optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()
