"""The editor's whole POST for a page, as the browser builds it: streams, rich text and inline children too."""

import json
from typing import Any

from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.contrib.settings.views import get_setting_edit_handler

from .http import form as comments_form
from .moderation import fresh


def editor_form(page, user, **changes) -> dict[str, Any]:
    """Fields of the latest draft, with ``changes`` laid over; a change of None takes the field away."""
    page = fresh(page)
    draft = page.get_latest_revision_as_object()
    form = draft.get_edit_handler().get_form_class()(instance=draft, for_user=user, parent_page=page.get_parent())
    data = new_form(form) | changes
    return {key: value for key, value in data.items() if value is not None}


def setting_form(row, user) -> dict[str, Any]:
    """The whole POST of a row of Wagtail's settings."""
    return new_form(get_setting_edit_handler(type(row)).get_form_class()(instance=row, for_user=user))


def new_form(form) -> dict[str, Any]:
    data = comments_form() | fields_of(form)
    for name, formset in form.formsets.items():
        if name == "comments":
            continue
        for key, value in formset.management_form.initial.items():
            data[f"{formset.prefix}-{key}"] = value
        data[f"{formset.prefix}-TOTAL_FORMS"] = len(formset.initial_forms)
        for child in formset.initial_forms:
            data |= {f"{child.prefix}-id": ""} | fields_of(child)  # no number before the first publication
    return data


def fields_of(form) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name in form.fields:
        field = form[name]
        value = field.value()
        if hasattr(field.field, "block"):
            data |= encoded(field.field.block, value, field.html_name)
        elif hasattr(value, "all"):
            data[field.html_name] = [thing.pk for thing in value.all()]
        elif isinstance(value, list):
            data[field.html_name] = _listed(field, value)
        elif value is True:
            data[field.html_name] = "on"
        elif value is not None and value is not False:
            shown = field.field.widget.format_value(value)
            data[field.html_name] = "" if shown is None else shown
    return data


def _listed(field, value):
    if "tag" in type(field.field).__name__.lower():
        return ", ".join(str(getattr(item, "tag", item)) for item in value)
    return [getattr(item, "pk", item) for item in value]


def encoded(block, value, prefix: str) -> dict[str, Any]:
    if isinstance(block, BaseStreamBlock):
        data: dict[str, Any] = {f"{prefix}-count": len(value)}
        for index, child in enumerate(value):
            data |= _slot(prefix, index, child.id) | {f"{prefix}-{index}-type": child.block_type}
            data |= encoded(child.block, child.value, f"{prefix}-{index}-value")
        return data
    if isinstance(block, ListBlock):
        data = {f"{prefix}-count": len(value)}
        for index, child in enumerate(value.bound_blocks):
            data |= _slot(prefix, index, child.id) | encoded(child.block, child.value, f"{prefix}-{index}-value")
        return data
    if isinstance(block, BaseStructBlock):
        data = {}
        for name, child in block.child_blocks.items():
            data |= encoded(child, value.get(name), f"{prefix}-{name}")
        return data
    if isinstance(block, ChooserBlock):
        return {prefix: getattr(value, "pk", "") if value else ""}
    if isinstance(block, blocks.RichTextBlock):
        return {prefix: block.field.widget.format_value(value.source if hasattr(value, "source") else str(value or ""))}
    return {prefix: "" if value is None else value}


def _slot(prefix: str, index: int, identity) -> dict[str, Any]:
    return {
        f"{prefix}-{index}-deleted": "",
        f"{prefix}-{index}-order": index,
        f"{prefix}-{index}-id": identity or "",
    }


def rich_text(*texts: str, embed: dict | None = None) -> str:
    """A Draftail content state; ``embed`` is an entity ({type, data}) on the last paragraph."""
    blocks_ = [
        {
            "key": f"a{n}",
            "text": text,
            "type": "unstyled",
            "depth": 0,
            "inlineStyleRanges": [],
            "entityRanges": [],
        }
        for n, text in enumerate(texts)
    ]
    entities = {}
    if embed:
        entities["0"] = {"mutability": "IMMUTABLE", **embed}
        blocks_.append(
            {"key": "z", "text": " ", "type": "atomic", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"key": 0, "offset": 0, "length": 1}]}
        )  # fmt: skip
    return json.dumps({"entityMap": entities, "blocks": blocks_})


def comment(text="virgola?", path="body", **data) -> dict:
    fields = {"id": "", "text": text, "contentpath": path, "position": "", "DELETE": ""}
    counters = {"TOTAL": "0", "INITIAL": "0", "MIN_NUM": "0", "MAX_NUM": "0"}
    return (
        {"comments-TOTAL_FORMS": "1"}
        | {f"comments-0-{key}": value for key, value in fields.items()}
        | {f"comments-0-replies-{key}_FORMS": value for key, value in counters.items()}
        | data
    )
