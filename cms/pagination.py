"""The one paginator: ids in an indexed order first, the rows of one page after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, QueryDict

PARAMETER = "pagina"


@dataclass(frozen=True)
class PageLink:
    number: int | None  # None is a gap
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
    """The number asked for; Http404 for what is no number of a page."""
    asked = query.get(PARAMETER, "1")
    if not (asked.isascii() and asked.isdigit()) or len(asked) > 6:
        raise Http404("pagina")
    return int(asked)


def paginate(
    ids: Sequence[int], query: QueryDict, fetch: Callable[[list[int]], dict[int, Any]], size: int
) -> Pagination:
    """``ids`` in order; ``fetch`` gives the rows of one page by id. Http404 for a page that is not there."""
    number = page_number(query)
    paginator = Paginator(ids, size)
    if number not in paginator.page_range:
        raise Http404("pagina")
    chosen = list(paginator.page(number).object_list)
    rows = fetch(chosen)

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
        object_list=[rows[pk] for pk in chosen if pk in rows],
        total=paginator.count,
        number=number,
        num_pages=paginator.num_pages,
        links=links if paginator.num_pages > 1 else [],
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if number < paginator.num_pages else "",
    )
