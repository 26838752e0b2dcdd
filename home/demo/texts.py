"""The words of the demo, and of the pages that every site starts with, as the models want them."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
PICTURES = Path(__file__).parent / "pictures"
RECORDINGS = Path(__file__).parent / "recordings"

Picture = Callable[[str], Any]  # file name → Image


@cache
def _load(name: str) -> Any:
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def site_texts() -> dict[str, Any]:
    return _load("site")


def legal_texts() -> list[dict[str, Any]]:
    """The pages that the foot of every site links to, each with the ``label`` of its link."""
    return _load("legal")


def members() -> list[dict[str, Any]]:
    return _load("members")


def posts() -> list[dict[str, Any]]:
    return _load("posts")


def episodes() -> list[dict[str, Any]]:
    """Each with its ``recording``: the name of the ``file`` and the ``transcript``, the words it speaks."""
    spoken = json.loads((RECORDINGS / "transcripts.json").read_text(encoding="utf-8"))
    return [
        {**row, "recording": {"file": row["recording"], "transcript": spoken[row["recording"]]["transcript"]}}
        for row in _load("episodes")
    ]


def pillole() -> list[dict[str, Any]]:
    return _load("pillole")["pillole"]


def body_of(blocks: list[dict[str, Any]], picture: Picture | None = None) -> list[tuple[str, Any]]:
    """The JSON's blocks as a StreamField takes them. ``picture`` is needed where a block shows one."""
    return [(block["type"], _value(block, picture)) for block in blocks]


def _value(block: dict[str, Any], picture: Picture | None) -> Any:
    from wagtail.rich_text import RichText

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
