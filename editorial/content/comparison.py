"""What differs between two texts of a page, field by field, under the fields' Italian names."""

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

from .field_labels import FIELD_LABELS

# The editor numbers the paragraphs of a rich text when it first opens it: no change that anybody can read.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


class TagComparison(TagsFieldComparison):
    """By name and whatever the order: stock shows slugs, and takes another order for a change."""

    def get_items(self) -> tuple[list[Any], list[Any]]:
        before, after = super().get_items()
        return sorted(before, key=str), sorted(after, key=str)

    def get_item_display(self, tag: Any) -> str:
        return str(tag)


class StreamComparison(StreamFieldComparison):
    def has_changed(self) -> bool:
        before, after = (BLOCK_KEY.sub("", str(value.get_prep_value())) for value in (self.val_a, self.val_b))
        return before != after


def words_and_addresses(html: str, known: str = "") -> str:
    """The text, and behind each link that the HTML ``known`` lacks where it leads: who says yes to a text says yes to
    its links, and stock compares their words alone."""
    other = {_link(tag) for tag in BeautifulSoup(known, "html.parser").find_all("a")}
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all("a"):
        if _link(tag) not in other:
            tag.append(f" [{tag.get('href') or 'nessun indirizzo'}]")
    return text_from_html(str(soup))


def _link(tag: Any) -> tuple[str, str]:
    return tag.get_text(), tag.get("href") or ""


class RichTextComparison(RichTextFieldComparison):
    def htmldiff(self) -> SafeString:
        before, after = expand_db_html(self.val_a or ""), expand_db_html(self.val_b or "")
        return diff_text(words_and_addresses(before, after), words_and_addresses(after, before)).to_html()


class LinkedTextComparison(RichTextBlockComparison):
    """Rich text in a stream; editorial.admin.upstream_patches gives it to the block."""

    def htmlvalue(self, value: Any) -> str:
        return escape(words_and_addresses(self.block.render_basic(value)))

    def htmldiff(self) -> SafeString:
        before, after = self.block.render_basic(self.val_a), self.block.render_basic(self.val_b)
        return diff_text(words_and_addresses(before, after), words_and_addresses(after, before)).to_html()


register_comparison_class(TaggableManager, comparison_class=TagComparison)
register_comparison_class(StreamField, comparison_class=StreamComparison)
register_comparison_class(RichTextField, comparison_class=RichTextComparison)

# As stock's TextDiff writes them: the words inside are escaped.
MARKED = re.compile(r'<span class="(addition|deletion)">(.*?)</span>', re.S)
ELEMENTS = {"addition": "ins", "deletion": "del"}


def marked(html: str) -> SafeString:
    """With ``ins`` and ``del``, which a screen reader tells, for stock's spans."""

    def element(found: re.Match[str]) -> str:
        kind, words = found.groups()
        return f'<{ELEMENTS[kind]} class="{kind}">{words}</{ELEMENTS[kind]}>'

    # What a comparison gives as plain text is words, and stays words.
    return mark_safe(MARKED.sub(element, conditional_escape(html)))  # noqa: S308 - stock's own markup, renamed


@dataclass(frozen=True)
class Difference:
    label: str
    html: SafeString  # Wagtail's comparison: words escaped, <ins class="addition"> and <del class="deletion">


def compare_pages(before: Page, after: Page, request: HttpRequest) -> list[Difference]:
    panel = after.get_edit_handler().get_bound_panel(instance=after, request=request, form=None)
    compared = [comparison(before, after) for comparison in panel.get_comparison()]
    return [difference for one in compared if has_difference(one) for difference in _differences(one)]


def has_difference(one: Any) -> bool:
    """As stock says, but for streams: PostgreSQL keeps the keys of a block in an order of its own, and stock takes
    the same words in another order of keys for another text."""
    if not one.has_changed():
        return False
    if one.is_field and isinstance(one.val_a, StreamValue) and isinstance(one.val_b, StreamValue):
        return _canonical(one.val_a) != _canonical(one.val_b)
    return True


def _canonical(value: StreamValue) -> str:
    return json.dumps(value.get_prep_value(), sort_keys=True, cls=DjangoJSONEncoder)


def _differences(one: Any) -> Iterator[Difference]:
    label = FIELD_LABELS.get(one.field.name) or capfirst(str(one.field_label()))
    if one.is_field:
        yield Difference(label, _diff(one))
        return
    for child in one.get_child_comparisons():  # rows below the page: offers, gallery, links…
        if not child.has_changed() and not child.is_addition() and not child.is_deletion():
            continue
        how = "aggiunta" if child.is_addition() else "tolta" if child.is_deletion() else "cambiata"
        for field in child.get_field_comparisons():
            if field.has_changed() or ((child.is_addition() or child.is_deletion()) and not _is_empty(field)):
                name = f"{label}, riga {how} ({capfirst(str(field.field_label()))})"
                yield Difference(name, _whole(child, _diff(field)))


def _is_empty(one: Any) -> bool:
    return one.val_a in (None, "") and one.val_b in (None, "")


def _diff(one: Any) -> SafeString:
    """Stock writes numbers, days and choices of yes or no as Python does: «None2», «True», «2026-11-26»."""
    if type(one) is not FieldComparison:
        return marked(one.htmldiff())
    before, after = _said(one.val_a), _said(one.val_b)
    changes = [] if before == after else [("deletion", before), ("addition", after)]
    return marked(TextDiff([one for one in changes if one[1]], " ").to_html() if changes else escape(after))


def _said(value: Any) -> str:
    """As a reader says it; times in Rome."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, datetime):
        return long_datetime(value)
    if isinstance(value, date):
        return long_date(value)
    return formats.time_format(value, "H:i") if isinstance(value, time) else str(value)


def _whole(child: Any, html: SafeString) -> SafeString:
    """A row that is new, or gone, is so in all its words."""
    if child.is_addition():
        return format_html('<ins class="addition">{}</ins>', html)
    return format_html('<del class="deletion">{}</del>', html) if child.is_deletion() else html


def live_text(page: Page) -> Page:
    """The page as it is on the site; an empty one of its type when it is not."""
    specific = page.specific
    return specific if specific.live else type(specific)()


def compare_with_live(page: Page, revision: Revision, request: HttpRequest) -> list[Difference]:
    """Return what a reviewer judges: from what the public sees now to what is asked for."""
    return compare_pages(live_text(page), revision.as_object(), request)


def compare_with_own_text(page: Page, revision: Revision, user: Any, request: HttpRequest) -> list[Difference]:
    """Return what others changed since the last text that ``user`` wrote; [] while the revision is their own."""
    own = page.revisions.filter(user=user).order_by("created_at", "pk").last()
    if own == revision:
        return []
    before = own.as_object() if own else live_text(page)
    return compare_pages(before, revision.as_object(), request)
