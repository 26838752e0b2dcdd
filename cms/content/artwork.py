"""The site's own artwork: the tile of a person without a photo, computed from a word, and the drawings in
templates/artwork, which are files that a designer can open.

Both are inline SVG whose colours are classes (``paint-…``, ``facade-…``, ``plan-…``): static/css/components/drawing.css
fills them in for day and night. A style attribute is impossible, the content security policy forbids it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import cos, radians, sin
from typing import NamedTuple, Self, TypeVar

from django.conf import settings
from django.utils.html import strip_spaces_between_tags
from PIL import Image, ImageDraw

T = TypeVar("T")
Point = tuple[float, float]

# Ground, main, accent: colours that go together in the light and in the dark theme.
PALETTES = (
    ("sun", "green", "brick"),
    ("green", "pink", "sun"),
    ("sky", "night", "sun"),
    ("pink", "brick", "green"),
    ("brick", "paper", "night"),
    ("paper", "green", "brick"),
    ("night", "sun", "sky"),
    ("green", "sky", "paper"),
    ("sky", "paper", "brick"),
    ("sun", "night", "paper"),
    ("pink", "green", "paper"),
    ("paper", "sky", "night"),
)
# The colours of the classes ``paint-…`` in the light theme, for Pillow: the same values as in static/css/tokens.css.
COLOURS = {
    "green": "#0b5d4a",
    "brick": "#d9482a",
    "sun": "#f6be2c",
    "sky": "#8dc0e2",
    "pink": "#f3b9a5",
    "night": "#16201c",
    "paper": "#fffaf0",
}
SUPERSAMPLING = 4  # a tile is drawn so many times larger and then reduced, because Pillow's own edges are jagged


def _arc(x: float, y: float, radius: float, start: int, end: int) -> list[Point]:
    """Return points on a circle around (x, y), one every three degrees; 0° is at the right, 90° at the bottom."""
    steps = abs(end - start) // 3
    angles = [radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


class Shape(NamedTuple):
    """A shape for a quarter of a tile, on a board of 50 by 50: as SVG markup, and as closed outlines for Pillow."""

    svg: str
    outlines: tuple[Sequence[Point], ...]


SHAPES = {
    "quarter": Shape('<path d="M0 0h50a50 50 0 0 1-50 50z"/>', ([(0, 0), *_arc(0, 0, 50, 0, 90)],)),
    "dot": Shape('<circle cx="25" cy="25" r="15"/>', (_arc(25, 25, 15, 0, 360),)),
    "triangle": Shape('<path d="M0 0h50L0 50z"/>', ([(0, 0), (50, 0), (0, 50)],)),
    "half": Shape('<path d="M0 0h50a25 25 0 0 1-50 0z"/>', (_arc(25, 0, 25, 0, 180),)),
    "stripes": Shape(
        '<path d="M0 0h50v5H0zm0 10h50v5H0zm0 10h50v5H0zm0 10h50v5H0zm0 10h50v5H0z"/>',
        tuple([(0, top), (50, top), (50, top + 5), (0, top + 5)] for top in range(0, 50, 10)),
    ),
    "full": Shape('<path d="M0 0h50v50H0z"/>', ([(0, 0), (50, 0), (50, 50), (0, 50)],)),
    "arch": Shape(
        '<path d="M0 0h50a50 50 0 0 1-50 50V27.5A27.5 27.5 0 0 0 27.5 0H0z"/>',
        ([*_arc(0, 0, 50, 0, 90), *_arc(0, 0, 27.5, 90, 0)],),
    ),
}
MAIN_SHAPES = ("quarter", "quarter", "triangle", "arch", "half", "stripes")
ODD_SHAPES = ("dot", "full", "quarter", "", "stripes", "dot")
CORNERS = ((0, 0), (50, 0), (50, 50), (0, 50))  # clockwise from the top left
# How many quarter turns each corner takes, given the tile's own turn.
ORDERS: tuple[Callable[[int], tuple[int, int, int, int]], ...] = (
    lambda turn: (turn, turn + 1, turn + 2, turn + 3),
    lambda turn: (0, 1, 2, 3) if turn % 2 else (2, 3, 0, 1),
    lambda turn: (turn, turn, turn, turn),
)


class Dice:
    """Numbers that depend on a word alone. ``random`` does not promise the same ones in another Python version."""

    def __init__(self, word: str) -> None:
        self.bytes = self._stream(word)

    @staticmethod
    def _stream(word: str) -> Iterator[int]:
        block = sha256(word.encode()).digest()
        while True:
            yield from block
            block = sha256(block).digest()

    def below(self, bound: int) -> int:
        """Return the next number from 0 to ``bound`` - 1; ``bound`` is at most 65,536."""
        return (next(self.bytes) * 256 + next(self.bytes)) % bound

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]


@dataclass(frozen=True)
class Cell:
    """A quarter of a tile: its top left ``corner`` on a board of 100 by 100, and the clockwise quarter turns of its
    shape, 0 to 3."""

    corner: tuple[int, int]
    shape: str
    colour: str
    turn: int

    def svg(self) -> str:
        x, y = self.corner
        move = f"translate({x} {y}) rotate({self.turn * 90} 25 25)"
        return f'<g class="paint-{self.colour}" transform="{move}">{SHAPES[self.shape].svg}</g>'

    def outlines(self) -> Iterator[list[Point]]:
        """Yield the outlines of the shape, turned and moved to the cell's place on the tile."""
        for outline in SHAPES[self.shape].outlines:
            points = list(outline)
            for _turn in range(self.turn):
                points = [(50 - y, x) for x, y in points]
            yield [(self.corner[0] + x, self.corner[1] + y) for x, y in points]


@dataclass(frozen=True)
class Tile:
    """The square that is shown in place of a missing photo: up to four cells on a ground."""

    ground: str
    cells: tuple[Cell, ...]

    @classmethod
    def of(cls, word: str) -> Self:
        """Return the tile of a word, the same on every machine and in every Python version."""
        dice = Dice(word)
        ground, main, accent = dice.pick(PALETTES)
        shape, turn = dice.pick(MAIN_SHAPES), dice.below(4)
        turns = dice.pick(ORDERS)(turn)
        odd, odd_shape = dice.below(4), dice.pick(ODD_SHAPES)
        fillings = [(odd_shape, accent) if place == odd else (shape, main) for place in range(4)]
        cells = zip(CORNERS, fillings, turns, strict=True)
        return cls(ground, tuple(Cell(corner, *filling, turn % 4) for corner, filling, turn in cells if filling[0]))

    def svg(self) -> str:
        """Return the tile as inline SVG, hidden from screen readers because it is decoration."""
        ground = f'<path class="paint-{self.ground}" d="M0 0h100v100H0z"/>'
        cells = "".join(cell.svg() for cell in self.cells)
        box = 'viewBox="0 0 100 100" width="100" height="100"'
        return f'<svg class="tile" {box} aria-hidden="true">{ground}{cells}</svg>'

    def image(self, side: int) -> Image.Image:
        """Return the tile in the light theme as an image of ``side`` by ``side`` pixels."""
        board = Image.new("RGB", (side * SUPERSAMPLING, side * SUPERSAMPLING), COLOURS[self.ground])
        pen, scale = ImageDraw.Draw(board), side * SUPERSAMPLING / 100
        for cell in self.cells:
            for outline in cell.outlines():
                pen.polygon([(x * scale, y * scale) for x, y in outline], fill=COLOURS[cell.colour])
        return board.resize((side, side), Image.Resampling.BOX)


# Drawings ------------------------------------------------------------------------------------------------

# What an SVG file needs on its own and not inline in a page: the namespace, its own styles, comments.
STANDALONE_PARTS = re.compile(r' xmlns="[^"]+"|<style>.*?</style>|<!--.*?-->', re.DOTALL)


@cache
def drawing(name: str) -> str:
    """Return templates/artwork/<name>.svg as inline markup. Raises FileNotFoundError for an unknown name."""
    file = settings.BASE_DIR / "templates" / "artwork" / f"{name}.svg"
    return strip_spaces_between_tags(STANDALONE_PARTS.sub("", file.read_text(encoding="utf-8")).strip())
