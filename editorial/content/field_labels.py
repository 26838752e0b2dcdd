"""The labels of a page's fields, as people who write no code know them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page

# Labels of Wagtail's own fields, in words that a volunteer uses.
FIELD_LABELS = {
    "slug": "Indirizzo della pagina",
    "seo_title": "Titolo per i motori di ricerca",
    "search_description": "Descrizione per i motori di ricerca",
    "show_in_menus": "Nei menu",
    "go_live_at": "Quando va sul sito",
    "expire_at": "Quando scade",
    "known_as": "Nome che resta scritto qui",
}


def headings_of(model: type[Page]) -> dict[str, str]:
    """Return the editor's label of each field by name, in its order. Rows below a page have one only there."""
    return dict(_headings(model.get_edit_handler())) | FIELD_LABELS


def _headings(panel: Any) -> Iterator[tuple[str, str]]:
    if isinstance(panel, FieldPanel):
        yield panel.field_name, str(panel.heading)
    elif isinstance(panel, InlinePanel):
        yield panel.relation_name, str(panel.heading)
        return
    for child in getattr(panel, "children", ()):
        yield from _headings(child)


def label_of(field: Any, headings: Mapping[str, str]) -> str:
    """Return the field's label: the one in ``headings``, else its or its rows' verbose name."""
    own = headings.get(field.name) or getattr(field, "verbose_name", "") or field.related_model._meta.verbose_name
    return capfirst(str(own))
