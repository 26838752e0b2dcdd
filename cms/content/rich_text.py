"""Rich text when it is shown: links are resolved for many texts at once, and what pasting leaves behind is removed.

Models import it: nothing here may load other models (``rich_text_links`` does).
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from wagtail.blocks import StructValue
from wagtail.rich_text import RichText, expand_db_html

BOUNDARY = "<!--|-->"  # between the texts that are expanded together
BLANK = r"(?:\s|&nbsp;|\xa0|<br\s*/?>)*"
# Pattern and replacement, applied in this order.
TIDYING = (
    (re.compile(r"<a(?: data-off[^>]*)?>(.*?)</a>", re.S), r"\1"),  # non-greedy: a link cannot contain another
    (re.compile(rf"<(p|li|b|i|h[2-6])(?: [^>]*)?>{BLANK}</\1>"), ""),
    (re.compile(r"(?:&nbsp;|\xa0){2,}"), " "),
    (re.compile(r"(?:<br\s*/?>\s*){3,}"), "<br/><br/>"),
)


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
