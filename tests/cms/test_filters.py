"""Filters of a list, over rows that need no database."""

import pytest
from django.http import QueryDict

from cms.filters import ActiveFilter, Filter, FilterSpec, Option, apply_filters, without


class Numbers(list):
    def of(self, value: str) -> "Numbers":
        return Numbers(number for number in self if str(number % 2) == value)

    def above(self, value: str) -> "Numbers":
        return Numbers(number for number in self if value.isdigit() and number > int(value))


KINDS = (
    FilterSpec(
        "resto", "Resto", "of", lambda all_: [("0", "Pari", len(all_.of("0"))), ("1", "Dispari", len(all_.of("1")))]
    ),
    FilterSpec("sopra", "Sopra", "above", lambda all_: [], everything="Tutti", as_list=True),
)


@pytest.mark.parametrize(
    "query, left, active",
    [
        ("", [1, 2, 3, 4, 5], []),
        ("resto=1", [1, 3, 5], [ActiveFilter("Dispari", "?")]),
        (
            "resto=1&sopra=2&pagina=3&x=y",
            [3, 5],
            [ActiveFilter("Dispari", "?sopra=2&x=y"), ActiveFilter("2", "?resto=1&x=y")],
        ),
        ("sopra=" + "a" * 100, [], [ActiveFilter("a" * 60, "?")]),
        ("resto=%00", [1, 2, 3, 4, 5], []),
        ("resto=0&resto=1", [1, 3, 5], [ActiveFilter("Dispari", "?")]),
    ],
)
def test_what_is_chosen_narrows_and_can_be_taken_away(query, left, active):
    found, _filters, shown = apply_filters(Numbers([1, 2, 3, 4, 5]), KINDS, QueryDict(query))
    assert (list(found), shown) == (left, active)


def test_options_count_all_whatever_is_chosen():
    _found, filters, _active = apply_filters(Numbers([1, 2, 3]), KINDS, QueryDict("resto=1&sopra=2"))
    odd = [Option("0", "Pari", 1, False), Option("1", "Dispari", 2, True)]
    assert filters == [
        Filter("resto", "Resto", odd, "1", "Tutte", False),
        Filter("sopra", "Sopra", [], "2", "Tutti", True),
    ]


def test_a_filter_goes_with_the_number_of_the_page():
    assert without(QueryDict("a=1&b=2&a=3&pagina=4"), "a") == "?b=2"
