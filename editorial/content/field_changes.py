"""Which fields of a page a content changes, by label, and by how many words each."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from taggit.managers import TaggableManager
from wagtail.fields import StreamField
from wagtail.models import Page

from .digest import NON_CONTENT_FIELDS
from .field_labels import headings_of, label_of
from .normalise import normalised
from .word_count import words_changed

# Derived from the title: not worth listing for a page that is new.
DERIVED_FIELDS = ("slug",)


def words_by_field(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[list[Any]]:
    """Return ``[label, words]`` of each field that differs, in the editor's order; 0 words where a picture or a choice
    is another one. ``before`` is empty for a page that is not live: then the words in each field are counted.

    Asks the database nothing. Leaves out fields that only one of the two contents has: the model got or lost them.
    """
    headings = headings_of(model)
    tags = tag_fields(model)
    shown_as = {relation: field.name for relation, field in tags.items()}
    order = {name: place for place, name in enumerate(headings)}
    fields = sorted(
        _fields(model, after), key=lambda field: order.get(shown_as.get(field.name, field.name), len(order))
    )
    changes = []
    for field in fields:
        if before and field.name not in before:
            continue
        old, new = before.get(field.name, _empty_value(field)), after[field.name]
        if not before and (field.name in DERIVED_FIELDS or shown_as.get(field.name, field.name) not in order):
            continue
        if not _differ(field, old, new):
            continue
        count = words_changed({field.name: _text(old)}, {field.name: _text(new)}) if _has_words(field) else 0
        changes.append([_label(field, headings, tags), count])
    return changes


def _fields(model: type[Page], content: Mapping[str, Any]) -> Iterator[Any]:
    for field in model._meta.get_fields():
        if field.name in content and field.name not in NON_CONTENT_FIELDS and not getattr(field, "primary_key", False):
            yield field


def _empty_value(field: Any) -> Any:
    """Return what a revision holds of this field while it is empty."""
    if not isinstance(field, models.Field):
        return []
    return "[]" if isinstance(field, StreamField) else field.get_default()


def _differ(field: Any, old: Any, new: Any) -> bool:
    one, other = normalised({field.name: old}), normalised({field.name: new})
    return one != other and not (_is_blank(old) and _is_blank(new))


def _is_blank(value: Any) -> bool:
    return value in (None, "", [], "[]")


def _text(value: Any) -> Any:
    """Return the value without what is no text in rows below the page: their number, their order, what they choose."""
    if not isinstance(value, list):
        return value
    return [{name: part for name, part in row.items() if isinstance(part, str)} for row in value]


def _has_words(field: Any) -> bool:
    """Tell whether words are counted in this field: it is text, or rows or blocks, which hold text."""
    if not isinstance(field, models.Field) or isinstance(field, StreamField):
        return True
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def tag_fields(model: type[Page]) -> dict[str, Any]:
    """Return each tag field, which the editor shows, by the name of the relation that holds its rows."""
    tags = {field.through: field for field in model._meta.get_fields() if isinstance(field, TaggableManager)}
    return {
        relation.name: tags[relation.related_model]
        for relation in model._meta.related_objects
        if relation.related_model in tags
    }


def _label(field: Any, headings: Mapping[str, str], tags: Mapping[str, Any]) -> str:
    return label_of(tags.get(field.name, field), headings)
