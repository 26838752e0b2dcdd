"""The archive: every episode that is on the site, newest first, season by season."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from cms.pagination import paginate
from cms.search.text import asked

from .models import EpisodePage

PARAMETER = "stagione"
ROWS = 20


@dataclass(frozen=True)
class Season:
    number: int
    count: int
    url: str
    current: bool


def archive(query: QueryDict) -> dict[str, Any]:
    """The template's context. Http404 for a page that is not there; a season that is not there is just empty."""
    visible = EpisodePage.objects.visible()
    chosen = asked(query, PARAMETER)
    seasons = [
        Season(number, count, f"?{PARAMETER}={number}", str(number) == chosen) for number, count in visible.seasons()
    ]
    found = visible
    if chosen:
        current = next((season for season in seasons if season.current), None)
        found = visible.of_season(current.number) if current else visible.none()
    ids = list(found.newest().values_list("pk", flat=True))
    pagination = paginate(ids, query, rows, ROWS)
    return {
        "pagination": pagination,
        "episodes": pagination.object_list,
        "total": pagination.total,
        "seasons": seasons,
        "chosen": chosen[:20],
    }


def rows(ids: list[int]) -> dict[int, EpisodePage]:
    return EpisodePage.objects.as_rows().in_bulk(ids)
