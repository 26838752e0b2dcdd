"""The shape of a rich text as the editor's script posts it (Draft.js' content state), before Wagtail converts it.

Wagtail's converter takes the shape for granted. No person writes this JSON: what has another shape is no text.
"""

import json
from itertools import pairwise
from typing import Any

from django.core.exceptions import BadRequest

DEEPEST_LIST = 20  # the editor nests lists five deep; the converter makes an element for each level
WHOLE = 18  # digits of a number that fits every column


def check_content_state(text: str) -> None:
    """Raise BadRequest for a text that is no content state."""
    try:
        state = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest("A rich text is no JSON.") from error
    if state is not None and not _is_state(state):  # the editor's «nothing»
        raise BadRequest("A rich text has another shape.")


def _is_state(state: Any) -> bool:
    if not isinstance(state, dict):
        return False
    entities, blocks = state.get("entityMap", {}), state.get("blocks", [])
    if not isinstance(entities, dict) or not isinstance(blocks, list):
        return False
    return all(map(_is_entity, entities.values())) and all(_is_block(block, entities) for block in blocks)


def _is_entity(entity: Any) -> bool:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        return False
    data = entity.get("data")
    if not isinstance(data, dict) or any(isinstance(value, dict | list) for value in data.values()):
        return False
    is_named = data.get("id") is None or is_whole(str(data["id"]))  # of a page, a picture or a document
    return is_named and isinstance(data.get("url", ""), str | None)


def _is_block(block: Any, entities: dict[str, Any]) -> bool:
    if not isinstance(block, dict) or not isinstance(block.get("text"), str):
        return False
    words = all(isinstance(block.get(name, ""), str) for name in ("key", "type"))
    return words and _is_place(block.get("depth", 0), DEEPEST_LIST) and _has_ranges(block, entities)


def _has_ranges(block: dict[str, Any], entities: dict[str, Any]) -> bool:
    styles, links = block.get("inlineStyleRanges", []), block.get("entityRanges", [])
    if not isinstance(styles, list) or not isinstance(links, list) or not all(map(_is_range, [*styles, *links])):
        return False
    styled = all(isinstance(one.get("style"), str) for one in styles)
    return styled and _follow_each_other(links) and all(str(one.get("key")) in entities for one in links)


def _follow_each_other(links: list[dict[str, int]]) -> bool:
    """Tell whether the links stand in order, none across another."""
    return all(one["offset"] + one["length"] <= other["offset"] for one, other in pairwise(links))


def _is_range(one: Any) -> bool:
    return isinstance(one, dict) and _is_place(one.get("offset")) and _is_place(one.get("length"))


def _is_place(number: Any, most: int = 10**WHOLE) -> bool:
    return type(number) is int and 0 <= number <= most


def is_whole(text: str) -> bool:
    """Tell whether the text is a whole number that a column holds, as a script writes it."""
    return text.isascii() and text.isdigit() and len(text) <= WHOLE
