"""What the content of each page type is called: digests and stored revisions hang on these names.

A name that is gone, or new, in ``content_keys.json`` is a change of every agreed text: a field may be added (older
texts lack it), none may be renamed.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields
from wagtail.blocks import BaseBlock, ListBlock
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, get_page_models

FILE = Path(__file__).parent / "content_keys.json"
NOT_CONTENT = (COMMENTS_RELATION_NAME,)
TYPES = sorted(
    (model for model in get_page_models() if model is not Page and not model.__module__.startswith("tests.")),
    key=lambda model: model._meta.label,
)


def keys_of(model: type[Page]) -> list[str]:
    """``field``, ``rows.field`` of what stands below the page, ``stream/block/part`` of its blocks."""
    own = model(content_type_id=1).serializable_data()  # given, or Wagtail would ask the database
    children = get_all_child_relations(model)
    below = {relation.get_accessor_name(): relation.related_model for relation in children}
    found = set(own)
    for name, child in below.items():
        if name not in NOT_CONTENT:
            found |= {f"{name}.{key}" for key in get_serializable_data_for_fields(child())}
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            found |= set(parts_of(field.stream_block, field.name))
    return sorted(found)


def parts_of(block: BaseBlock, path: str) -> Iterator[str]:
    children: dict[str, Any] = getattr(block, "child_blocks", {})
    if isinstance(block, ListBlock):
        children = {"item": block.child_block}
    for name, child in children.items():
        yield f"{path}/{name}"
        yield from parts_of(child, f"{path}/{name}")


def everything() -> dict[str, list[str]]:
    return {model._meta.label: keys_of(model) for model in TYPES}


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.label)
def test_the_names_of_a_content_are_those_that_revisions_hold(model):
    """A new field: put its name into the file by hand."""
    assert keys_of(model) == json.loads(FILE.read_text(encoding="utf-8")).get(model._meta.label)


def test_the_list_sees_fields_rows_and_blocks():
    post, member, page = (everything()[label] for label in ("blog.BlogPage", "profiles.ProfilePage", "home.HomePage"))
    assert {"title", "lead", "body/paragraph", "body/picture/alt"} <= set(post)
    assert {"social_links.url", "headline"} <= set(member) and any(key.startswith("sections/") for key in page)
