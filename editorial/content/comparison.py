"""What differs between two contents of a page, field by field, as HTML under the fields' labels."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bs4 import BeautifulSoup
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils import formats
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from taggit.managers import TaggableManager
from wagtail.admin.compare import (
    FieldComparison,
    RichTextBlockComparison,
    RichTextFieldComparison,
    StreamFieldComparison,
    TagsFieldComparison,
    TextDiff,
    diff_text,
    register_comparison_class,
)
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.rich_text import expand_db_html
from wagtail.utils.text import text_from_html

from cms.text import long_date, long_datetime
from cms.users.models import User

from .field_labels import FIELD_LABELS

# The editor numbers the paragraphs of a rich text when it first opens it, which changes nothing that people read.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


class TagComparison(TagsFieldComparison):
    """Compares tags by name in any order: Wagtail shows slugs, and takes another order for a change."""

    def get_items(self) -> tuple[list[Any], list[Any]]:
        before, after = super().get_items()
        return sorted(before, key=str), sorted(after, key=str)

    def get_item_display(self, tag: Any) -> str:
        return str(tag)


class StreamComparison(StreamFieldComparison):
    """Compares streams without the numbers that the editor gives to paragraphs."""

    def has_changed(self) -> bool:
        before, after = (BLOCK_KEY.sub("", str(value.get_prep_value())) for value in (self.val_a, self.val_b))
        return before != after


def words_and_addresses(html: str, known: str = "") -> str:
    """Return the HTML's text, with the address behind each link that the HTML ``known`` lacks.

    Whoever says yes to a text says yes to its links, of which Wagtail compares the words alone.
    """
    known_links = {_link(tag) for tag in BeautifulSoup(known, "html.parser").find_all("a")}
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all("a"):
        if _link(tag) not in known_links:
            tag.append(f" [{tag.get('href') or 'nessun indirizzo'}]")
    return text_from_html(str(soup))


def _link(tag: Any) -> tuple[str, str]:
    return tag.get_text(), tag.get("href") or ""


class RichTextComparison(RichTextFieldComparison):
    """Compares the text of a rich text field together with the addresses of its links."""

    def htmldiff(self) -> SafeString:
        before, after = expand_db_html(self.val_a or ""), expand_db_html(self.val_b or "")
        return diff_text(words_and_addresses(before, after), words_and_addresses(after, before)).to_html()


class LinkedTextComparison(RichTextBlockComparison):
    """Compares a rich text block as RichTextComparison a field; editorial.admin.upstream_patches sets it."""

    def htmlvalue(self, value: Any) -> str:
        return escape(words_and_addresses(self.block.render_basic(value)))

    def htmldiff(self) -> SafeString:
        before, after = self.block.render_basic(self.val_a), self.block.render_basic(self.val_b)
        return diff_text(words_and_addresses(before, after), words_and_addresses(after, before)).to_html()


register_comparison_class(TaggableManager, comparison_class=TagComparison)
register_comparison_class(StreamField, comparison_class=StreamComparison)
register_comparison_class(RichTextField, comparison_class=RichTextComparison)

# The markup of Wagtail's TextDiff, in which words are escaped.
MARKED = re.compile(r'<span class="(addition|deletion)">(.*?)</span>', re.S)
ELEMENTS = {"addition": "ins", "deletion": "del"}


def marked(html: str) -> SafeString:
    """Return a comparison's HTML with ``ins`` and ``del``, which screen readers announce, for Wagtail's spans."""

    def element(span: re.Match[str]) -> str:
        kind, words = span.groups()
        return f'<{ELEMENTS[kind]} class="{kind}">{words}</{ELEMENTS[kind]}>'

    # A comparison that gives plain text, not safe HTML, is escaped first.
    return mark_safe(MARKED.sub(element, conditional_escape(html)))  # noqa: S308 - Wagtail's own markup, renamed


@dataclass(frozen=True)
class Difference:
    """One field, or one field of a row below the page, that differs."""

    label: str
    html: SafeString  # Wagtail's comparison: words escaped, <ins class="addition"> and <del class="deletion">


def compare_pages(before: Page, after: Page, request: HttpRequest) -> list[Difference]:
    """Return the differences between two instances of one page type, in the editor's order."""
    panel = after.get_edit_handler().get_bound_panel(instance=after, request=request, form=None)
    comparisons = [comparison(before, after) for comparison in panel.get_comparison()]
    changed = [comparison for comparison in comparisons if has_difference(comparison)]
    return [difference for comparison in changed for difference in _differences(comparison)]


def has_difference(comparison: Any) -> bool:
    """Tell whether Wagtail's comparison finds a change that is one: PostgreSQL keeps the keys of a block in an order of
    its own, and Wagtail takes another order of keys for another text."""
    if not comparison.has_changed():
        return False
    if comparison.is_field and isinstance(comparison.val_a, StreamValue) and isinstance(comparison.val_b, StreamValue):
        return _canonical(comparison.val_a) != _canonical(comparison.val_b)
    return True


def _canonical(value: StreamValue) -> str:
    return json.dumps(value.get_prep_value(), sort_keys=True, cls=DjangoJSONEncoder)


def _differences(comparison: Any) -> Iterator[Difference]:
    label = FIELD_LABELS.get(comparison.field.name) or capfirst(str(comparison.field_label()))
    if comparison.is_field:
        yield Difference(label, _diff(comparison))
        return
    for child in comparison.get_child_comparisons():  # rows below the page: offers, gallery, links…
        if not child.has_changed() and not child.is_addition() and not child.is_deletion():
            continue
        how = "aggiunta" if child.is_addition() else "tolta" if child.is_deletion() else "cambiata"
        for field in child.get_field_comparisons():
            if field.has_changed() or ((child.is_addition() or child.is_deletion()) and not _is_empty(field)):
                name = f"{label}, riga {how} ({capfirst(str(field.field_label()))})"
                yield Difference(name, _mark_row(child, _diff(field)))


def _is_empty(comparison: Any) -> bool:
    return comparison.val_a in (None, "") and comparison.val_b in (None, "")


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


def _mark_row(child: Any, html: SafeString) -> SafeString:
    """Mark all words of a row that was added or removed."""
    if child.is_addition():
        return format_html('<ins class="addition">{}</ins>', html)
    return format_html('<del class="deletion">{}</del>', html) if child.is_deletion() else html


def live_text(page: Page) -> Page:
    """Return the page as it is on the site, an empty one of its type if it is not live."""
    specific = page.specific
    return specific if specific.live else type(specific)()


def compare_with_live(page: Page, revision: Revision, request: HttpRequest) -> list[Difference]:
    """Return what a reviewer judges: the differences from what the public sees now to this revision."""
    return compare_pages(live_text(page), revision.as_object(), request)


def compare_with_own_text(page: Page, revision: Revision, user: User, request: HttpRequest) -> list[Difference]:
    """Return what others changed since the last text that ``user`` wrote; [] while the revision is their own."""
    own = page.revisions.filter(user=user).order_by("created_at", "pk").last()
    if own == revision:
        return []
    before = own.as_object() if own else live_text(page)
    return compare_pages(before, revision.as_object(), request)
