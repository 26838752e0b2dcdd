"""Rich text when it is saved, where a link names its page by number alone, and when it is shown: links are resolved
for many texts at once, and what pasting leaves behind is removed."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from django.utils.html import format_html
from wagtail.admin.rich_text.converters import contentstate
from wagtail.blocks import StructValue
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

from cms.querysets import off_site_above

BOUNDARY = "<!--|-->"  # between the texts that are expanded together
BLANK = r"(?:\s|&nbsp;|\xa0|<br\s*/?>)*"
# Pattern and replacement, applied in this order.
TIDYING = (
    (re.compile(r"<a(?: data-off[^>]*)?>(.*?)</a>", re.S), r"\1"),  # non-greedy: a link cannot contain another
    (re.compile(rf"<(p|li|b|i|h[2-6])(?: [^>]*)?>{BLANK}</\1>"), ""),
    (re.compile(r"(?:&nbsp;|\xa0){2,}"), " "),
    (re.compile(r"(?:<br\s*/?>\s*){3,}"), "<br/><br/>"),
)


class LiveLinkHandler(PageLinkHandler):
    """Mark a link to a page that is off the site with ``data-off``; Wagtail's own handler writes it like any other.

    ``tidy()`` shows such a link as its bare words. A reviewer compares texts before that, and sees where it leads.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = {attrs.get("id", "") for attrs in attrs_list}
        known = Page.objects.annotate(off_above=off_site_above())
        pages = known.in_bulk({int(key) for key in ids if key.isdecimal()})
        by_id = {str(pk): page for pk, page in pages.items()}
        return [cls._opening_tag(by_id.get(attrs.get("id", ""))) for attrs in attrs_list]

    @staticmethod
    def _opening_tag(page: Any) -> str:
        if page is None or not page.url:
            return "<a>"
        mark = "" if page.live and not page.off_above else " data-off"
        return format_html('<a{} href="{}">', mark, page.url)


def tidy(html: str) -> str:
    """Remove links that lead nowhere, empty paragraphs and items, and runs of non-breaking spaces and of breaks."""
    for pattern, replacement in TIDYING:
        html = pattern.sub(replacement, html)
    return html


def expanded_together(streams: Iterable[Any]) -> list[list[Any]]:
    """Return the blocks of each stream, with the links to pages and documents in all their texts resolved.

    That takes a few queries in all, where each text would make its own when it is rendered. The blocks are copies: the
    streams keep what is stored.
    """
    copies = [[copy(child) for child in stream] for stream in streams]
    texts = [text for blocks in copies for text in _own_texts(blocks) if text.source]
    if not texts:
        return copies
    expanded = expand_db_html(BOUNDARY.join(text.source for text in texts)).split(BOUNDARY)
    if len(expanded) == len(texts):  # otherwise a text contains the boundary: each is then resolved on its own
        for text, source in zip(texts, expanded, strict=True):
            text.source = source
    return copies


def _own_texts(blocks: Iterable[Any]) -> Iterator[RichText]:
    """Replace each text in ``blocks``, which are copies, by a copy, and yield that."""
    for child in blocks:
        if isinstance(child.value, RichText):
            child.value = copy(child.value)
            yield child.value
        elif isinstance(child.value, StructValue):
            child.value = copy(child.value)
            for name, value in child.value.items():
                if isinstance(value, RichText):
                    child.value[name] = copy(value)
                    yield child.value[name]


def link_entity(props: dict[str, Any]) -> Any:
    """Convert a link of the editor as Wagtail's ``link_entity()`` does, but keep only the words if its id is no number.

    A hand-made POST may contain any id; it would be looked up wherever the text is shown, and break that page.
    """
    page_id = props.get("id")
    if page_id is not None and not re.fullmatch("[0-9]{1,9}", str(page_id)):
        return props["children"]
    return contentstate.link_entity(props)


def check_links(features: Any) -> None:
    """Convert links by ``link_entity()`` above. For Wagtail's hook ``register_rich_text_features``, after its own."""
    stock = features.converter_rules_by_converter["contentstate"]["link"]
    rule = {**stock, "to_database_format": {"entity_decorators": {"LINK": link_entity}}}
    features.register_converter_rule("contentstate", "link", rule)
