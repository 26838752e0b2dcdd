"""Blocks that only the showcase uses."""

from wagtail import blocks


class ShortTextsBlock(blocks.StreamBlock):
    """Up to six short texts in the author's order, stored in the page's own row, so that they cost no query."""

    text = blocks.CharBlock(label="Cosa", max_length=140)

    class Meta:
        max_num = 6
