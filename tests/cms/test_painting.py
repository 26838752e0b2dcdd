"""The house's drawings as pixels: the same shapes and colours as the SVG."""

import re
from math import pi
from pathlib import Path

import pytest
from PIL import ImageColor

from cms import drawing
from cms.painting import COLOURS, outlines, paint

CSS = Path(__file__).parents[2] / "cms" / "static" / "css"


def area(points) -> float:
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


# On a board of 50 by 50: what geometry says.
AREAS = {
    "quarter": 50**2 * pi / 4,
    "triangle": 50**2 / 2,
    "half": 25**2 * pi / 2,
    "stripes": 5 * 50 * 5,
    "full": 50**2,
    "arch": (50**2 - 27.5**2) * pi / 4,
}


@pytest.mark.parametrize("name", AREAS)
def test_a_shape_of_a_tile_has_its_area(name):
    path = re.search(r' d="([^"]+)"', drawing.SHAPES[name])[1]
    assert sum(area(points) for points in outlines(path)) == pytest.approx(AREAS[name], rel=0.001)


def test_a_path_is_read_with_every_command():
    assert outlines("M1 2l3 0h1v2H2zm10 0L20 2 20 4V5H11Z") == [
        [(1, 2), (4, 2), (5, 2), (5, 4), (2, 4)],
        [(11, 2), (20, 2), (20, 4), (20, 5), (11, 5)],
    ]
    (curve,) = outlines("M0 0c0 10 10 10 10 0z")
    assert (curve[0], curve[8], curve[-1]) == ((0, 0), (5, 7.5), (10, 0))
    (arc,) = outlines("M10 0A10 10 0 0 0-10 0")  # half a circle, against the clock: above
    assert min(y for _x, y in arc) == pytest.approx(-10, abs=0.02) and arc[-1] == pytest.approx((-10, 0))


def test_colours_are_those_of_the_stylesheets_by_day():
    tokens = (CSS / "tokens.css").read_text() + (CSS / "components" / "drawing.css").read_text()
    day = dict(re.findall(r"--(paint-\w+): (?:light-dark\()?(#\w+)", tokens))
    day |= dict(re.findall(r"\.(logo-two) { fill: (#\w+)", tokens))
    assert day == COLOURS


def test_a_tile_is_painted_in_its_palette_alone_with_its_odd_corner_in_place():
    tile = paint(drawing.tile("elisa-robotti"), 100, 100).convert("RGB")
    palette = {ImageColor.getrgb(colour): name for name, colour in COLOURS.items()}
    corners = {place: palette.get(tile.getpixel(place)) for place in ((2, 45), (45, 45), (75, 75), (98, 52))}
    assert corners == {
        (2, 45): "paint-sky",
        (45, 45): "paint-sky",
        (75, 75): "paint-night",  # the dot
        (98, 52): "paint-paper",
    }


def test_the_mark_is_three_squares():
    mark = paint(drawing.logo(), 138, 46)
    assert mark.size == (138, 46)
    spots = [mark.getpixel((x, 2)) for x in (2, 48, 136)]
    assert spots == [(*ImageColor.getrgb(COLOURS[f"paint-{name}"]), 255) for name in ("green", "sun", "brick")]
