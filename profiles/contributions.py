"""What members made elsewhere on the site: the apps above register it, showcase and pages show it in one query."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast
from wagtail.models import Page

if TYPE_CHECKING:
    from .models import Member

# Members' ids → pages everybody may open, annotated with ``day``, a date.
Provider = Callable[[list[int]], Any]


@dataclass(frozen=True)
class Kind:
    label: str
    provider: Provider
    dated: bool  # does the day say anything to who reads?
    order: int


_kinds: dict[str, Kind] = {}


@dataclass(frozen=True)
class Work:
    title: str
    url: str
    day: date


@dataclass(frozen=True)
class Works:
    kind: str  # "posts", "episodes"…
    label: str
    dated: bool
    items: list[Work]  # newest first


def register_works(kind: str, label: str, provider: Provider, *, order: int, dated: bool = True) -> None:
    _kinds[kind] = Kind(label, provider, dated, order)


def works_of(members: Iterable["Member"], *, but: Page | None = None) -> list[Works]:
    """By kind, in the order of registration; kinds without a work are left out, and so is the page ``but``."""
    ids = [member.pk for member in members]
    if not ids or not _kinds:
        return []
    kinds = sorted(_kinds, key=lambda kind: _kinds[kind].order)
    found: dict[str, list[Work]] = {kind: [] for kind in kinds}
    for _pk, kind, title, url_path, day in _rows(ids, kinds, but):
        found[kind].append(Work(title, Page(title=title, url_path=url_path).url or "", day))
    return [Works(kind, _kinds[kind].label, _kinds[kind].dated, found[kind]) for kind in kinds if found[kind]]


def _rows(ids: list[int], kinds: list[str], but: Page | None) -> Any:
    queries = []
    for kind in kinds:
        pages = _kinds[kind].provider(ids)
        if but is not None:
            pages = pages.exclude(pk=but.pk)
        label = Cast(Value(kind), CharField())
        rows = pages.order_by().annotate(kind=label, on=Cast(F("day"), DateField()))
        queries.append(rows.values_list("pk", "kind", "title", "url_path", "on").distinct())
    return queries[0].union(*queries[1:]).order_by("-on", "-pk")
