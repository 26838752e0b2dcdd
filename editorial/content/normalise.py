"""Contents of a page in one form, so that equal contents compare equal on both databases."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail.models import Page

from .digest import reviewable_content
from .field_labels import headings_of, label_of

# The same inside a JSON text, and inside a stream's, which is a JSON text within it.
BLOCK_KEY_IN_JSON = re.compile(r' data-block-key=\\+"[^"\\]*\\+"')


def changed_field_labels(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the labels of the fields in which two contents of a page of that type differ, in the order of the model.

    Asks the database nothing, and stands what a content names and is gone. What only one of the two knows is left out:
    a field that the code got, or lost, in between.
    """
    different = _different(model, before, after)
    headings = headings_of(model) if different else {}
    return [label_of(field, headings) for field in different]


def changed_field_names(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """As changed_field_labels, by the names that the code knows."""
    return [field.name for field in _different(model, before, after)]


def _different(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
    old, new = normalised(before), normalised(after)
    fields = (field for field in model._meta.get_fields() if field.name in old and field.name in new)
    return [field for field in fields if not _same(field, old[field.name], new[field.name])]


def normalised(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the text as JSON gives it back, streams parsed and rows sorted: PostgreSQL keeps the keys of a block in an
    order of its own. Rows below a page carry their order in a field, where it matters."""
    text = json.loads(BLOCK_KEY_IN_JSON.sub("", json.dumps(reviewable_content(content), cls=DjangoJSONEncoder)))
    for name, value in text.items():
        if isinstance(value, list):
            text[name] = sorted(value, key=_sorted_json)
        elif isinstance(value, str) and value[:1] == "[":
            try:
                text[name] = json.loads(value)
            except ValueError:  # words that begin with a bracket
                continue
    return text


def _sorted_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, cls=DjangoJSONEncoder)


def _same(field: Any, one: Any, other: Any) -> bool:
    if one == other:
        return True
    if not (isinstance(field, StreamField) and isinstance(one, list) and isinstance(other, list)):
        return False
    return _read_today(field, one) == _read_today(field, other)


def _read_today(field: StreamField, raw: list[Any]) -> str:
    """A block that got a part since lacks it in the older text: both as the code reads them today."""
    value = field.to_python(json.dumps(raw))
    for child in value:
        child.value  # noqa: B018 - a stream gives back as it was what nobody looked at
    return _sorted_json(value.get_prep_value())
