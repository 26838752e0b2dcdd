"""What the admin's scripts write into a form and no person types: numbers, counters, the JSON of rich text.

Wagtail takes its shape for granted and answers 500 to any other. Each kind is read in one place of Wagtail's, whatever
the form is: there it is refused with BadRequest (400).
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.forms import ModelMultipleChoiceField
from modelcluster.forms import BaseTransientModelFormSet
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock

from cms.content.content_state import WHOLE, check_content_state, is_whole
from cms.text import xml_text


def whole_number(text: Any) -> int:
    """Return the number that a script wrote. Raises BadRequest for what is none, or fits no column."""
    if not is_whole(str(text)):
        raise BadRequest("A number is none.")
    return int(text)


def install() -> None:
    """Patch the ``value_from_datadict()`` of streams and lists, of every chooser and of rich text; and the rows."""
    streams, lists = BaseStreamBlock.value_from_datadict, ListBlock.value_from_datadict
    choosers, rich_texts = BaseChooser.value_from_datadict, DraftailRichTextArea.value_from_datadict

    def stream(self: BaseStreamBlock, data: Mapping[str, Any], files: Any, prefix: str) -> Any:
        check_places(data, prefix)
        return streams(self, data, files, prefix)

    def items(self: ListBlock, data: Mapping[str, Any], files: Any, prefix: str) -> Any:
        check_places(data, prefix)
        return lists(self, data, files, prefix)

    def chosen(self: BaseChooser, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = choosers(self, data, files, name)
        if value is not None:
            whole_number(value)
        return value

    def rich_text(self: DraftailRichTextArea, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        if data.get(name) is not None:
            check_content_state(data[name])
        html = rich_texts(self, data, files, name)
        return html and xml_text(html)  # taken out of the JSON, half an emoji would move what is bold

    BaseStreamBlock.value_from_datadict = stream
    ListBlock.value_from_datadict = items
    BaseChooser.value_from_datadict = chosen
    DraftailRichTextArea.value_from_datadict = rich_text
    _install_rows()


def _install_rows() -> None:
    """Patch the numbers of the rows below a page, and of what is ticked in a list."""
    rows = BaseTransientModelFormSet._construct_form
    many = ModelMultipleChoiceField._check_values  # type: ignore[attr-defined]

    def row(self: BaseTransientModelFormSet, i: int, **kwargs: Any) -> Any:
        if number := self.data.get(f"{self.add_prefix(i)}-{self.model._meta.pk.name}"):
            whole_number(number)
        return rows(self, i, **kwargs)

    def several(self: Any, value: Any) -> Any:
        for one in value:
            if len(str(one)) > WHOLE:  # Django asks the database, which knows no such number
                invalid = self.error_messages["invalid_choice"]
                raise ValidationError(invalid, code="invalid_choice", params={"value": one})
        return many(self, value)

    BaseTransientModelFormSet._construct_form = row
    ModelMultipleChoiceField._check_values = several  # type: ignore[attr-defined]


def check_places(data: Mapping[str, Any], prefix: str) -> None:
    """Raise BadRequest unless the blocks of a stream or a list are counted, and each that is kept has a place of its
    own: Wagtail sorts by place, then compares the blocks themselves."""
    kept = [n for n in range(whole_number(data[f"{prefix}-count"])) if not data[f"{prefix}-{n}-deleted"]]
    if len({whole_number(data[f"{prefix}-{n}-order"]) for n in kept}) < len(kept):
        raise BadRequest("Two blocks have the same place.")
