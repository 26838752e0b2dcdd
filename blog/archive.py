"""Context of the list of articles (/blog/): the filters, which stand in the address, and one page of cards."""

from typing import Any

from django.http import QueryDict

from cms.filters import FilterSpec, apply_filters
from cms.pagination import paginate

from .querysets import BlogQuerySet

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


FILTERS = (
    FilterSpec("categoria", "Categoria", "in_category", _categories, as_list=True),
    FilterSpec("tag", "Argomento", "with_tag", _tags, everything="Tutti"),
    FilterSpec("autore", "Chi scrive", "by_author", _authors, everything="Chiunque"),
    FilterSpec("anno", "Anno", "of_year", _years, everything="Tutti"),
)


def archive_context(posts: BlogQuerySet, query: QueryDict) -> dict[str, Any]:
    """Return the template's context for a query string; what of ``posts`` the public may see is listed.

    Raises Http404 for a page number past the end. Any other unknown value finds no article.
    """
    matching, filters, active = apply_filters(posts.visible(), FILTERS, query)
    ids = list(matching.newest().values_list("pk", flat=True))
    pagination = paginate(ids, query, posts.as_cards().in_bulk, CARDS)
    return {
        "pagination": pagination,
        "posts": pagination.object_list,
        "total": pagination.total,
        "filters": filters,
        "active": active,
    }
