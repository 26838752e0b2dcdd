"""How many words differ between two contents of a page."""

import json
import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from .digest import reviewable_content

CORRECTION_WORDS = 10  # a change of at most so many words on a live page is a correction
# Keys of a stream's blocks that hold no words. In a revision a StreamField is a JSON text.
BLOCK_KEYS = ("id",)


def words(content: Mapping[str, Any]) -> list[str]:
    """Return every word that a reader may meet, in a stable order; a picture or a choice counts as one word."""
    return [word for leaf in _leaves(reviewable_content(content)) for word in leaf.split()]


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            if key not in BLOCK_KEYS:
                yield from _leaves(value[key])
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        if value[:1] in "[{" and (stream := _parsed(value)) is not None:
            yield from _leaves(stream)
        else:
            yield unescape(re.sub(r"<[^>]+>", " ", value))
    elif value is not None:
        yield str(value)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def words_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
    """Return how many words were added, removed or replaced; a replaced word counts once."""
    old, new = words(before), words(after)
    start = 0  # equal words at both ends are cut off first: SequenceMatcher's worst case is quadratic
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    while len(old) > start and len(new) > start and old[-1] == new[-1]:
        old.pop()
        new.pop()
    matcher = SequenceMatcher(None, old[start:], new[start:], autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")
