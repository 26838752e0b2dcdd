"""Where the words of a share picture stand: how large, on which lines. Nothing is drawn here.

The fonts are the site's own files; both are variable and hold Latin letters only.
"""

import re
import unicodedata
from functools import cache
from math import ceil, floor
from typing import NamedTuple

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from cms.folders import STATIC

FONTS = STATIC / "fonts"
LEFT, WORDS_WIDTH = 64, 668
EYEBROW_AT = 188  # baselines
TITLE_TOP, TITLE_BOTTOM = 218, 494
LINE_BOTTOM = 574
SIZES = (88, 80, 74, 68, 62, 56, 50, 46, 42, 38, 34)  # of a title, in pixels
LEAST_WHOLE = 46  # a long word makes the title so small at most, then it is broken
LEADING = 1.04
SMALL = 33
SMALL_LEADING = 41
MORE = "…"
NOT_THERE = "\ue000"


class Row(NamedTuple):
    part: str  # "eyebrow", "title", "line"
    text: str  # a space at its end is where the line was broken
    at: tuple[int, int]  # its left end on the baseline
    font: FreeTypeFont

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Where its ink is: left, top, right, bottom."""
        left, top, right, bottom = self.font.getbbox(self.text.strip(), anchor="ls")
        x, y = self.at
        return floor(x + left), floor(y + top), ceil(x + right), ceil(y + bottom)


class Layout(NamedTuple):
    size: int  # of the title
    rows: list[Row]

    def text_of(self, part: str) -> str:
        return "".join(row.text for row in self.rows if row.part == part)


@cache
def display(size: int) -> FreeTypeFont:
    """Bricolage Grotesque, extra bold."""
    return _font("bricolage-grotesque.woff2", size, 800)


@cache
def text(size: int, weight: int) -> FreeTypeFont:
    """Figtree."""
    return _font("figtree.woff2", size, weight)


def _font(name: str, size: int, weight: int) -> FreeTypeFont:
    font = ImageFont.truetype(str(FONTS / name), size)
    font.set_variation_by_axes([weight])
    return font


@cache
def has(letter: str) -> bool:
    """Do the fonts draw this letter? They hold the same ones; any other is one empty box."""
    if unicodedata.category(letter)[0] in "CZM":  # controls break the layout; a mark without its letter is a slip
        return False
    font = text(SMALL, 500)
    return bytes(font.getmask(letter)) != bytes(font.getmask(NOT_THERE))


def drawable(words: str) -> str:
    """In one line, without what the fonts cannot draw: emoji, other alphabets."""
    known = "".join(letter if has(letter) else " " for letter in unicodedata.normalize("NFC", words))
    return " ".join(known.split())


def layout(eyebrow: str, title: str, line: str) -> Layout:
    """The title as large as it fits. A word that is longer than a line is broken; what does not fit at the smallest
    size ends with «…»."""
    eyebrow, title, line = drawable(eyebrow), drawable(title), drawable(line)
    rows = []
    if eyebrow:
        font = text(SMALL, 700)
        rows.append(Row("eyebrow", _cut(broken(eyebrow, font), 1, font)[0], (LEFT, EYEBROW_AT), font))
    size, lines = _title(title)
    # The first line's capitals touch the top.
    step = round(size * LEADING)
    rows += [
        Row("title", words, (LEFT, TITLE_TOP + round(size * 0.74) + number * step), display(size))
        for number, words in enumerate(lines)
    ]
    font = text(SMALL, 500)
    last = _cut(broken(line, font), 2, font) if line else []
    for number, words in enumerate(reversed(last)):
        rows.append(Row("line", words, (LEFT, LINE_BOTTOM - number * SMALL_LEADING), font))
    return Layout(size, sorted(rows, key=lambda row: row.at[1]))


def _title(title: str) -> tuple[int, list[str]]:
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
    """For how many lines: of the last one what hangs below must find place too."""
    step = round(size * LEADING)
    return 1 + (TITLE_BOTTOM - TITLE_TOP - size) // step


def _balanced(title: str, font: FreeTypeFont, count: int) -> list[str]:
    """In as many lines, of about the same length."""
    least = max((font.getlength(word) for word in title.split()), default=0)
    for width in range(ceil(max(least, WORDS_WIDTH / 2)), WORDS_WIDTH, 12):
        if len(lines := broken(title, font, width)) == count:
            return lines
    return broken(title, font)


def broken(words: str, font: FreeTypeFont, width: float = WORDS_WIDTH) -> list[str]:
    """In lines, joined again the words."""
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


def _cut(lines: list[str], most: int, font: FreeTypeFont) -> list[str]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1].rstrip()
    while last and font.getlength(last + MORE) > WORDS_WIDTH:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], last + MORE]
