"""Filters of a list that can be shared as an address: what each offers, what is chosen, how to take it away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from .pagination import PARAMETER


@dataclass(frozen=True)
class FilterSpec:
    """One filter of a list, before anybody looks."""

    name: str  # in the address
    label: str
    filter_method: str  # the queryset's method; given the chosen value it gives what fits, nothing for a wrong one
    rows: Callable[[Any], Iterable[tuple[str, str, int]]]  # all that may be seen → (value, label, how many)
    everything: str = "Tutte"  # the words for no choice
    as_list: bool = False  # few values: all in sight, in place of a drop-down


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
    everything: str
    as_list: bool


@dataclass(frozen=True)
class ActiveFilter:
    label: str
    remove_url: str


def apply_filters(
    pages: Any, kinds: Iterable[FilterSpec], query: QueryDict
) -> tuple[Any, list[Filter], list[ActiveFilter]]:
    """The pages that fit all that is chosen, and the filters. Options count ``pages`` whole."""
    found, filters, active = pages, [], []
    for kind in kinds:
        chosen = query.get(kind.name, "").replace("\0", "")
        options = [Option(value, label, count, value == chosen) for value, label, count in kind.rows(pages)]
        filters.append(Filter(kind.name, kind.label, options, chosen, kind.everything, kind.as_list))
        if chosen:
            found = getattr(found, kind.filter_method)(chosen)
            shown = next((option.label for option in options if option.selected), chosen[:60])
            active.append(ActiveFilter(shown, without(query, kind.name)))
    return found, filters, active


def without(query: QueryDict, name: str) -> str:
    """The same address less one filter, from its first page."""
    other = query.copy()
    for gone in (name, PARAMETER):
        other.pop(gone, None)
    return f"?{other.urlencode()}"
