"""What differs between two contents of a page, field by field, as HTML under the fields' labels.

The list of fields comes from what the digest covers, not from the editor: whoever looks sees every field that differs,
those that only the desk may edit included, and a field that is new tomorrow cannot be forgotten.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import formats
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from wagtail.admin.compare import ChildRelationComparison, FieldComparison, TextDiff
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.text import long_date, long_datetime

from .comparison_classes import marked
from .field_changes import tag_fields
from .field_labels import FIELD_LABELS, headings_of, label_of
from .hidden_changes import excerpts, hidden_changes, is_visible
from .normalise import is_same_value, normalised

UNSEEN = "cambia qualcosa che leggendo non si vede"
ORDER = "sort_order"  # of rows below the page, in Wagtail's Orderable


@dataclass(frozen=True)
class Difference:
    """One field, or one field of a row below the page, that differs."""

    label: str
    html: SafeString  # words escaped, <ins class="addition"> and <del class="deletion">


def compare_contents(model: type[Page], before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Difference]:
    """Return the differences between two contents of a page of that type, as revisions store them, in the editor's
    order.

    ``before`` None stands for nothing at all: then everything that ``after`` says is listed, defaults included.
    """
    fields = _changed_fields(model, before, after)
    if not fields:
        return []
    old, new = (as_page(model, before) if before is not None else None), as_page(model, after)
    lines: list[Difference] = []
    for field in fields:
        found = list(_differences(field, old, new))
        if not any(is_visible(one.html) for one in found):  # for instance another file, where both are gone
            values = [json.dumps(content.get(field.name), ensure_ascii=False) for content in (before or {}, after)]
            found.append(Difference(f"{found[0].label}: {UNSEEN}", excerpts(*values)))
        lines += found
    return lines


def as_page(model: type[Page], content: Mapping[str, Any]) -> Page:
    """Return an unsaved page with this content, whether what it names still exists or not."""
    return model.from_serializable_data(content, check_fks=False, strict_fks=False)


def content_of(page: Page) -> dict[str, Any]:
    """Return the content of a page, of its specific type, as its revision would store it."""
    return json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))


def live_content(page: Page) -> dict[str, Any] | None:
    """Return the content that the public sees now, None if the page is not live."""
    return content_of(page.specific) if page.live else None


def _changed_fields(model: type[Page], before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Any]:
    """Return the model's fields and relations whose content differs, those that the editor shows first."""
    old, new = normalised(before) if before is not None else {}, normalised(after)
    order = {name: place for place, name in enumerate(headings_of(model))}
    shown_as = {relation: field.name for relation, field in tag_fields(model).items()}
    changed = [field for field in model._meta.get_fields() if _has_changed(field, old, new, before is None)]
    return sorted(changed, key=lambda field: order.get(shown_as.get(field.name, field.name), len(order)))


def _has_changed(field: Any, old: Mapping[str, Any], new: Mapping[str, Any], is_new: bool) -> bool:
    if field.name not in new or getattr(field, "primary_key", False):
        return False
    before, after = old.get(field.name), new[field.name]
    if _is_blank(before) and (_is_blank(after) or (is_new and _is_unset(field, after))):
        return False
    return not is_same_value(field, before, after)


def _is_blank(value: Any) -> bool:
    return value in (None, "", [], "[]")


def _is_unset(field: Any, value: Any) -> bool:
    """Tell whether a new page has here what every new page has, and no reader sees: «no», or an order of menus."""
    return value is False or (field.name == "menu_order" and value == field.get_default())


def _differences(field: Any, before: Page | None, after: Page) -> Iterator[Difference]:
    model = type(after)
    headings = headings_of(model)
    if tags := tag_fields(model).get(field.name):  # the rows that hold tags: the tags' names say it
        field = tags
    label = label_of(field, headings)
    if isinstance(field, models.ManyToOneRel):
        yield from _rows(label, field, before or model(), after)
    else:
        yield from _field(label, _comparison(field, before, after))


# --- one field


def _comparison(field: Any, before: Any, after: Any) -> Any:
    """Return Wagtail's comparison of a field, of a page or of a row below it. Without ``before`` its value is empty,
    whatever the field's default."""
    comparison = _class_of(field)(field, before or type(after)(), after)
    if before is None and not field.many_to_many and not isinstance(field, StreamField):
        comparison.val_a = None
    return comparison


def _class_of(field: Any) -> type[FieldComparison]:
    """Return the comparison class that the editor's panel of this field would choose."""
    return FieldPanel(field.name).bind_to_model(field.model).get_comparison_class()


def _field(label: str, comparison: Any) -> Iterator[Difference]:
    html = _diff(comparison)
    hidden = hidden_changes(comparison, html)
    if is_visible(html) or not hidden:
        yield Difference(label, html)
    for where, one, other in hidden:
        name = f"{label}, {where}" if where else label
        yield Difference(f"{name}: {UNSEEN}", excerpts(one, other))


def _diff(comparison: Any) -> SafeString:
    """Return the HTML of one field's comparison, with plain values in Italian: Wagtail writes numbers, days and
    booleans as Python does («None2», «True», «2026-11-26»)."""
    if type(comparison) is not FieldComparison:
        return marked(comparison.htmldiff())
    before, after = _in_italian(comparison.val_a), _in_italian(comparison.val_b)
    changes = [] if before == after else [("deletion", before), ("addition", after)]
    shown = [(kind, words) for kind, words in changes if words]
    return marked(TextDiff(shown, " ").to_html() if changes else escape(after))


def _in_italian(value: Any) -> str:
    """Return a value as an Italian reader writes it; moments in the time of Rome."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, datetime):
        return long_datetime(value)
    if isinstance(value, date):
        return long_date(value)
    return formats.time_format(value, "H:i") if isinstance(value, time) else str(value)


# --- rows below the page: offers, gallery, links…


def _rows(label: str, relation: Any, before: Page, after: Page) -> Iterator[Difference]:
    fields = [field for field in relation.related_model._meta.concrete_fields if _is_content(field)]
    comparisons = [lambda one, other, field=field: _comparison(field, one, other) for field in fields]
    children = ChildRelationComparison(relation, comparisons, before, after)
    found = False
    for child in children.get_child_comparisons():
        for difference in _row(label, child):
            found = True
            yield difference
    if not found:
        rows = [" · ".join(_summary(row, fields) for row in value.all()) for value in (children.val_a, children.val_b)]
        yield Difference(f"{label}: cambia l’ordine", excerpts(*rows))


def _is_content(field: Any) -> bool:
    return not field.primary_key and not isinstance(field, ParentalKey) and field.name != ORDER


def _row(label: str, child: Any) -> Iterator[Difference]:
    whole = child.is_addition() or child.is_deletion()
    if not whole and not child.has_changed():
        return
    how = "aggiunta" if child.is_addition() else "tolta" if child.is_deletion() else "cambiata"
    for field in child.get_field_comparisons():
        if whole and field.val_a in (None, "", False):
            continue
        if whole or field.has_changed():
            name = f"{label}, riga {how} ({FIELD_LABELS.get(field.field.name) or capfirst(str(field.field_label()))})"
            for difference in _field(name, field):
                yield Difference(difference.label, _mark_row(child, difference.html))


def _mark_row(child: Any, html: SafeString) -> SafeString:
    """Mark all words of a row that was added or removed."""
    if child.is_addition():
        return format_html('<ins class="addition">{}</ins>', html)
    return format_html('<del class="deletion">{}</del>', html) if child.is_deletion() else html


def _summary(row: Any, fields: list[Any]) -> str:
    """Return the first words of a row, by which a reader knows it again."""
    texts = (_text(field, row) for field in fields)
    return next((text[:40] for text in texts if text.strip()), "—")


def _text(field: Any, row: Any) -> str:
    value = field.value_from_object(row)
    if field.many_to_one and value is not None:
        return str(field.related_model._default_manager.filter(pk=value).first() or f"n. {value}")
    return "" if value is None else str(value)
