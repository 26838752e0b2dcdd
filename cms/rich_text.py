"""Links inside rich text, resolved for many texts at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.blocks import StructValue
from wagtail.rich_text import RichText, expand_db_html

BOUNDARY = "<!--|-->"


def expand_together(streams: Iterable[Any]) -> None:
    """Resolve the links to pages and documents in all texts of these streams in a few queries.

    Each text would ask for its own when it is shown. The streams must not be saved afterwards.
    """
    texts = [text for stream in streams for text in _texts(stream) if text.source]
    if not texts:
        return
    expanded = expand_db_html(BOUNDARY.join(text.source for text in texts)).split(BOUNDARY)
    if len(expanded) != len(texts):  # somebody wrote the very boundary: let each ask for itself
        return
    for text, source in zip(texts, expanded, strict=True):
        text.source = source


def _texts(stream: Any) -> Iterator[RichText]:
    for child in stream:
        inside = child.value.values() if isinstance(child.value, StructValue) else [child.value]
        yield from (value for value in inside if isinstance(value, RichText))
