"""The directory: filters that can be shared as an address, search, one page of cards."""

from typing import Any

from django.http import QueryDict

from cms.filters import Active, Kind, narrowed, without
from cms.pagination import paginate
from cms.search.text import asked

from .models import Area, Place, Profession, ProfilePage, Skill

CARDS = 24


def _kind(name: str, label: str, model: Any, narrow: str, **how: Any) -> Kind:
    def rows(pages: Any) -> list[tuple[str, str, int]]:
        return [(row.slug, _label(row), row.count) for row in pages.counted(model, narrow)]

    return Kind(name, label, narrow, rows, **how)


def _label(row: Any) -> str:
    return row.both if isinstance(row, Profession) else row.name


KINDS = (
    _kind("professione", "Professione", Profession, "with_profession"),
    _kind("area", "Area", Area, "in_area", as_list=True),
    _kind("luogo", "Luogo", Place, "in_place", everything="Ovunque"),
    _kind("competenza", "Competenza", Skill, "with_skill"),
)


def directory(query: QueryDict) -> dict[str, Any]:
    """The template's context. Http404 for a page that is not there; any other value just finds nothing."""
    words = asked(query, "q")
    found, filters, active = narrowed(ProfilePage.objects.visible(), KINDS, query)
    if words:
        found = found.matching(words)
        active.append(Active(f"«{words[:60]}»", without(query, "q")))
    ids = list(dict.fromkeys(found.in_name_order().values_list("pk", flat=True)))
    pagination = paginate(ids, query, cards, CARDS)
    return {
        "pagination": pagination,
        "profiles": pagination.object_list,
        "total": pagination.total,
        "filters": filters,
        "active": active,
        "query": words[:200],
    }


def cards(ids: list[int]) -> dict[int, ProfilePage]:
    return ProfilePage.objects.as_cards().in_bulk(ids)
