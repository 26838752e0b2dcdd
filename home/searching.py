"""Search over everything the public may read."""

from dataclasses import dataclass

from wagtail.models import Page

from cms.querysets import publicly
from cms.search.text import clean, fold

MOST = 500  # beyond these nobody reads on: the answer is a better word
SUMMARY_LETTERS = 200


@dataclass(frozen=True)
class Result:
    title: str
    url: str
    kind_label: str
    summary: str
    page: Page


def search_ids(words: str) -> list[int]:
    """Best first; [] for no word."""
    query = fold(clean(words))
    if not query:
        return []
    found = Page.objects.live().public().autocomplete(query, operator="and")
    ids = [page.pk for page in found[:MOST]]
    # The search backend takes no subquery: what a visitor may not reach is left out after it.
    public = set(publicly(Page.objects.live()).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in public]


def results(ids: list[int]) -> dict[int, Result]:
    pages = Page.objects.filter(pk__in=ids).live().specific()
    return {page.pk: _result(page) for page in pages}


def _result(page: Page) -> Result:
    own = (getattr(page, name, "") for name in ("search_description", "headline", "lead", "intro"))
    summary = next((words for words in own if words), "")
    return Result(
        title=page.title,
        url=page.url or "",
        kind_label=str(page._meta.verbose_name).capitalize(),
        summary=summary[:SUMMARY_LETTERS],
        page=page,
    )
