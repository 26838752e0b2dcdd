"""How single fields and blocks are compared: Wagtail's comparison classes where they miss what people agree to."""

import re
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from taggit.managers import TaggableManager
from wagtail.admin.compare import (
    RichTextBlockComparison,
    RichTextFieldComparison,
    StreamFieldComparison,
    TagsFieldComparison,
    diff_text,
    register_comparison_class,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import expand_db_html
from wagtail.utils.text import text_from_html

from .html import parsed

# The editor numbers the paragraphs of a rich text when it first opens it, which changes nothing that people read.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


class TagComparison(TagsFieldComparison):
    """Compares tags by name in any order: Wagtail shows slugs, takes another order for a change, and fails where a tag
    is gone."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        self.field = field
        self.val_a, self.val_b = self._tags_of(obj_a), self._tags_of(obj_b)

    def _tags_of(self, page: Any) -> list[Any]:
        relation = self.field.through._meta.get_field("content_object").remote_field
        numbers = [row.tag_id for row in getattr(page, relation.get_accessor_name()).all()]
        tags = self.field.through.tag_model()._default_manager.in_bulk(numbers)
        return [tags.get(number, f"n. {number}") for number in numbers]

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
    known_links = {_link(tag) for tag in parsed(known).find_all("a")}
    soup = parsed(html)
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
