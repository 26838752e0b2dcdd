"""The layout of the texts on a share image: sizes, lines and places, in pixels. Nothing is drawn here.

The fonts are the site's own files; both are variable fonts with Latin letters only.
"""

import re
import unicodedata
from functools import cache
from math import ceil, floor
from typing import NamedTuple

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from cms.folders import STATIC
from cms.text import single_spaced

FONTS = STATIC / "fonts"
LEFT, WORDS_WIDTH = 64, 668
EYEBROW_AT = 188  # its baseline
TITLE_TOP, TITLE_BOTTOM = 218, 494
LINE_BOTTOM = 574  # the baseline of the last line
SIZES = (88, 80, 74, 68, 62, 56, 50, 46, 42, 38, 34)  # of a title, tried in this order
LEAST_WHOLE = 46  # the title is reduced to this size to keep a long word whole; below it the word is broken
CAPITAL_HEIGHT = 0.74  # of the title's font, as a part of its size
LEADING = 1.04  # from one line of the title to the next, as a part of its size
SMALL = 33  # the size of eyebrow and line
SMALL_LEADING = 41
MORE = "…"
NOT_THERE = "\ue000"  # of the private use area: no font of ours has it


class Row(NamedTuple):
    """A line of text, its font and its place."""

    part: str  # "eyebrow", "title", "line"
    text: str  # with the space at which the line was broken
    at: tuple[int, int]  # the left end of its baseline
    font: FreeTypeFont

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The left, top, right and bottom of what is drawn."""
        left, top, right, bottom = self.font.getbbox(self.text.strip(), anchor="ls")
        x, y = self.at
        return floor(x + left), floor(y + top), ceil(x + right), ceil(y + bottom)


class Layout(NamedTuple):
    """The rows of all parts, from top to bottom."""

    size: int  # of the title
    rows: list[Row]

    def text_of(self, part: str) -> str:
        return "".join(row.text for row in self.rows if row.part == part)


@cache
def display(size: int) -> FreeTypeFont:
    """Return Bricolage Grotesque in extra bold, the font of titles."""
    return _font("bricolage-grotesque.woff2", size, 800)


@cache
def text(size: int, weight: int) -> FreeTypeFont:
    """Return Figtree, the font of all other texts, in a weight of CSS."""
    return _font("figtree.woff2", size, weight)


def _font(name: str, size: int, weight: int) -> FreeTypeFont:
    font = ImageFont.truetype(str(FONTS / name), size)
    font.set_variation_by_axes([weight])
    return font


@cache
def has(letter: str) -> bool:
    """Return whether the fonts have this letter. Both have the same ones, and draw any other as an empty box."""
    if unicodedata.category(letter)[0] in "CZM":  # controls break the layout; a mark without its letter is a slip
        return False
    font = text(SMALL, 500)
    return bytes(font.getmask(letter)) != bytes(font.getmask(NOT_THERE))


def drawable(words: str) -> str:
    """Return a text single-spaced, without what the fonts cannot draw: emoji, other alphabets."""
    return single_spaced("".join(letter if has(letter) else " " for letter in unicodedata.normalize("NFC", words)))


def layout(eyebrow: str, title: str, line: str) -> Layout:
    """Lay out the texts, the title as large as it fits.

    A word that is longer than a line is broken; what does not fit at the smallest size is cut with «…».
    """
    eyebrow, title, line = drawable(eyebrow), drawable(title), drawable(line)
    rows = []
    if eyebrow:
        font = text(SMALL, 700)
        rows.append(Row("eyebrow", _cut(broken(eyebrow, font), 1, font)[0], (LEFT, EYEBROW_AT), font))
    size, lines = _title(title)
    # The capitals of the first line touch TITLE_TOP.
    baseline, step = TITLE_TOP + round(size * CAPITAL_HEIGHT), round(size * LEADING)
    rows += [Row("title", words, (LEFT, baseline + number * step), display(size)) for number, words in enumerate(lines)]
    font = text(SMALL, 500)
    last = _cut(broken(line, font), 2, font) if line else []
    for number, words in enumerate(reversed(last)):
        rows.append(Row("line", words, (LEFT, LINE_BOTTOM - number * SMALL_LEADING), font))
    return Layout(size, sorted(rows, key=lambda row: row.at[1]))


def _title(title: str) -> tuple[int, list[str]]:
    """Return the size of a title and its lines."""
    whole = all(display(LEAST_WHOLE).getlength(word) <= WORDS_WIDTH for word in title.split())
    for size in SIZES:
        font = display(size)
        if whole and any(font.getlength(word) > WORDS_WIDTH for word in title.split()):
            continue
        lines = broken(title, font)
        if len(lines) <= _room(size):
            return size, _balanced(title, font, len(lines))
    return size, _cut(lines, _room(size), font)


def _room(size: int) -> int:
    """Return how many lines of a title fit, with the descenders of the last one."""
    step = round(size * LEADING)
    return 1 + (TITLE_BOTTOM - TITLE_TOP - size) // step


def _balanced(title: str, font: FreeTypeFont, count: int) -> list[str]:
    """Break a title into ``count`` lines of about the same length."""
    least = max((font.getlength(word) for word in title.split()), default=0)
    for width in range(ceil(max(least, WORDS_WIDTH / 2)), WORDS_WIDTH, 12):
        if len(lines := broken(title, font, width)) == count:
            return lines
    return broken(title, font)


def broken(words: str, font: FreeTypeFont, width: float = WORDS_WIDTH) -> list[str]:
    """Break a text into lines of ``width`` pixels at most, with their spaces: joined they are the text again."""
    lines = [""]
    for word in re.findall(r"\S+ ?", words):
        if font.getlength((lines[-1] + word).rstrip()) <= width:
            lines[-1] += word
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if font.getlength((lines[-1] + letter).rstrip()) > width:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


def _cut(lines: list[str], limit: int, font: FreeTypeFont) -> list[str]:
    """Return at most ``limit`` lines, the last of them with «…» where some are left out."""
    if len(lines) <= limit:
        return lines
    last = lines[limit - 1].rstrip()
    while last and font.getlength(last + MORE) > WORDS_WIDTH:
        last = last[:-1].rstrip()
    return [*lines[: limit - 1], last + MORE]
