"""Draw the pictures of the demo site as SVG files: python -m home.demo.draw OUT"""

from __future__ import annotations

import argparse
from pathlib import Path

from home.demo.places import PLACES
from home.demo.portraits import SITTERS, portrait
from home.demo.shapes import svg
from home.demo.works import WORKS


def drawings() -> dict[str, str]:
    """Every drawing by its file name without ending: portraits are square, the others three by two."""
    portraits = {f"ritratto-{sitter.name}": portrait(sitter) for sitter in SITTERS}
    return portraits | {name: svg(1200, 800, make()) for name, make in (WORKS | PLACES).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the folder to write to, made if missing")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, text in drawings().items():
        (out / f"{name}.svg").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
