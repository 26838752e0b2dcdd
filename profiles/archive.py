"""Context of the directory (/soci/): the filters, which stand in the address, the search, and one page of cards."""

from typing import Any

from django.http import QueryDict

from cms.filters import ActiveFilter, FilterSpec, apply_filters, without
from cms.pagination import paginate
from cms.search.text import query_text

from .querysets import ProfileQuerySet

CARDS = 24
Rows = list[tuple[str, str, int]]


def _professions(profiles: Any) -> Rows:
    return [(row.slug, row.both, row.count) for row in profiles.professions_in_use()]


def _areas(profiles: Any) -> Rows:
    return [(row.slug, row.name, row.count) for row in profiles.areas_in_use()]


def _places(profiles: Any) -> Rows:
    return [(row.slug, row.name, row.count) for row in profiles.places_in_use()]


def _skills(profiles: Any) -> Rows:
    return [(row.slug, row.name, row.count) for row in profiles.skills_in_use()]


FILTERS = (
    FilterSpec("professione", "Professione", "with_profession", _professions),
    FilterSpec("area", "Area", "in_area", _areas, as_list=True),
    FilterSpec("luogo", "Luogo", "in_place", _places, everything="Ovunque"),
    FilterSpec("competenza", "Competenza", "with_skill", _skills),
)


def archive_context(profiles: ProfileQuerySet, query: QueryDict) -> dict[str, Any]:
    """Return the template's context for a query string; what of ``profiles`` the public may see is listed.

    Raises Http404 for a page number past the end. Any other unknown value finds no showcase.
    """
    words = query_text(query, "q")
    matching, filters, active = apply_filters(profiles.visible(), FILTERS, query)
    if words:
        matching = matching.matching(words)
        active.append(ActiveFilter(f"«{words[:60]}»", without(query, "q")))
    ids = list(dict.fromkeys(matching.in_name_order().values_list("pk", flat=True)))
    pagination = paginate(ids, query, profiles.as_cards().in_bulk, CARDS)
    return {
        "pagination": pagination,
        "profiles": pagination.object_list,
        "total": pagination.total,
        "filters": filters,
        "active": active,
        "query": words[:200],
    }
