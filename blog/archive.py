"""/blog/: filters that can be shared as an address, one page of cards."""

from typing import Any

from django.http import QueryDict

from cms.filters import Kind, narrowed
from cms.pagination import paginate

from .models import BlogPage

CARDS = 12
Rows = list[tuple[str, str, int]]


def _categories(posts: Any) -> Rows:
    return [(row.slug, row.name, row.count) for row in posts.categories()]


def _tags(posts: Any) -> Rows:
    return [(row.slug, row.name, row.count) for row in posts.tags()]


def _authors(posts: Any) -> Rows:
    return [(row.slug, row.title, row.count) for row in posts.authors()]


def _years(posts: Any) -> Rows:
    return [(str(year), str(year), count) for year, count in posts.years()]


KINDS = (
    Kind("categoria", "Categoria", "in_category", _categories, as_list=True),
    Kind("tag", "Argomento", "with_tag", _tags, everything="Tutti"),
    Kind("autore", "Chi scrive", "by_author", _authors, everything="Chiunque"),
    Kind("anno", "Anno", "of_year", _years, everything="Tutti"),
)


def listing(query: QueryDict) -> dict[str, Any]:
    """The template's context. Http404 for a page that is not there; any other value just finds nothing."""
    found, filters, active = narrowed(BlogPage.objects.visible(), KINDS, query)
    pagination = paginate(list(found.newest().values_list("pk", flat=True)), query, cards, CARDS)
    return {
        "pagination": pagination,
        "posts": pagination.object_list,
        "total": pagination.total,
        "filters": filters,
        "active": active,
    }


def cards(ids: list[int]) -> dict[int, BlogPage]:
    return BlogPage.objects.as_cards().in_bulk(ids)
