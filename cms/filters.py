"""Filters of a list, kept in the query string so that a filtered list can be shared as an address."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from .pagination import PARAMETER

UNKNOWN_VALUE_LETTERS = 60  # how much is shown of a chosen value that no option has


@dataclass(frozen=True)
class FilterSpec:
    """One filter as a list declares it, without the values of a request."""

    name: str  # of the parameter in the query string
    label: str
    filter_method: str  # name of a queryset method: takes the chosen value, returns no rows for an unknown one
    rows: Callable[[Any], Iterable[tuple[str, str, int]]]  # takes the whole queryset, gives (value, label, count)
    everything: str = "Tutte"  # the label of no choice
    as_list: bool = False  # few values: show them all, in place of a drop-down


@dataclass(frozen=True)
class Option:
    """A value that a filter offers; ``count`` is the number of rows that have it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Filter:
    """A filter as the template shows it; ``chosen`` is the value in the address, empty for none."""

    name: str
    label: str
    options: list[Option]
    chosen: str
    everything: str
    as_list: bool


@dataclass(frozen=True)
class ActiveFilter:
    """A chosen value, with the address that takes the choice back."""

    label: str
    remove_url: str


def apply_filters(
    pages: Any, specs: Iterable[FilterSpec], query: QueryDict
) -> tuple[Any, list[Filter], list[ActiveFilter]]:
    """Return the pages that match every choice in ``query``, the filters to show and the choices to take back.

    The options of each filter count all of ``pages``, not those that the other filters leave.
    """
    matching, filters, active = pages, [], []
    for spec in specs:
        chosen = query.get(spec.name, "").replace("\0", "")  # PostgreSQL refuses a NUL
        options = [Option(value, label, count, value == chosen) for value, label, count in spec.rows(pages)]
        filters.append(Filter(spec.name, spec.label, options, chosen, spec.everything, spec.as_list))
        if chosen:
            matching = getattr(matching, spec.filter_method)(chosen)
            label = next((option.label for option in options if option.selected), chosen[:UNKNOWN_VALUE_LETTERS])
            active.append(ActiveFilter(label, without(query, spec.name)))
    return matching, filters, active


def without(query: QueryDict, name: str) -> str:
    """Return the query string without the filter ``name``, for the first page of the list."""
    other = query.copy()
    for parameter in (name, PARAMETER):
        other.pop(parameter, None)
    return f"?{other.urlencode()}"
