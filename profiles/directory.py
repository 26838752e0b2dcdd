"""The directory: filters that can be shared as an address, search, one page of cards."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from cms.pagination import PARAMETER, paginate

from .models import Area, Place, Profession, ProfilePage, Skill

CARDS = 24


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    options: list[Option]
    chosen: str


@dataclass(frozen=True)
class Active:
    label: str
    remove_url: str


# name in the address, label, model, how the queryset narrows
FILTERS = (
    ("professione", "Professione", Profession, "with_profession"),
    ("area", "Area", Area, "in_area"),
    ("luogo", "Luogo", Place, "in_place"),
    ("competenza", "Competenza", Skill, "with_skill"),
)


def directory(query: QueryDict) -> dict[str, Any]:
    """The template's context. Http404 for a page that is not there; any other value just finds nothing."""
    words = query.get("q", "").strip()
    visible = found = ProfilePage.objects.visible()
    filters, active = [], []
    for name, label, model, narrow in FILTERS:
        chosen = query.get(name, "").replace("\0", "")
        rows = visible.counted(model, narrow)
        options = [Option(row.slug, _label(row), row.count, row.slug == chosen) for row in rows]
        filters.append(Filter(name, label, options, chosen))
        if chosen:
            found = getattr(found, narrow)(chosen)
            shown = next((option.label for option in options if option.selected), chosen[:60])
            active.append(Active(shown, without(query, name)))
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
        "query": words,
    }


def cards(ids: list[int]) -> dict[int, ProfilePage]:
    return {page.pk: page for page in ProfilePage.objects.filter(pk__in=ids).as_cards()}


def without(query: QueryDict, name: str) -> str:
    """The same address less one filter, from its first page."""
    other = query.copy()
    for gone in (name, PARAMETER):
        other.pop(gone, None)
    return f"?{other.urlencode()}"


def _label(row: Any) -> str:
    return row.both if isinstance(row, Profession) else row.name
