"""Draws the icons that telephones and browsers want as pixels, from static/icons/icon.svg: run it when that changes.

.venv/bin/python scripts/draw_icons.py
"""

import sys
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402

from cms.painting import paint  # noqa: E402

ICONS = ROOT / "cms" / "static" / "icons"
GROUND = "#f6be2c"
SAFE = 0.8  # of a maskable icon's side: what is outside of the inner circle may be cut off (w3.org/TR/appmanifest)
FAVICON = (16, 32, 48)


def icon(side: int, *, part: float = 1) -> Image.Image:
    """The mark on its ground; ``part`` is how much of the side it takes."""
    inner = round(side * part)
    mark = paint((ICONS / "icon.svg").read_text(encoding="utf-8"), inner, inner)
    board = Image.new("RGB", (side, side), GROUND)
    board.paste(mark, ((side - inner) // 2,) * 2, mark)
    return board


def drawn() -> dict[str, bytes]:
    """The files by their names."""
    icons = {
        "touch-icon.png": icon(180),
        "icon-192.png": icon(192),
        "icon-512.png": icon(512),
        "icon-maskable-512.png": icon(512, part=SAFE),
    }
    files = {name: _file(image, "PNG", optimize=True) for name, image in icons.items()}
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
