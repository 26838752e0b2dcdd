"""The fields of a page that its editor shows, and where it shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.admin.panels import TabbedInterface
from wagtail.models import Page

from .field_labels import headings_of, label_of


@dataclass(frozen=True)
class EditableField:
    """A field as the editor shows it."""

    label: str
    anchor: str  # id of its section in the editor


def editable_fields(model: type[Page]) -> dict[str, EditableField]:
    """Return the fields that the editor shows to anybody who may write such a page, by name and in its order; those
    for the staff alone are left out."""
    handler = model.get_edit_handler()
    headings = headings_of(model)
    return {
        name: EditableField(label_of(model._meta.get_field(name), headings), anchor)
        for section, anchor in _sections(handler, "panel")
        for name in _field_names(section)
    }


def _sections(panel: Any, prefix: str) -> Iterator[tuple[Any, str]]:
    """Yield the panels directly in a tab, with the id that wagtailadmin/panels/object_list.html gives each."""
    children = zip(panel.children, panel.child_identifiers, strict=True)
    if isinstance(panel, TabbedInterface):
        for tab, identifier in children:
            yield from _sections(tab, f"{prefix}-child-{identifier}")
        return
    for child, identifier in children:
        yield child, f"{prefix}-{identifier}-section"


def _field_names(panel: Any) -> Iterator[str]:
    if getattr(panel, "permission", None):
        return
    name = getattr(panel, "relation_name", "") or getattr(panel, "field_name", "")
    if name:
        yield name
        return
    for child in getattr(panel, "children", ()):
        yield from _field_names(child)
