"""The house's own drawings as inline SVG: the tile of a member, the façade, the plan of the centre, the mark.

Pure functions of their arguments: the same text on every machine and every day. Colours are classes
(``paint-…``, ``facade-…``, ``plan-…``) that static/css/components/drawing.css fills in for day and night;
there is no style attribute, because the content security policy forbids it.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

# Ground, main, accent: colours that hold together by day and by night.
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

# One quarter of a tile, on a 50 by 50 board.
SHAPES = {
    "quarter": '<path d="M0 0h50a50 50 0 0 1-50 50z"/>',
    "dot": '<circle cx="25" cy="25" r="15"/>',
    "triangle": '<path d="M0 0h50L0 50z"/>',
    "half": '<path d="M0 0h50a25 25 0 0 1-50 0z"/>',
    "stripes": '<path d="M0 0h50v5H0zm0 10h50v5H0zm0 10h50v5H0zm0 10h50v5H0zm0 10h50v5H0z"/>',
    "full": '<path d="M0 0h50v50H0z"/>',
    "arch": '<path d="M0 0h50a50 50 0 0 1-50 50V27.5A27.5 27.5 0 0 0 27.5 0H0z"/>',
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
    """Throws that depend on a word alone (``random`` promises no such thing across Python versions)."""

    def __init__(self, word: str) -> None:
        self.bytes = self._stream(word)

    @staticmethod
    def _stream(word: str) -> Iterator[int]:
        block = sha256(word.encode()).digest()
        while True:
            yield from block
            block = sha256(block).digest()

    def below(self, bound: int) -> int:
        """0 to ``bound`` - 1; ``bound`` up to 65,536."""
        return (next(self.bytes) * 256 + next(self.bytes)) % bound

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]


def _svg(body: str, *, css: str, box: str, width: int, height: int, label: str = "") -> str:
    name = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return f'<svg class="{css}" viewBox="{box}" width="{width}" height="{height}" {name}>{body}</svg>'


def tile(slug: str) -> str:
    """The square that stands for somebody without a photo: always the same for the same slug."""
    dice = Dice(slug)
    ground, main, accent = dice.pick(PALETTES)
    shape, turn = dice.pick(MAIN_SHAPES), dice.below(4)
    turns = dice.pick(ORDERS)(turn)
    odd, odd_shape = dice.below(4), dice.pick(ODD_SHAPES)
    parts = [f'<path class="paint-{ground}" d="M0 0h100v100H0z"/>']
    for corner, (x, y) in enumerate(CORNERS):
        figure, colour = (odd_shape, accent) if corner == odd else (shape, main)
        if figure:
            move = f"translate({x} {y}) rotate({turns[corner] % 4 * 90} 25 25)"
            parts.append(f'<g class="paint-{colour}" transform="{move}">{SHAPES[figure]}</g>')
    return _svg("".join(parts), css="tile", box="0 0 100 100", width=100, height=100)


@cache
def logo() -> str:
    """Three squares: 1 2 1."""
    return _svg(
        '<path class="paint-green" d="M0 0h46v46H0z"/><path class="paint-paper" d="M18 8h10v30H18z"/>'
        '<path class="paint-sun" d="M46 0h46v46H46z"/><path class="logo-two" d="M56 8h13a11 11 0 0 1 8 18.5L68 36h14'
        'v4H56v-4l14-15a5 5 0 0 0-4-8H56z"/><path class="paint-brick" d="M92 0h46v46H92z"/>'
        '<path class="paint-paper" d="M110 8h10v30h-10z"/>',
        css="logo",
        box="0 0 138 46",
        width=66,
        height=22,
    )


# The façade ----------------------------------------------------------------------------------------------

FACADE_LABEL = (
    "Disegno: la facciata dell’ex Distretto Militare, con una figura al lavoro dietro ogni finestra "
    "e un solo portone aperto"
)
# Who or what stands behind a window, on a board 40 wide and 58 high.
OCCUPANTS = {
    "person": '<path class="facade-figure" d="M6 58v-6a11 11 0 0 1 22 0v6z"/>'
    '<circle class="facade-figure" cx="17" cy="34" r="7.5"/>',
    "laptop": '<path class="facade-figure" d="M3 58h34v-4H3zM9 53V38h20v15z"/>'
    '<path class="facade-light" d="M12 41h14v9H12z"/>',
    "plant": '<path class="facade-figure" d="M14 58h12l-2-14h-8z"/><path class="facade-poplar" d="M20 46c-12-4-12-16-10-20 '
    '6 2 10 9 10 20zm0 0c12-4 12-16 10-20-6 2-10 9-10 20zm0-2c-4-10-2-18 0-24 2 6 4 14 0 24z"/>',
    "lamp": '<path class="facade-figure" d="M19 0h2v18h-2zM10 30a10 12 0 0 1 20 0z"/>'
    '<circle class="paint-sun" cx="20" cy="32" r="4"/>',
    "cat": '<path class="facade-figure" d="M8 58v-12a9 9 0 0 1 14-6l8 6v12zM9 36l-1-8 5 4h6l5-4-1 8a7 7 0 0 1-14 0z"/>',
    "shelf": '<path class="facade-figure" d="M4 36h32v3H4zM7 36V20h5v16zm6 0V24h4v12zm5 0V18h6v18zm8 0 4-15 5 2-4 13z'
    'M4 58h32v-3H4zm4-3V43h7v12zm9 0V46h5v9zm7 0V42h8v13z"/>',
    "two": '<path class="facade-figure" d="M2 58v-4a9 9 0 0 1 18 0v4zm20 0v-6a9 9 0 0 1 18 0v6z"/>'
    '<circle class="facade-figure" cx="11" cy="39" r="6.5"/><circle class="facade-figure" cx="31" cy="36" r="6.5"/>',
    "microphone": '<path class="facade-figure" d="M18 58h4V42h-4zM14 22a6 6 0 0 1 12 0v12a6 6 0 0 1-12 0z'
    'M9 32h3a8 8 0 0 0 16 0h3a11 11 0 0 1-22 0z"/>',
}
# Top of each floor and its five windows: "" is empty, None is wall.
FLOORS: tuple[tuple[int, tuple[str | None, ...]], ...] = (
    (180, ("lamp", "", None, "person", "shelf")),
    (278, ("plant", "two", None, "", "laptop")),
    (376, ("cat", "microphone", "person", "lamp", "shelf")),
    (500, ("plant", "", None, "laptop", "two")),
)
FLOWERS = {(278, 1), (376, 3)}  # floor and window with a box of flowers below
SLATS = "".join(f"M3 {7 + 13 * n}h9v4H3zm59 0h9v4h-9z" for n in range(5))


def _window(x: int, y: int, occupant: str, flowers: bool) -> str:
    glass = "light" if occupant else "glass"
    parts = [
        f'<g transform="translate({x} {y})"><path class="facade-stone" d="M-4-6h48v80H-4z"/>',
        f'<path class="facade-{glass}" d="M0 0h40v66H0z"/>',
    ]
    if occupant:
        parts.append(f'<g transform="translate(0 8)">{OCCUPANTS[occupant]}</g>')
    else:
        parts.append('<path class="facade-bar" d="M19 0h2v66h-2z"/>')
    parts.append('<path class="facade-shutter" d="M-17-2h15v70h-15zM42-2h15v70H42z"/>')
    parts.append(f'<path class="facade-slat" transform="translate(-17 -2)" d="{SLATS}"/>')
    if flowers:
        parts.append('<path class="facade-roof" d="M-2 68h44v9H-2z"/>')
        for place, colour in enumerate(
            ("facade-poplar-2", "paint-brick", "facade-poplar-2", "paint-sun", "facade-poplar-2")
        ):
            parts.append(f'<circle class="{colour}" cx="{4 + 8 * place}" cy="66" r="5"/>')
    return "".join(parts) + "</g>"


def _sky() -> str:
    dice = Dice("distretto-121")
    parts = ['<circle class="facade-moon" cx="70" cy="84" r="46"/><g class="facade-star">']
    parts += [
        f'<circle cx="{dice.below(660)}" cy="{dice.below(150)}" r="{dice.pick(("1", "1.4", "2"))}"/>' for _ in range(30)
    ]
    parts.append("</g>")
    for x, height, shade in ((36, 250, "-2"), (74, 340, ""), (652, 290, "-2")):
        parts.append(
            f'<ellipse class="facade-poplar{shade}" cx="{x}" cy="{612 - height // 2}" rx="27" ry="{height // 2}"/>'
        )
    parts.append('<g class="facade-mist">')
    for x, y, width in ((-30, 556, 150), (-60, 576, 130), (-20, 596, 150), (612, 572, 120), (630, 592, 110)):
        parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="9" rx="4.5"/>')
    return "".join(parts) + "</g>"


WALLS = (
    '<path class="facade-shade" d="M598 150h26v462h-26z"/><path class="facade-wall" d="M92 150h506v462H92z"/>'
    '<path class="facade-roof" d="M74 150l44-56h462l52 56z"/><path class="facade-stone" d="M78 144h554v14H78zM92 462h506v10H92z"/>'
    '<path class="facade-shade" d="M168 58h28v46h-28zM476 58h28v46h-28z"/>'
    '<path class="facade-roof" d="M164 52h36v8h-36zM472 52h36v8h-36z"/>'
)
DOOR = (
    '<path class="facade-stone" d="M288 612v-62a57 57 0 0 1 114 0v62z"/>'
    '<path class="paint-brick" d="M297 612v-62a48 48 0 0 1 96 0v62z"/><path class="paint-sun" d="M307 612v-60a38 38 0 0 1 76 0v60z"/>'
    '<path class="facade-figure" d="M316 612v-32a12 12 0 0 1 24 0v32z"/><circle class="facade-figure" cx="328" cy="557" r="9"/>'
    '<path class="paint-green" d="M350 612v-36a12 12 0 0 1 24 0v36z"/><circle class="facade-figure" cx="362" cy="553" r="9"/>'
)
BANNER = (
    '<path class="paint-night" d="M306 176h78v9h-78z"/><g transform="translate(314 185)"><path class="paint-green" d="M0 0h62v54H0z"/>'
    '<path class="paint-sun" d="M0 54h62v54H0z"/><path class="paint-brick" d="M0 108h62v54H0z"/>'
    '<path class="paint-paper" d="M25 9h12v36H25zM25 117h12v36H25z"/>'
    '<path class="logo-two" d="M17 63h16a13 13 0 0 1 9.5 22L31 94h16v6H17v-6l16-15a5 5 0 0 0-4-9H17z"/></g>'
)


@cache
def facade() -> str:
    """The former military district: one door, many windows; at night (dark scheme) they light up."""
    windows = "".join(
        _window(129 + 98 * place, top, occupant, (top, place) in FLOWERS)
        for top, row in FLOORS
        for place, occupant in enumerate(row)
        if occupant is not None
    )
    body = _sky() + WALLS + windows + DOOR + BANNER
    return _svg(body, css="facade", box="0 24 680 588", width=680, height=588, label=FACADE_LABEL)


# The plan ------------------------------------------------------------------------------------------------

PLAN_LABEL = "Pianta del centro: open space con quindici scrivanie, sala riunioni, ufficio chiuso, cucina e ingresso"
PLAN_WALLS = (
    '<path class="plan-wall" d="M10 10h620v400H10z"/><path class="plan-line" d="M430 10v255M430 265h200M430 138h200'
    'M430 300v110M10 300h150M235 300h195M160 300v110"/><path class="plan-door" d="M430 180v46M430 40v46M60 410h70M430 330v46"/>'
    '<path class="plan-swing" d="M60 410a70 70 0 0 1 70-70M430 180a46 46 0 0 1-46 46M430 40a46 46 0 0 1-46 46"/>'
)
PLAN_ROOMS = (
    '<rect class="paint-green" x="464" y="44" width="132" height="58" rx="29"/>'
    '<g class="paint-sun"><circle cx="490" cy="28" r="9"/><circle cx="530" cy="28" r="9"/><circle cx="570" cy="28" r="9"/>'
    '<circle cx="490" cy="119" r="9"/><circle cx="530" cy="119" r="9"/><circle cx="570" cy="119" r="9"/></g>'
    '<rect class="paint-brick" x="490" y="178" width="90" height="34" rx="3"/><circle class="paint-brick" cx="535" cy="232" r="10"/>'
    '<path class="paint-sky" d="M452 384h160v14H452z"/><circle class="paint-paper" cx="480" cy="391" r="5"/>'
    '<circle class="paint-sun" cx="530" cy="346" r="20"/><path class="paint-pink" d="M250 380h120v18H250z"/>'
)
PLAN_WORDS = (
    (483, 78, "Sala riunioni", "plan-light"),
    (24, 290, "Open space", ""),
    (24, 330, "Ingresso", ""),
    (180, 330, "Angolo caffè", ""),
    (450, 292, "Cucina", ""),
    (450, 158, "Ufficio chiuso", ""),
)
DESK_COLOURS = ("green", "sun", "brick", "sky", "pink")


@cache
def plan() -> str:
    """The centre in one drawing: open space with fifteen desks, meeting room, closed office, kitchen."""
    desks = []
    for number in range(15):
        row, column = divmod(number, 5)
        x, y = 40 + column * 76, 38 + row * 88
        colour = DESK_COLOURS[(number * 2 + row + 2) % 5]
        desks.append(
            f'<g class="paint-{colour}"><rect x="{x}" y="{y}" width="56" height="30" rx="3"/>'
            f'<circle cx="{x + 28}" cy="{y + 46}" r="10"/></g>'
        )
    words = "".join(f'<text class="plan-word {css}" x="{x}" y="{y}">{word}</text>' for x, y, word, css in PLAN_WORDS)
    body = PLAN_WALLS + "".join(desks) + PLAN_ROOMS + words
    return _svg(body, css="plan", box="0 0 640 420", width=640, height=420, label=PLAN_LABEL)
