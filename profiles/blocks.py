"""Blocks of the showcase alone."""

from wagtail import blocks


class ShortTextsBlock(blocks.StreamBlock):
    """A few short texts in the order their author gives them. In the page's own row: they cost no query."""

    text = blocks.CharBlock(label="Cosa", max_length=140)

    class Meta:
        max_num = 6
