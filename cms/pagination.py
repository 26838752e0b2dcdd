"""The only paginator of the site: it takes the ids of the whole list and fetches the rows of one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, QueryDict

PARAMETER = "pagina"


@dataclass(frozen=True)
class PageLink:
    number: int | None  # None for the gap between numbers
    url: str
    current: bool


@dataclass(frozen=True)
class Pagination:
    object_list: list[Any]
    total: int
    number: int
    num_pages: int
    links: list[PageLink]
    previous_url: str
    next_url: str


def page_number(query: QueryDict) -> int:
    """Return the number of the requested page, 1 where none is named. Raise Http404 for anything but 1 to 6 digits."""
    value = query.get(PARAMETER, "1")
    if not (value.isascii() and value.isdigit()) or len(value) > 6:
        raise Http404("pagina")
    return int(value)


def paginate(
    ids: Sequence[int], query: QueryDict, fetch: Callable[[list[int]], dict[int, Any]], size: int
) -> Pagination:
    """Return one page of ``size`` rows. Raise Http404 for a page that does not exist.

    ``ids`` are those of the whole list, in its order. ``fetch`` takes the ids of one page and returns the rows by id;
    an id that it leaves out, because the row went meanwhile, is left out of the page.
    """
    number = page_number(query)
    paginator = Paginator(ids, size)
    if number not in paginator.page_range:
        raise Http404("pagina")
    page_ids = list(paginator.page(number).object_list)
    rows = fetch(page_ids)

    def url(target: int) -> str:
        other = query.copy()
        other.pop(PARAMETER, None)
        if target > 1:
            other[PARAMETER] = str(target)
        return f"?{other.urlencode()}" if other else "?"

    links = [
        PageLink(None, "", False)
        if entry == Paginator.ELLIPSIS
        else PageLink(int(entry), url(int(entry)), entry == number)
        for entry in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    ]
    return Pagination(
        object_list=[rows[pk] for pk in page_ids if pk in rows],
        total=paginator.count,
        number=number,
        num_pages=paginator.num_pages,
        links=links if paginator.num_pages > 1 else [],
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if number < paginator.num_pages else "",
    )
