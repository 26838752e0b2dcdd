"""What differs between two texts of a page, field by field, under the fields' Italian names."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
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
from wagtail.admin.panels import TabbedInterface
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.rich_text import expand_db_html
from wagtail.utils.text import text_from_html

from cms.text import long_date, long_datetime

from .labels import PLAIN_NAMES, headings_of, label_of
from .rule import text_of

if TYPE_CHECKING:
    from .approvals import Reading

# The editor numbers the paragraphs of a rich text when it first opens it: no change that anybody can read.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
# The same inside a JSON text, and inside a stream's, which is a JSON text within it.
BLOCK_KEY_IN_JSON = re.compile(r' data-block-key=\\+"[^"\\]*\\+"')


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
    """Rich text in a stream; editorial.bends gives it to the block."""

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


def between(before: Page, after: Page, request: HttpRequest) -> list[Difference]:
    panel = after.get_edit_handler().get_bound_panel(instance=after, request=request, form=None)
    compared = [comparison(before, after) for comparison in panel.get_comparison()]
    return [difference for one in compared if differs(one) for difference in _differences(one)]


def fields_between(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the fields in which two contents of a page of that type differ, in the order of the model.

    Asks the database nothing, and stands what a content names and is gone. What only one of the two knows is left out:
    a field that the code got, or lost, in between.
    """
    different = _different(model, before, after)
    headings = headings_of(model) if different else {}
    return [label_of(field, headings) for field in different]


def different_names(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """As fields_between, by the names that the code knows."""
    return [field.name for field in _different(model, before, after)]


def _different(model: type[Page], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
    old, new = readable(before), readable(after)
    fields = (field for field in model._meta.get_fields() if field.name in old and field.name in new)
    return [field for field in fields if not _same(field, old[field.name], new[field.name])]


@dataclass(frozen=True)
class EditableField:
    label: str
    anchor: str  # of its section in the editor


def editable_fields(model: type[Page]) -> dict[str, EditableField]:
    """What the editor shows to whoever may write such a page, in its order; not what is for staff alone."""
    handler = model.get_edit_handler()
    headings = headings_of(model)
    return {
        name: EditableField(label_of(model._meta.get_field(name), headings), anchor)
        for section, anchor in _sections(handler, "panel")
        for name in _named(section)
    }


def _sections(panel: Any, prefix: str) -> Iterator[tuple[Any, str]]:
    """What stands directly in a tab, with the id that wagtailadmin/panels/object_list.html gives it."""
    children = zip(panel.children, panel.child_identifiers, strict=True)
    if isinstance(panel, TabbedInterface):
        for tab, identifier in children:
            yield from _sections(tab, f"{prefix}-child-{identifier}")
        return
    for child, identifier in children:
        yield child, f"{prefix}-{identifier}-section"


def _named(panel: Any) -> Iterator[str]:
    if getattr(panel, "permission", None):
        return
    name = getattr(panel, "relation_name", "") or getattr(panel, "field_name", "")
    if name:
        yield name
        return
    for child in getattr(panel, "children", ()):
        yield from _named(child)


def readable(content: Mapping[str, Any]) -> dict[str, Any]:
    """The text as JSON gives it back, streams read: PostgreSQL keeps the keys of a block in an order of its own. Rows
    below a page carry their order in a field, where it matters."""
    text = json.loads(BLOCK_KEY_IN_JSON.sub("", json.dumps(text_of(content), cls=DjangoJSONEncoder)))
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


def differs(one: Any) -> bool:
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
    label = PLAIN_NAMES.get(one.field.name) or capfirst(str(one.field_label()))
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


def preview_of(revision: Revision, request: HttpRequest, **attributes: Any) -> HttpResponse:
    """The page as it would be. Stock RevisionsView is for who has some page permission. ``attributes`` are put on
    the request that the page is shown to."""
    response = revision.as_object().make_preview_request(request, extra_request_attrs=attributes)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # the rerun of the middleware sets DENY
    return response


def live_text(page: Page) -> Page:
    """The page as it is on the site; an empty one of its type when it is not."""
    specific = page.specific
    return specific if specific.live else type(specific)()


def for_reviewer(reading: "Reading", request: HttpRequest) -> list[Difference]:
    """From what the public sees now to what is asked for."""
    return between(live_text(reading.page), reading.revision.as_object(), request)


def for_author(page: Page, revision: Revision, user: Any, request: HttpRequest) -> list[Difference]:
    """From the author's own last text to the desk's. Nothing while it is their own."""
    own = page.revisions.filter(user=user).order_by("created_at", "pk").last()
    if own == revision:
        return []
    before = own.as_object() if own else live_text(page)
    return between(before, revision.as_object(), request)
