"""Rich text on its way in, where links lead to pages by their number alone, and on its way to a page: links resolved
for many texts at once, and what pasting leaves behind taken away."""

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

BOUNDARY = "<!--|-->"
NOTHING = r"(?:\s|&nbsp;|\xa0|<br\s*/?>)*"
# What is sought, and what stands in its place; in this order.
TIDIED = (
    (re.compile(r"<a(?: data-off[^>]*)?>(.*?)</a>", re.S), r"\1"),  # links hold no links
    (re.compile(rf"<(p|li|b|i|h[2-6])(?: [^>]*)?>{NOTHING}</\1>"), ""),
    (re.compile(r"(?:&nbsp;|\xa0){2,}"), " "),
    (re.compile(r"(?:<br\s*/?>\s*){3,}"), "<br/><br/>"),
)


class LiveLinkHandler(PageLinkHandler):
    """A link to a page that a visitor cannot reach now is marked, and shown as the bare words by ``tidy``; the desk,
    which compares texts before that, sees where it leads. Stock's writes it like any other."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = {attrs.get("id", "") for attrs in attrs_list}
        known = Page.objects.annotate(off_above=off_site_above())
        pages = known.in_bulk({int(key) for key in ids if key.isdecimal()})
        found = {str(pk): page for pk, page in pages.items()}
        return [cls._opening(found.get(attrs.get("id", ""))) for attrs in attrs_list]

    @staticmethod
    def _opening(page: Any) -> str:
        if page is None or not page.url:
            return "<a>"
        mark = "" if page.live and not page.off_above else " data-off"
        return format_html('<a{} href="{}">', mark, page.url)


def tidy(html: str) -> str:
    """Without links that lead nowhere, empty paragraphs and items, rows of hard spaces and of breaks."""
    for sought, instead in TIDIED:
        html = sought.sub(instead, html)
    return html


def expanded_together(streams: Iterable[Any]) -> list[list[Any]]:
    """The blocks of these streams, with the links to pages and documents in all their texts resolved in a few queries.

    Each text would ask for its own when it is shown. The blocks are copies: the streams keep what is stored.
    """
    copies = [[copy(child) for child in stream] for stream in streams]
    texts = [text for blocks in copies for text in _own_texts(blocks) if text.source]
    if not texts:
        return copies
    expanded = expand_db_html(BOUNDARY.join(text.source for text in texts)).split(BOUNDARY)
    if len(expanded) == len(texts):  # else somebody wrote the very boundary: let each ask for itself
        for text, source in zip(texts, expanded, strict=True):
            text.source = source
    return copies


def _own_texts(blocks: Iterable[Any]) -> Iterator[RichText]:
    """Of blocks that are copies: each text, a copy too."""
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
    """Stock's, from the editor's own state. A page is named by its number: what else a hand-made POST puts there would
    be looked up wherever the text is shown, and break the page; of that link the words stay."""
    named = props.get("id")
    if named is not None and not re.fullmatch("[0-9]{1,9}", str(named)):
        return props["children"]
    return contentstate.link_entity(props)


def check_links(features: Any) -> None:
    """For Wagtail's hook ``register_rich_text_features``, after its own."""
    stock = features.converter_rules_by_converter["contentstate"]["link"]
    rule = {**stock, "to_database_format": {"entity_decorators": {"LINK": link_entity}}}
    features.register_converter_rule("contentstate", "link", rule)
