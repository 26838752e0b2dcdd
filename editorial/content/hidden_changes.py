"""Changes that a comparison of words does not show: bold, another file of the same name, a letter without shape.

Whoever says yes says it to these, too: what no mark shows is written out as it is stored.
"""

from collections.abc import Iterator
from os.path import commonprefix
from typing import Any

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.compare import (
    BaseSequenceBlockComparison,
    BlockComparison,
    StreamBlockComparison,
    StreamFieldComparison,
    StructBlockComparison,
    get_comparison_class_for_block,
)
from wagtail.rich_text import RichText

from .comparison_classes import BLOCK_KEY
from .html import parsed

CONTEXT = 30  # characters shown on each side of a change

HiddenChange = tuple[str, str, str]  # where, before, after


def is_visible(html: str) -> bool:
    """Tell whether a comparison's HTML marks something that has a shape: a letter, a sign, a picture."""
    soup = parsed(html)
    if soup.find(class_=["picture-before", "picture-after"]):  # templates/wagtailimages/widgets/compare.html
        return True
    marks = soup.find_all(class_=["addition", "deletion"])
    return any(has_shape(mark.get_text()) or mark.find("img") for mark in marks)


def has_shape(text: str) -> bool:
    return any(character.isprintable() and not character.isspace() for character in text)


def hidden_changes(comparison: Any, html: str) -> list[HiddenChange]:
    """Return what differs in a field without being marked in ``html``, its comparison; of a stream block by block."""
    if isinstance(comparison, StreamFieldComparison):
        block = StreamBlockComparison(comparison.field.stream_block, True, True, comparison.val_a, comparison.val_b)
        return list(_hidden_in(block, ""))
    before, after = as_stored(comparison.val_a), as_stored(comparison.val_b)
    return [] if before == after or is_visible(html) else [("", before, after)]


def _hidden_in(comparison: BlockComparison, where: str) -> Iterator[HiddenChange]:
    if isinstance(comparison, BaseSequenceBlockComparison):
        yield from _hidden_in_sequence(comparison, where)
    elif isinstance(comparison, StructBlockComparison):
        for name, block in comparison.block.child_blocks.items():
            pair = comparison.val_a[name], comparison.val_b[name]
            part = get_comparison_class_for_block(block)(block, True, True, *pair)
            yield from _hidden_in(part, f"{where}, {block.label}".removeprefix(", "))
    else:
        before, after = (as_stored(value, comparison.block) for value in (comparison.val_a, comparison.val_b))
        if before != after and not is_visible(comparison.htmldiff()):
            yield where, before, after


def _hidden_in_sequence(comparison: BaseSequenceBlockComparison, where: str) -> Iterator[HiddenChange]:
    children = [child for child in comparison.get_block_comparisons() if not child.is_new() and not child.is_deleted()]
    for child in children:
        yield from _hidden_in(child, f"{where}, {child.block.label}".removeprefix(", "))
    before, after = (
        [child.id for child in comparison.get_blocks_from_value(value)]
        for value in (comparison.val_a, comparison.val_b)
    )
    kept = [number for number in before if number in after]
    if kept != [number for number in after if number in before]:
        outlines = _outline(comparison, comparison.val_a), _outline(comparison, comparison.val_b)
        yield f"{where}, ordine".removeprefix(", "), *outlines


def _outline(comparison: BaseSequenceBlockComparison, value: Any) -> str:
    """Return the first words of each block of a sequence, by which a reader knows it again."""
    blocks = comparison.get_blocks_from_value(value)
    texts = (parsed(child.block.render_basic(child.value)).get_text().strip() for child in blocks)
    return " · ".join(text[:40] or child.block.label for text, child in zip(texts, blocks, strict=True))


def as_stored(value: Any, block: Any = None) -> str:
    """Return a value as the database holds it, with the name of what it points to; what has no shape is spelled."""
    if isinstance(value, models.Model):
        text = f"{value} ({value._meta.verbose_name} n. {value.pk})"
    elif isinstance(value, models.Manager | list | tuple):
        text = ", ".join(
            sorted(as_stored(item) for item in (value.all() if isinstance(value, models.Manager) else value))
        )
    elif isinstance(value, RichText):
        text = value.source
    else:
        text = str("" if value is None else block.get_prep_value(value) if block else value)
    return "".join(_spelled(character) for character in BLOCK_KEY.sub("", text))


def _spelled(character: str) -> str:
    return character if character.isprintable() or character == "\n" else f"[U+{ord(character):04X}]"


def excerpts(before: str, after: str) -> SafeString:
    """Return where two texts part and meet again, as HTML, with a few words around."""
    start = len(commonprefix([before, after]))
    end = len(commonprefix([before[start:][::-1], after[start:][::-1]]))
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    head, tail = before[max(start - CONTEXT, 0) : start], before[len(before) - end :][:CONTEXT]
    return format_html(
        "{}{}{}{}",
        head,
        format_html('<del class="deletion">{}</del>', _seen(old)) if old else "",
        format_html('<ins class="addition">{}</ins>', _seen(new)) if new else "",
        tail,
    )


def _seen(text: str) -> str:
    """Return the text whole; where it has no shape, with signs for its spaces and line breaks."""
    return text if has_shape(text) else text.replace(" ", "␣").replace("\n", "¶")
