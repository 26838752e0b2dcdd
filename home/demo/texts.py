"""The texts of the demo, read from home/demo/content."""

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
    """Return the episodes, each with its ``recording``: the name of the ``file`` and its ``transcript``."""
    transcripts = load_json(RECORDINGS / "transcripts.json")
    return [
        {**row, "recording": {"file": row["recording"], "transcript": transcripts[row["recording"]]["transcript"]}}
        for row in _load("episodes")
    ]


def pillole() -> list[dict[str, Any]]:
    return _load("pillole")["pillole"]
