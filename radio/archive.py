"""Context of the list of episodes (/radio/): those on the site, newest first, all of them or of one season."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from cms.pagination import paginate
from cms.search.text import query_text

from .querysets import EpisodeQuerySet

PARAMETER = "stagione"
ROWS = 20


@dataclass(frozen=True)
class Season:
    """A season as a link of the list."""

    number: int
    count: int  # episodes
    url: str
    current: bool


def archive_context(episodes: EpisodeQuerySet, query: QueryDict) -> dict[str, Any]:
    """Return the template's context for a query string; what of ``episodes`` the public may see is listed.

    Raises Http404 for a page number past the end. An unknown season has no episodes.
    """
    visible = episodes.visible()
    chosen = query_text(query, PARAMETER)
    seasons = [
        Season(number, count, f"?{PARAMETER}={number}", str(number) == chosen) for number, count in visible.seasons()
    ]
    listed = visible
    if chosen:
        current = next((season for season in seasons if season.current), None)
        listed = visible.of_season(current.number) if current else visible.none()
    ids = list(listed.newest().values_list("pk", flat=True))
    pagination = paginate(ids, query, episodes.as_rows().in_bulk, ROWS)
    return {
        "pagination": pagination,
        "episodes": pagination.object_list,
        "total": pagination.total,
        "seasons": seasons,
        "chosen": chosen[:20],
    }
