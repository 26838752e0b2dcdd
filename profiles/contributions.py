"""What members contributed elsewhere on the site: articles, episodes, pillole.

The apps above register their pages here; showcases and pages ask for all kinds in one query.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast
from wagtail.models import Page

if TYPE_CHECKING:
    from .models import Member

# Members' primary keys → a queryset of the pages that everybody may open, annotated with ``day``, a date.
Provider = Callable[[list[int]], Any]


@dataclass(frozen=True)
class ContributionKind:
    """One kind of contribution, as an app registered it."""

    label: str
    provider: Provider
    dated: bool  # whether the day means something to the reader
    order: int


_kinds: dict[str, ContributionKind] = {}


@dataclass(frozen=True)
class Contribution:
    """A page with a member's name on it."""

    title: str
    url: str
    day: date


@dataclass(frozen=True)
class ContributionGroup:
    """The contributions of one kind, newest first."""

    kind: str  # "posts", "episodes"…
    label: str
    dated: bool
    items: list[Contribution]


def register_contributions(kind: str, label: str, provider: Provider, *, order: int, dated: bool = True) -> None:
    """Show the pages of ``provider`` under ``label``, groups with a small ``order`` first. Called in ready()."""
    _kinds[kind] = ContributionKind(label, provider, dated, order)


def contributions_of(members: Iterable["Member"], *, exclude: Page | None = None) -> list[ContributionGroup]:
    """Return what any of the members contributed, in the order of registration, without the page ``exclude``.

    Kinds without a contribution are left out. One query for all kinds, none where nobody is named.
    """
    ids = [member.pk for member in members]
    if not ids or not _kinds:
        return []
    kinds = sorted(_kinds, key=lambda kind: _kinds[kind].order)
    items: dict[str, list[Contribution]] = {kind: [] for kind in kinds}
    for _pk, kind, title, url_path, day in _rows(ids, kinds, exclude):
        items[kind].append(Contribution(title, Page(title=title, url_path=url_path).url or "", day))
    return [
        ContributionGroup(kind, _kinds[kind].label, _kinds[kind].dated, items[kind]) for kind in kinds if items[kind]
    ]


def _rows(ids: list[int], kinds: list[str], exclude: Page | None) -> Any:
    """Return (primary key, kind, title, path, day) of the pages of all kinds in one UNION, newest first."""
    queries = []
    for kind in kinds:
        pages = _kinds[kind].provider(ids)
        if exclude is not None:
            pages = pages.exclude(pk=exclude.pk)
        label = Cast(Value(kind), CharField())
        rows = pages.order_by().annotate(kind=label, on=Cast(F("day"), DateField()))
        queries.append(rows.values_list("pk", "kind", "title", "url_path", "on").distinct())
    return queries[0].union(*queries[1:]).order_by("-on", "-pk")
