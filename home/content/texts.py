"""The texts that provisioning gives to every site, and reading texts from JSON into the form of the models."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wagtail.rich_text import RichText

FOLDER = Path(__file__).parent

Picture = Callable[[str], Any]  # file name → Image


def guide_texts() -> dict[str, Any]:
    """Return the members' guide: ``title``, ``intro`` and ``body``, the latter as body_of() takes it."""
    return load_json(FOLDER / "guide.json")


def legal_texts() -> list[dict[str, Any]]:
    """Return the texts of the pages that the footer links to, each with the ``label`` of its link."""
    return load_json(FOLDER / "legal.json")


def load_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def body_of(blocks: list[dict[str, Any]], picture: Picture | None = None) -> list[tuple[str, Any]]:
    """Return blocks of JSON as a StreamField takes them. ``picture`` is needed where a block shows an image.

    Raises ValueError for an unknown type of block.
    """
    return [(block["type"], _value(block, picture)) for block in blocks]


def _value(block: dict[str, Any], picture: Picture | None) -> Any:
    kind = block["type"]
    if kind == "heading":
        return {"text": block["text"]}
    if kind == "paragraph":
        return RichText(block["html"])
    if kind == "quote":
        return {"text": block["text"], "attribution": block.get("attribution", "")}
    if kind == "callout":
        return {"title": block.get("title", ""), "text": RichText(block["html"])}
    if kind == "picture":
        assert picture is not None, "this body shows a picture"
        return {
            "image": picture(block["file"]),
            **{key: block.get(key, "") for key in ("alt", "caption", "credit")},
        }
    raise ValueError(f"no block «{kind}»")
