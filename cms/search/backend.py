"""Wagtail's database search, for words as people type them and for people who save at the same time.

A ``"`` or only spaces answered 500 on SQLite, in public search and in seven lists of the admin
(upstream issue 13227).

With every page saved the stock index weighs again each entry whose weight happens to be 1.0, its title being as long
as the average: on PostgreSQL two people saving two such pages waited for each other, and one of them got a deadlock.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Avg, F, Model
from django.db.models.functions import Length
from wagtail.search.backends.database import SearchBackend as stock_backend

from .text import clean_query


class CleanQueries:
    """Before the backend of the database in use."""

    def _search(self, compiler: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        """``search()`` and ``autocomplete()`` both pass here; an empty query finds nothing."""
        if isinstance(query, str):
            query = clean_query(query)
        return super()._search(compiler, query, model_or_queryset, **kwargs)  # type: ignore[misc]


class OwnWeights:
    """Before the index of the database in use: what is saved weighs its own titles and locks no other entry."""

    entries: Any
    saved: Any

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        kind = ContentType.objects.get_for_model(model)
        self.saved = self.entries.filter(content_type=kind, object_id__in=[str(obj.pk) for obj in objs])
        super().add_items(model, objs)  # type: ignore[misc]

    def _refresh_title_norms(self, full: bool = False) -> None:
        """A title shorter than the average weighs more, a longer one less; ``update_index`` weighs them all."""
        if full:
            super()._refresh_title_norms(full=True)  # type: ignore[misc]
            return
        titled = {"title_length": Length("title")}
        average = self.entries.annotate(**titled).filter(title_length__gt=0).aggregate(of=Avg("title_length"))["of"]
        self.saved.annotate(**titled).filter(title_length__gt=0).update(title_norm=average / F("title_length"))


def SearchBackend(params: dict[str, Any]) -> Any:
    backend = stock_backend(params)
    backend.__class__ = type("CleanSearchBackend", (CleanQueries, type(backend)), {})
    backend.index_class = type("OwnWeightsIndex", (OwnWeights, backend.index_class), {})
    return backend
