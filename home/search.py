"""Search over everything the public may read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from wagtail.models import Page, get_page_models

from cms.querysets import publicly
from cms.search.text import clean_query, normalise
from profiles.models import ProfilePage

MOST = 500  # beyond these nobody reads on: the answer is a better word
SUMMARY_LETTERS = 200
SUMMARIES = ("headline", "intro", "hero_intro", "lead", "summary")  # whichever of them a page type has


@dataclass(frozen=True)
class Result:
    title: str
    url: str
    kind_label: str
    summary: str
    showcase: ProfilePage | None  # whose portrait stands beside it


def search_ids(words: str) -> list[int]:
    """Best first; [] for no word."""
    query = normalise(clean_query(words))
    if not query:
        return []
    found = Page.objects.live().public().autocomplete(query, operator="and")
    ids = [page.pk for page in found[:MOST]]
    # The search backend takes no subquery: what a visitor may not reach is left out after it.
    public = set(publicly(Page.objects.live()).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in public]


def results(ids: list[int]) -> dict[int, Result]:
    """In two queries, however many page types are found."""
    pages = Page.objects.live().annotate(own_summary=_own_summary()).in_bulk(ids)
    showcases = ProfilePage.objects.select_related("photo").in_bulk(ids)
    return {pk: _result(page, showcases.get(pk)) for pk, page in pages.items()}


def _own_summary() -> Any:
    own = [
        Subquery(model._default_manager.filter(pk=OuterRef("pk")).order_by().values(field.name)[:1])
        for model in get_page_models()
        for field in model._meta.concrete_fields
        if field.name in SUMMARIES
    ]
    return Coalesce(*own, Value(""), output_field=TextField())


def _result(page: Any, showcase: ProfilePage | None) -> Result:
    model = page.specific_class or Page
    return Result(
        title=page.title,
        url=page.url or "",
        kind_label=str(model._meta.verbose_name).capitalize(),
        summary=Truncator(page.search_description or page.own_summary).chars(SUMMARY_LETTERS),
        showcase=showcase,
    )
