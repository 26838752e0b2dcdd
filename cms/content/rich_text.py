"""Rich text on its way to a page: links resolved for many texts at once, and what pasting leaves behind taken away.

Models import it: nothing here may load other models (``rich_text_links`` does).
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from wagtail.blocks import StructValue
from wagtail.rich_text import RichText, expand_db_html

BOUNDARY = "<!--|-->"
NOTHING = r"(?:\s|&nbsp;|\xa0|<br\s*/?>)*"
# What is sought, and what stands in its place; in this order.
TIDIED = (
    (re.compile(r"<a(?: data-off[^>]*)?>(.*?)</a>", re.S), r"\1"),  # links hold no links
    (re.compile(rf"<(p|li|b|i|h[2-6])(?: [^>]*)?>{NOTHING}</\1>"), ""),
    (re.compile(r"(?:&nbsp;|\xa0){2,}"), " "),
    (re.compile(r"(?:<br\s*/?>\s*){3,}"), "<br/><br/>"),
)


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
