"""Brings contents of a page into one form, so that equal contents compare equal on both databases."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail.models import Page

from .digest import reviewable_content
from .field_labels import headings_of, label_of

# The paragraph numbers of rich text, inside a JSON text or inside a stream's, which is a JSON text within it.
BLOCK_KEY_IN_JSON = re.compile(r' data-block-key=\\+"[^"\\]*\\+"')


def changed_field_labels(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the labels of the fields in which two contents of a page of that type differ, in the order of the model.

    Asks the database nothing, so that files which are gone do not matter. Leaves out fields that only one of the two
    contents has: the model got or lost them in between.
    """
    different = _different(model, before, after)
    headings = headings_of(model) if different else {}
    return [label_of(field, headings) for field in different]


def changed_field_names(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return as changed_field_labels() the names of the fields."""
    return [field.name for field in _different(model, before, after)]


def _different(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
    old, new = normalised(before), normalised(after)
    fields = (field for field in model._meta.get_fields() if field.name in old and field.name in new)
    return [field for field in fields if not is_same_value(field, old[field.name], new[field.name])]


def normalised(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content as JSON gives it back, streams parsed and rows sorted.

    PostgreSQL keeps the keys of a block in an order of its own; rows below a page have a field for their order where
    it matters.
    """
    text = json.loads(BLOCK_KEY_IN_JSON.sub("", json.dumps(reviewable_content(content), cls=DjangoJSONEncoder)))
    for name, value in text.items():
        if isinstance(value, list):
            text[name] = sorted(value, key=_sorted_json)
        elif isinstance(value, str) and value[:1] == "[":
            try:
                text[name] = json.loads(value)
            except ValueError:  # a text that begins with a bracket
                continue
    return text


def _sorted_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, cls=DjangoJSONEncoder)


def is_same_value(field: Any, one: Any, other: Any) -> bool:
    """Tell whether two values of a field, each from a normalised content, are the same text."""
    if one == other:
        return True
    if not (isinstance(field, StreamField) and isinstance(one, list) and isinstance(other, list)):
        return False
    # Numbers apart: of two files that are gone today's code reads the same nothing.
    return _with_todays_blocks(field, one) == _with_todays_blocks(field, other) and _numbers(one) == _numbers(other)


def _numbers(value: Any) -> list[int]:
    """Return the whole numbers in a value from JSON, in one order: those of the files and pages that it names."""
    if isinstance(value, dict | list):
        parts = value if isinstance(value, list) else [part for _key, part in sorted(value.items())]
        return [number for part in parts for number in _numbers(part)]
    return [value] if isinstance(value, int) and not isinstance(value, bool) else []


def _with_todays_blocks(field: StreamField, raw: list[Any]) -> str:
    """Return the stream as today's code reads it: an older content lacks the parts that a block got since."""
    value = field.to_python(json.dumps(raw))
    for child in value:
        child.value  # noqa: B018 - a block whose value nobody reads is given back as it was
    return _sorted_json(value.get_prep_value())
