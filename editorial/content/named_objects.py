"""What a content names: pictures, documents, recordings, pages, categories, people.

Read from the content itself, never from Wagtail's reference index, which knows one text of each page, nor from a page
that was built of it, which lacks what is gone.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import Model
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, Page

from .digest import NON_CONTENT_FIELDS
from .html import parsed

Named = tuple[type[Model], int]  # a model, the number of one of its rows


def named_in(model: type[Model], content: Mapping[str, Any]) -> set[Named]:
    """Return what a content of that page type names, whether it still exists or not. Asks the database nothing."""
    found = set(_in_fields(model, content))
    if issubclass(model, Page):
        for relation in get_all_child_relations(model):
            name = relation.get_accessor_name()
            if name != COMMENTS_RELATION_NAME:
                for row in content.get(name) or ():
                    found |= set(_in_fields(relation.related_model, row, relation.field.name))
    return found


def missing_from(model: type[Model], content: Mapping[str, Any]) -> list[str]:
    """Return a description of each thing that the content names and that is gone; a page is none, links to it end."""
    by_model: dict[type[Model], set[int]] = {}
    for kind, number in named_in(model, content):
        if not issubclass(kind, Page):
            by_model.setdefault(kind, set()).add(number)
    return sorted(
        f"{kind._meta.verbose_name} n. {number}"
        for kind, numbers in by_model.items()
        for number in numbers - set(kind._default_manager.filter(pk__in=numbers).values_list("pk", flat=True))
    )


def _in_fields(model: type[Model], content: Mapping[str, Any], key_to_page: str = "") -> Iterator[Named]:
    for field in model._meta.get_fields():
        value = content.get(field.name)
        if field.name in NON_CONTENT_FIELDS or field.name == key_to_page or value in (None, "", []):
            continue
        if isinstance(field, StreamField):
            yield from _in_block(field.stream_block, json.loads(value) if isinstance(value, str) else value)
        elif isinstance(field, RichTextField):
            yield from _in_rich_text(value)
        elif isinstance(field, models.ForeignKey) and isinstance(value, int):
            yield field.related_model, value
        elif isinstance(field, models.ManyToManyField):
            yield from ((field.related_model, number) for number in value if isinstance(number, int))


def _in_block(block: Any, value: Any) -> Iterator[Named]:
    """``value`` is what JSON holds of the block."""
    if isinstance(block, blocks.StreamBlock):
        for child in value or ():
            if child.get("type") in block.child_blocks:
                yield from _in_block(block.child_blocks[child["type"]], child.get("value"))
    elif isinstance(block, blocks.ListBlock):
        for child in value or ():
            is_item = isinstance(child, dict) and {"type", "value"} <= set(child)  # since Wagtail 2.16
            yield from _in_block(block.child_block, child["value"] if is_item else child)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _in_block(child_block, (value or {}).get(name))
    elif isinstance(block, blocks.ChooserBlock) and isinstance(value, int):
        yield block.model_class, value
    elif isinstance(block, blocks.RichTextBlock) and value:
        yield from _in_rich_text(value)


def _in_rich_text(html: str) -> Iterator[Named]:
    """Wagtail's database form: ``<a linktype="page" id="5">``, ``<embed embedtype="image" id="5">``."""
    kinds = {"page": Page, "document": get_document_model(), "image": get_image_model()}
    for tag in parsed(html).find_all(["a", "embed"]):
        kind = kinds.get(str(tag.get("linktype") or tag.get("embedtype")))
        number = str(tag.get("id") or "")
        if kind and number.isascii() and number.isdigit():
            yield kind, int(number)
