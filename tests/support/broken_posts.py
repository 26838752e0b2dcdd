"""An editor's whole POST with one field broken at a time, and what it is answered."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from .content_variants import block_value
from .editor_post import new_form, rich_text

RICH = rich_text("parole")


def rich(**changes: Any) -> str:
    """A rich text whose only block, or whose entity, is not what the editor's script writes."""
    state = json.loads(rich_text("parole", embed={"type": "LINK", "data": {"url": "https://a.example/"}}))
    state["blocks"][1] |= changes.pop("block", {})
    state["entityMap"]["0"] |= changes.pop("entity", {})
    return json.dumps(state | changes)


VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
DEEP = "[" * 20_000
BROKEN: dict[str, str | None] = {
    "letters": "x",
    "negative": "-1",
    "more than a column holds": "9" * 30,
    "more than Python reads": "9" * 5_000,
    "NUL": "\0",
    "missing": None,
    "a list": "[]",
    "open brackets": DEEP,
}
RICH_BROKEN: dict[str, str | None] = {
    "nothing": "",
    "a number": "1",
    "a fraction": "1.5",
    "a text": '"x"',
    "deep": '{"blocks":' * 20_000,
    "no blocks": '{"blocks": null}',
    "blocks of numbers": '{"blocks": [1]}',
    "an empty block": '{"blocks": [{}]}',
    "a text that is none": rich(block={"text": 1}),
    "no text": rich(block={"text": None}),
    "a type that is none": rich(block={"type": []}),
    "a depth of letters": rich(block={"type": "unordered-list-item", "depth": "x"}),
    "a negative depth": rich(block={"type": "unordered-list-item", "depth": -3}),
    "a bottomless depth": rich(block={"type": "unordered-list-item", "depth": 10**7}),
    "a key that is a list": rich(block={"key": []}),
    "ranges that are none": rich(block={"inlineStyleRanges": 1}),
    "a range without places": rich(block={"inlineStyleRanges": [{}]}),
    "a range before the text": rich(block={"inlineStyleRanges": [{"offset": -3, "length": -9, "style": "BOLD"}]}),
    "a style that is none": rich(block={"inlineStyleRanges": [{"offset": 0, "length": 1, "style": []}]}),
    "an entity that is not there": rich(block={"entityRanges": [{"offset": 0, "length": 1, "key": 7}]}),
    "entities across each other": rich(
        block={"entityRanges": [{"offset": 0, "length": 2, "key": 0}, {"offset": 1, "length": 2, "key": 1}]},
        entityMap={key: {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "/"}} for key in "01"},
    ),
    "entities out of order": rich(
        block={"entityRanges": [{"offset": 1, "length": 1, "key": 0}, {"offset": 0, "length": 1, "key": 0}]}
    ),
    "entities in a list": rich(entityMap=[]),
    "an entity without data": rich(entity={"data": None}),
    "an address that is none": rich(entity={"data": {"url": []}}),
    "a page of letters": rich(entity={"data": {"id": "x", "url": "/"}}),
    "a page beyond numbers": rich(entity={"data": {"id": 10**30, "url": "/"}}),
    "a page that is an object": rich(entity={"data": {"id": {}, "url": "/"}}),
    "a document of letters": rich(entity={"type": "DOCUMENT", "data": {"id": "x"}}),
    "a picture of letters": rich(entity={"type": "IMAGE", "data": {"id": "x", "format": "x"}}),
    "a type of entity that is none": rich(entity={"type": []}),
    "not a number": rich(block={"depth": float("nan")}),
}


def fill_streams(page: Page, image: int, document: int) -> None:
    """Put one block of every kind into each stream."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            raw = _named(field.stream_block, block_value(field.stream_block), image, document)
            setattr(page, field.name, field.to_python(json.dumps(raw)))


def _named(block: Any, value: Any, image: int, document: int) -> Any:
    if isinstance(block, ImageChooserBlock | DocumentChooserBlock):
        return image if isinstance(block, ImageChooserBlock) else document
    if isinstance(block, blocks.ChooserBlock):
        return None
    if isinstance(block, blocks.StructBlock):
        return {name: _named(block.child_blocks[name], part, image, document) for name, part in value.items()}
    if isinstance(block, blocks.URLBlock | blocks.CharBlock):
        return VIDEO if isinstance(block, blocks.URLBlock) else "parole"
    if isinstance(block, blocks.ListBlock):
        value = value * (block.meta.min_num or 1)
        return [item | {"value": _named(block.child_block, item["value"], image, document)} for item in value]
    if isinstance(block, blocks.StreamBlock):
        return [c | {"value": _named(block.child_blocks[c["type"]], c["value"], image, document)} for c in value]
    return value


def whole_post(user: AbstractBaseUser, address: str) -> dict[str, Any]:
    """What a browser would post back from the screen at ``address``."""
    response = user.client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    form = response.context["form"]
    data = new_form(form) if hasattr(form, "formsets") else fields_only(form)
    return {key: "" if value is None else value for key, value in data.items()}


def fields_only(form: Any) -> dict[str, Any]:
    form.formsets = {}
    return new_form(form)


def kinds_of(names: Any) -> dict[str, str]:
    """Of fields that differ in the number of their row or block alone the first: kind → name."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(re.sub(r"-\d+-", "-n-", name), name)
    return found


def breaks(data: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(field, how it is broken, the POST)."""
    for name in kinds_of(data).values():
        rest = {key: value for key, value in data.items() if key != name}
        is_rich = '"entityMap"' in str(data[name])
        for how, value in (BROKEN | (RICH_BROKEN if is_rich else {})).items():
            yield name, how, rest if value is None else rest | {name: value}
