"""Contents of a page type that differ in one place each: every field, every field of a row, every part of a block."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from editorial.content.digest import NON_CONTENT_FIELDS

PAIRS: tuple[tuple[type, Any, Any], ...] = (
    (models.BooleanField, False, True),
    (models.DateTimeField, "2031-03-04T09:00:00Z", "2031-03-05T09:00:00Z"),
    (models.DateField, "2031-03-04", "2031-03-05"),
    (models.TimeField, "09:00:00", "10:00:00"),
    (models.ForeignKey, 1, 2),
    (models.ManyToManyField, [1], [2]),
    (models.IntegerField, 3, 4),
    (RichTextField, "<p>uno</p>", "<p>due</p>"),
    (models.Field, "https://uno.example/", "https://due.example/"),
    (blocks.BooleanBlock, False, True),
    (blocks.ChooserBlock, 1, 2),
    (blocks.IntegerBlock, 3, 4),
    (blocks.FloatBlock, 3.5, 4.5),
    (blocks.DateBlock, "2031-03-04", "2031-03-05"),
    (blocks.RichTextBlock, "<p>uno</p>", "<p>due</p>"),
    (blocks.FieldBlock, "https://uno.example/", "https://due.example/"),
)


def pair(field: Any) -> tuple[Any, Any]:
    """Two values of a field or of a block without parts."""
    choices = [key for key, _label in getattr(field, "flatchoices", ()) if key not in (None, "")]
    if isinstance(field, blocks.ChoiceBlock):
        choices = [key for key, _label in field.field.choices if key not in (None, "")]
    if len(choices) > 1:
        return choices[0], choices[1]
    return next((one, other) for kind, one, other in PAIRS if isinstance(field, kind))


def block_value(block: Any) -> Any:
    if isinstance(block, blocks.StructBlock):
        return {name: block_value(child) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [{"type": "item", "value": block_value(block.child_block), "id": "i"}]
    if isinstance(block, blocks.StreamBlock):
        return [{"type": name, "value": block_value(child), "id": name} for name, child in block.child_blocks.items()]
    return pair(block)[0]


def block_variants(block: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Path of each part of a block, and the block's value with that part changed."""
    value = block_value(block)
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            for where, changed in block_variants(child, f"{path}/{name}"):
                yield where, value | {name: changed}
    elif isinstance(block, blocks.ListBlock):
        for where, changed in block_variants(block.child_block, f"{path}/item"):
            yield where, [value[0] | {"value": changed}]
    elif isinstance(block, blocks.StreamBlock):
        for place, (name, child) in enumerate(block.child_blocks.items()):
            for where, changed in block_variants(child, f"{path}/{name}"):
                yield where, [*value[:place], value[place] | {"value": changed}, *value[place + 1 :]]
        if len(value) > 1:
            yield f"{path}, order", value[::-1]
    else:
        yield path, pair(block)[1]


def full_content(model: type[Page]) -> dict[str, Any]:
    """A content in which every field, row and block holds something."""
    content = model(content_type_id=1, pk=1).serializable_data()
    for field in model._meta.get_fields():
        if field.name in content and field.name not in NON_CONTENT_FIELDS and isinstance(field, models.Field):
            is_stream = isinstance(field, StreamField)
            content[field.name] = json.dumps(block_value(field.stream_block)) if is_stream else pair(field)[0]
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name != COMMENTS_RELATION_NAME:
            content[name] = [row(relation, 0), row(relation, 1)]
    return content


def row(relation: Any, place: int) -> dict[str, Any]:
    found = get_serializable_data_for_fields(relation.related_model(pk=place + 1))
    for field in own_fields(relation):
        found[field.name] = pair(field)[place]
    return found | ({"sort_order": place} if "sort_order" in found else {})


def own_fields(relation: Any) -> list[Any]:
    fields = relation.related_model._meta.concrete_fields
    return [f for f in fields if not f.primary_key and f is not relation.field and f.name != "sort_order"]


def variants(model: type[Page]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(path, before, after) for each place in which two contents of this type can differ."""
    content = full_content(model)
    for field in model._meta.get_fields():
        if field.name not in content or field.name in NON_CONTENT_FIELDS or not isinstance(field, models.Field):
            continue
        if isinstance(field, StreamField):
            for path, value in block_variants(field.stream_block, field.name):
                yield path, content, content | {field.name: json.dumps(value)}
        elif not field.primary_key:
            yield field.name, content, content | {field.name: pair(field)[1]}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME:
            continue
        for field in own_fields(relation):
            rows = deepcopy(content[name])
            rows[0][field.name] = pair(field)[1]
            yield f"{name}.{field.name}", content, content | {name: rows}
        if "sort_order" in content[name][0]:
            other = deepcopy(content[name])
            other[0]["sort_order"], other[1]["sort_order"] = 1, 0
            yield f"{name}, order", content, content | {name: other}
        yield f"{name}, a row less", content, content | {name: content[name][:1]}
