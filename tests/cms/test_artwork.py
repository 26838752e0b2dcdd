"""The house's artwork: the same tile for the same word, as SVG and as pixels; the drawings as files and inline."""

import io
import re
from math import pi
from pathlib import Path

import pytest
import resvg_py
from django.conf import settings
from PIL import Image, ImageChops, ImageColor

from cms.content.artwork import COLOURS, SHAPES, Cell, Tile, drawing

CSS = settings.BASE_DIR / "cms" / "static" / "css"
DRAWINGS = settings.BASE_DIR / "templates" / "artwork"
NAMES = sorted(file.stem for file in DRAWINGS.glob("*.svg"))
TILES = sorted((Path(__file__).parent / "tiles").glob("*.svg"))  # every shape stands in one of them


def sheet(name: str) -> str:
    return (CSS / name).read_text(encoding="utf-8")


def by_day(rule: str) -> str:
    """A rule of drawing.css with its variables filled in and the first of two colours."""

    def token(found: re.Match[str]) -> str:
        return re.search(rf"{found[1]}:\s*([^;]+);", sheet("tokens.css"))[1]

    return re.sub(r"light-dark\(([^,]+),[^)]+\)", r"\1", re.sub(r"var\((--[\w-]+)\)", token, rule))


# Tiles ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", TILES, ids=lambda file: file.stem)
def test_a_tile_stays_what_it_was(file):
    """Members know their tile. The files were written once and are not made anew."""
    assert Tile.of(file.stem).svg() + "\n" == file.read_text(encoding="utf-8")


def test_the_kept_tiles_have_every_shape():
    assert {cell.shape for file in TILES for cell in Tile.of(file.stem).cells} == set(SHAPES)


def test_a_tile_is_a_ground_and_up_to_four_cells_clockwise_from_the_top_left():
    assert Tile.of("Zoë, già in città") == Tile(
        "night",
        (
            Cell((0, 0), "quarter", "sky", 0),
            Cell((50, 0), "triangle", "sun", 1),
            Cell((50, 50), "triangle", "sun", 2),
            Cell((0, 50), "triangle", "sun", 3),
        ),
    )
    assert [cell.corner for cell in Tile.of("renzo-pagella").cells] == [(0, 0), (50, 0), (50, 50)]  # and an empty one


def area(points) -> float:
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


# On a board of 50 by 50: what geometry says.
AREAS = {
    "quarter": 50**2 * pi / 4,
    "dot": 15**2 * pi,
    "triangle": 50**2 / 2,
    "half": 25**2 * pi / 2,
    "stripes": 5 * 50 * 5,
    "full": 50**2,
    "arch": (50**2 - 27.5**2) * pi / 4,
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_outlines_of_a_shape_have_its_area(name):
    assert sum(area(points) for points in SHAPES[name].outlines) == pytest.approx(AREAS[name], rel=0.002)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("name", SHAPES)
def test_pillow_paints_what_the_svg_says(name, turn):
    tile = Tile("paper", (Cell((0, 0), "full", "sky", 0), Cell((50, 0), name, "night", turn)))
    style = "".join(f".paint-{colour} {{ fill: {value} }}" for colour, value in COLOURS.items())
    alone = tile.svg().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    content = resvg_py.svg_to_bytes(svg_string=alone, width=200, height=200, style_sheet=style, skip_system_fonts=True)
    wanted = Image.open(io.BytesIO(content)).convert("RGB")
    # Edges are smoothed in two ways: as pixels that are wrong by more than half, there is none.
    far = ImageChops.difference(tile.image(200), wanted).convert("L").point(lambda shade: 255 if shade > 110 else 0)
    assert far.getbbox() is None


def test_colours_are_those_of_the_stylesheets_by_day():
    assert {name: by_day(f"var(--paint-{name})") for name in COLOURS} == COLOURS


def test_a_tile_is_painted_in_its_palette_alone_with_its_odd_corner_in_place():
    tile = Tile.of("elisa-robotti").image(100)
    palette = {ImageColor.getrgb(colour): name for name, colour in COLOURS.items()}
    corners = {place: palette.get(tile.getpixel(place)) for place in ((2, 45), (45, 45), (75, 75), (98, 52))}
    assert corners == {
        (2, 45): "sky",
        (45, 45): "sky",
        (75, 75): "night",  # the dot
        (98, 52): "paper",
    }


# Drawings ------------------------------------------------------------------------------------------------


def test_a_drawing_stands_inline_without_what_only_a_file_needs():
    assert drawing("logo") == (
        '<svg class="logo" viewBox="0 0 138 46" width="66" height="22" aria-hidden="true">'
        '<path class="paint-green" d="M0 0h46v46H0z"/><path class="paint-paper" d="M18 8h10v30H18z"/>'
        '<path class="paint-sun" d="M46 0h46v46H46z"/><path class="logo-two" d="M56 8h13a11 11 0 0 1 8 18.5L68 36h14'
        'v4H56v-4l14-15a5 5 0 0 0-4-8H56z"/><path class="paint-brick" d="M92 0h46v46H92z"/>'
        '<path class="paint-paper" d="M110 8h10v30h-10z"/></svg>'
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_line_break_comment_or_style_comes_into_the_page(name):
    inline = drawing(name)
    assert inline.startswith(f'<svg class="{name}" viewBox="') and inline.endswith("</svg>")
    assert re.findall(r"\n|<!--|<style|xmlns|\sstyle=", inline) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_opened_as_a_file_has_the_sites_colours_by_day(name):
    file = (DRAWINGS / f"{name}.svg").read_text(encoding="utf-8")
    used = {css for words in re.findall(r'class="([^"]+)"', file) for css in words.split()} - {name}
    own = dict(re.findall(r"\.([\w-]+) \{ (.+) \}", file))
    site = dict(re.findall(r"^\.([\w-]+) \{ (.+) \}$", sheet("components/drawing.css"), re.MULTILINE))
    assert used and set(own) == used
    for css in used:
        # The typeface is the site's own file: another program takes its own.
        assert own[css].replace("sans-serif", "X") == re.sub(r'"Figtree".*?;', "X;", by_day(site[css])), css
