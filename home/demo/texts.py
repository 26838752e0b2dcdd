"""The words of the demo, as the models want them."""

from functools import cache
from pathlib import Path
from typing import Any

from home.content.texts import load_json

CONTENT = Path(__file__).parent / "content"
PICTURES = Path(__file__).parent / "pictures"
RECORDINGS = Path(__file__).parent / "recordings"


@cache
def _load(name: str) -> Any:
    return load_json(CONTENT / f"{name}.json")


def site_texts() -> dict[str, Any]:
    return _load("site")


def members() -> list[dict[str, Any]]:
    return _load("members")


def posts() -> list[dict[str, Any]]:
    return _load("posts")


def episodes() -> list[dict[str, Any]]:
    """Each with its ``recording``: the name of the ``file`` and the ``transcript``, the words it speaks."""
    spoken = load_json(RECORDINGS / "transcripts.json")
    return [
        {**row, "recording": {"file": row["recording"], "transcript": spoken[row["recording"]]["transcript"]}}
        for row in _load("episodes")
    ]


def pillole() -> list[dict[str, Any]]:
    return _load("pillole")["pillole"]
