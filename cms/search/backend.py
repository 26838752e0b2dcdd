"""Wagtail's database search, for words as people type them.

A ``"`` or only spaces answered 500 on SQLite, in public search and in seven lists of the admin
(upstream issue 13227).
"""

from typing import Any

from wagtail.search.backends.database import SearchBackend as stock_backend

from .text import clean


class CleanQueries:
    """Before the backend of the database in use."""

    def _search(self, compiler: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        """``search()`` and ``autocomplete()`` both pass here; an empty query finds nothing."""
        if isinstance(query, str):
            query = clean(query)
        return super()._search(compiler, query, model_or_queryset, **kwargs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:
    backend = stock_backend(params)
    backend.__class__ = type("CleanSearchBackend", (CleanQueries, type(backend)), {})
    return backend
