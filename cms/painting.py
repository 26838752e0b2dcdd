"""The house's own drawings (cms.drawing) as pixels, for what other sites and telephones show: they read no SVG.

Only what those drawings use is understood: paths, circles, ellipses, rectangles; groups that move and turn.
"""

import re
from collections.abc import Iterator
from math import acos, ceil, cos, hypot, pi, radians, sin
from xml.etree import ElementTree

from PIL import Image, ImageDraw

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]  # as SVG's matrix(a, b, c, d, e, f)

# Of the classes, by day: as tokens.css and drawing.css fill them (tests/cms/test_painting.py compares).
COLOURS = {
    "paint-green": "#0b5d4a",
    "paint-brick": "#d9482a",
    "paint-sun": "#f6be2c",
    "paint-sky": "#8dc0e2",
    "paint-pink": "#f3b9a5",
    "paint-night": "#16201c",
    "paint-paper": "#fffaf0",
    "logo-two": "#a93116",
}
SMOOTH = 4  # drawn so many times larger, then made smaller: Pillow's own edges are jagged
STRAIGHT: Matrix = (1, 0, 0, 1, 0, 0)
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
COMMAND = re.compile(r"([MmLlHhVvAaCcZz])([^MmLlHhVvAaCcZz]*)")
MOVE = re.compile(r"(translate|rotate)\(([^)]*)\)")


def paint(svg: str, width: int, height: int) -> Image.Image:
    """A drawing of this size in pixels, transparent where it has no ground. Its own proportions are not kept."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by cms.drawing
    left, top, across, down = (float(part) for part in root.attrib["viewBox"].split())
    board = Image.new("RGBA", (width * SMOOTH, height * SMOOTH))
    across_scale, down_scale = board.width / across, board.height / down
    start: Matrix = (across_scale, 0, 0, down_scale, -left * across_scale, -top * down_scale)
    _children(ImageDraw.Draw(board), root, start, "")
    return board.resize((width, height), Image.Resampling.BOX)


def _children(pen: ImageDraw.ImageDraw, parent: ElementTree.Element, matrix: Matrix, css: str) -> None:
    for child in parent:
        own = _times(matrix, _transform(child.get("transform", "")))
        name = child.get("class", "") or css
        for outline in _outlines(child):
            pen.polygon([_at(own, point) for point in outline], fill=child.get("fill") or COLOURS[name])
        _children(pen, child, own, name)


def _outlines(element: ElementTree.Element) -> Iterator[list[Point]]:
    def number(name: str) -> float:
        return float(element.get(name, "0"))

    kind = element.tag.rpartition("}")[2]
    if kind == "path":
        yield from outlines(element.attrib["d"])
    elif kind == "rect":
        x, y, width, height = (number(name) for name in ("x", "y", "width", "height"))
        yield [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    elif kind in ("circle", "ellipse"):
        across, down = (number("r"),) * 2 if kind == "circle" else (number("rx"), number("ry"))
        steps = [2 * pi * step / 72 for step in range(72)]
        yield [(number("cx") + across * cos(angle), number("cy") + down * sin(angle)) for angle in steps]


def _transform(text: str) -> Matrix:
    matrix = STRAIGHT
    for name, words in MOVE.findall(text):
        numbers = [float(number) for number in NUMBER.findall(words)]
        if name == "translate":
            matrix = _times(matrix, (1, 0, 0, 1, numbers[0], numbers[1]))
        else:
            turn, (x, y) = radians(numbers[0]), (*numbers[1:], 0, 0)[:2]
            turned: Matrix = (cos(turn), sin(turn), -sin(turn), cos(turn), 0, 0)
            matrix = _times(_times(_times(matrix, (1, 0, 0, 1, x, y)), turned), (1, 0, 0, 1, -x, -y))
    return matrix


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _at(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def outlines(path: str) -> list[list[Point]]:
    """The closed outlines of an SVG path; arcs are of circles."""
    found: list[list[Point]] = []
    here: Point = (0, 0)
    for command, words in COMMAND.findall(path):
        numbers = [float(number) for number in NUMBER.findall(words)]
        kind, relative = command.upper(), command.islower()
        if kind == "Z":
            here = found[-1][0]
        for step in range(0, len(numbers), TAKES[kind] or 1):
            given = numbers[step : step + TAKES[kind]]
            start = here if relative else (0, 0)
            if kind in "HV":
                here = (start[0] + given[0], here[1]) if kind == "H" else (here[0], start[1] + given[0])
                found[-1].append(here)
                continue
            end = (start[0] + given[-2], start[1] + given[-1])
            if kind == "M" and step == 0:
                found.append([end])
            elif kind == "A":
                found[-1] += _arc(here, given[0], bool(given[3]), bool(given[4]), end)
            elif kind == "C":
                handles = [(start[0] + given[place], start[1] + given[place + 1]) for place in (0, 2)]
                found[-1] += _curve(here, handles[0], handles[1], end)
            else:
                found[-1].append(end)
            here = end
    return found


TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7, "C": 6, "Z": 0}


def _arc(start: Point, radius: float, large: bool, clockwise: bool, end: Point) -> list[Point]:
    """Source: SVG 1.1, appendix F.6.5, for a circle."""
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    half = hypot(half_x, half_y)
    radius = max(radius, half)
    away = (max(0.0, radius**2 - half**2) ** 0.5) / half * (1 if large != clockwise else -1)
    centre = ((start[0] + end[0]) / 2 + away * half_y, (start[1] + end[1]) / 2 - away * half_x)
    first = (start[0] - centre[0], start[1] - centre[1])
    last = (end[0] - centre[0], end[1] - centre[1])
    turn = acos(max(-1.0, min(1.0, (first[0] * last[0] + first[1] * last[1]) / radius**2)))
    if large:
        turn = 2 * pi - turn
    if not clockwise:
        turn = -turn
    steps = ceil(abs(turn) / (pi / 60))
    points = []
    for step in range(1, steps + 1):
        angle = turn * step / steps
        x = centre[0] + first[0] * cos(angle) - first[1] * sin(angle)
        points.append((x, centre[1] + first[0] * sin(angle) + first[1] * cos(angle)))
    return points


def _curve(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    points = []
    for step in range(1, 17):
        t = step / 16
        parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        corners = (start, one, two, end)
        x, y = (sum(part * corner[axis] for part, corner in zip(parts, corners, strict=True)) for axis in (0, 1))
        points.append((x, y))
    return points
