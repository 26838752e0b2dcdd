"""What two people agree to is written out before they do: each place in which two contents can differ has a line."""

import pytest
from wagtail.models import Page, get_page_models

from editorial.content.comparison import compare_contents
from editorial.content.digest import NON_CONTENT_FIELDS, content_digest
from editorial.content.hidden_changes import is_visible
from tests.support.content_variants import full_content, variants

TYPES = sorted((model for model in get_page_models() if model is not Page), key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.label)
def test_each_change_alone_has_a_line_of_its_own(db, model):
    silent, several = [], []
    for path, before, after in variants(model):
        assert content_digest(before) != content_digest(after), path
        found = compare_contents(model, before, after)
        if not any(is_visible(one.html) for one in found):
            silent.append(path)
        if len({one.label.partition(",")[0].partition(":")[0] for one in found}) > 1:
            several.append((path, [one.label for one in found]))
    assert (silent, several) == ([], [])


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.label)
def test_of_a_page_that_is_new_every_field_has_a_line(db, model):
    """By the name under which the content stores it; what is empty, or «no», has none."""
    content = full_content(model)
    whole = {one.label for one in compare_contents(model, None, content)}
    for name in set(content) - NON_CONTENT_FIELDS:
        if content[name] in (None, False, "", []):
            continue
        without = {
            one.label
            for one in compare_contents(
                model, None, content | {name: None if not isinstance(content[name], list) else []}
            )
        }
        assert without < whole, name
