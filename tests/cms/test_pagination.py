"""One page of rows, and the addresses of the others."""

import pytest
from django.http import Http404, QueryDict

from cms.pagination import paginate


def page(query: str = "", count: int = 10, size: int = 3, missing: tuple[int, ...] = ()):
    asked = []

    def fetch(ids):
        asked.append(ids)
        return {pk: f"row {pk}" for pk in ids if pk not in missing}

    result = paginate(list(range(count)), QueryDict(query), fetch, size)
    assert len(asked) == 1
    return result


def test_only_the_rows_of_the_page_are_fetched_in_the_order_of_the_ids():
    assert page("pagina=2").object_list == ["row 3", "row 4", "row 5"]


def test_a_row_that_went_meanwhile_is_left_out():
    assert page("pagina=2", missing=(4,)).object_list == ["row 3", "row 5"]


def test_the_first_page_has_no_number_in_its_address():
    result = page("q=a+b&pagina=2&area=x")
    assert (result.number, result.num_pages, result.total) == (2, 4, 10)
    assert (result.previous_url, result.next_url) == ("?q=a+b&area=x", "?q=a+b&area=x&pagina=3")
    assert [(link.number, link.url, link.current) for link in result.links] == [
        (1, "?q=a+b&area=x", False),
        (2, "?q=a+b&area=x&pagina=2", True),
        (3, "?q=a+b&area=x&pagina=3", False),
        (4, "?q=a+b&area=x&pagina=4", False),
    ]


def test_the_ends_lead_nowhere_further():
    assert (page().previous_url, page("pagina=4").next_url) == ("", "")
    assert page("pagina=2").previous_url == "?"


def test_many_pages_are_shown_with_gaps():
    result = page("pagina=10", count=100, size=5)
    assert [link.number for link in result.links] == [1, None, 8, 9, 10, 11, 12, None, 20]


def test_one_page_has_no_links():
    assert page(count=3).links == []


def test_nothing_is_one_empty_page():
    result = page(count=0)
    assert (result.object_list, result.total, result.num_pages, result.links) == ([], 0, 1, [])


@pytest.mark.parametrize(
    "value", ["0", "5", "999", "-1", "1.0", "uno", "", " 1", "1 ", "+1", "1e0", "٢", "²", "9" * 30, "\0"]
)
def test_every_wrong_value_is_a_404(value):
    query = QueryDict(mutable=True)
    query["pagina"] = value
    with pytest.raises(Http404):
        paginate(list(range(10)), query, lambda ids: {}, 3)


@pytest.mark.parametrize("value, number", [("1", 1), ("01", 1), ("4", 4)])
def test_a_number_of_a_page_is_that_page(value, number):
    assert page(f"pagina={value}").number == number
