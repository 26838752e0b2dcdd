"""Draws as pixels what telephones, browsers and share pictures want so: run it when one of its two sources changes.

    .venv/bin/python scripts/draw_icons.py

static/icons/icon.svg becomes the icons, templates/artwork/logo.svg the mark of cms.seo.share_image.card.
"""

from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
ICONS = ROOT / "cms" / "static" / "icons"
ICON = ICONS / "icon.svg"
LOGO = ROOT / "templates" / "artwork" / "logo.svg"
GROUND = "#f6be2c"
SAFE = 0.8  # of a maskable icon's side: what is outside of the inner circle may be cut off (w3.org/TR/appmanifest)
FAVICON = (16, 32, 48)
MARK = (138, 46)  # in a share picture


def paint(svg: Path, width: int, height: int) -> Image.Image:
    """A drawing of this size in pixels, transparent where it has no ground."""
    content = resvg_py.svg_to_bytes(svg_path=str(svg), width=width, height=height, skip_system_fonts=True)
    return Image.open(BytesIO(content)).convert("RGBA")


def icon(side: int, *, part: float = 1) -> Image.Image:
    """The icon on its ground; ``part`` is how much of the side it takes."""
    inner = round(side * part)
    mark = paint(ICON, inner, inner)
    board = Image.new("RGB", (side, side), GROUND)
    board.paste(mark, ((side - inner) // 2,) * 2, mark)
    return board


def drawn() -> dict[str, bytes]:
    """The files by their names."""
    images = {
        "touch-icon.png": icon(180),
        "icon-192.png": icon(192),
        "icon-512.png": icon(512),
        "icon-maskable-512.png": icon(512, part=SAFE),
        "mark.png": paint(LOGO, *MARK),
    }
    files = {name: _file(image, "PNG", optimize=True) for name, image in images.items()}
    sizes = [icon(side) for side in FAVICON]
    sides = [(side, side) for side in FAVICON]
    return {**files, "favicon.ico": _file(sizes[-1], "ICO", append_images=sizes[:-1], sizes=sides)}


def _file(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


if __name__ == "__main__":
    for name, content in drawn().items():
        (ICONS / name).write_bytes(content)
