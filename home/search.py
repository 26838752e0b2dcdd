"""The search of the whole site: public pages only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from wagtail.models import Page, get_page_models

from cms.querysets import public_among
from cms.search.text import clean_query, normalise
from editorial.pages import ModeratedPage
from profiles.models import ProfilePage

LIMIT = 500  # results: nobody reads on beyond these, a better word finds more
SUMMARY_LETTERS = 200


@dataclass(frozen=True)
class Result:
    title: str
    url: str
    kind_label: str
    summary: str
    showcase: ProfilePage | None  # the same page where it is one, for its portrait


def search_ids(words: str) -> list[int]:
    """Return the ids of the public pages that contain all words, best first; none where no word is left."""
    query = normalise(clean_query(words))
    if not query:
        return []
    matching = Page.objects.live().public().autocomplete(query, operator="and")
    ids = [page.pk for page in matching[:LIMIT]]
    # The search backend takes no subquery, so the pages that a visitor may not reach are removed afterwards.
    public = public_among(ids)
    return [pk for pk in ids if pk in public]


def results(ids: list[int]) -> dict[int, Result]:
    """Return the results of these pages by id, in two queries whatever their types."""
    pages = Page.objects.live().annotate(own_summary=_own_summary()).in_bulk(ids)
    showcases = ProfilePage.objects.select_related("photo").in_bulk(ids)
    return {pk: _result(page, showcases.get(pk)) for pk, page in pages.items()}


def _own_summary() -> Any:
    """Return the ``summary_field`` of whatever type a page is."""
    summaries = [
        Subquery(model._default_manager.filter(pk=OuterRef("pk")).order_by().values(model.summary_field)[:1])
        for model in get_page_models()
        if issubclass(model, ModeratedPage) and model.summary_field
    ]
    return Coalesce(*summaries, Value(""), output_field=TextField())


def _result(page: Page, showcase: ProfilePage | None) -> Result:
    model = page.specific_class or Page
    return Result(
        title=page.title,
        url=page.url or "",
        kind_label=str(model._meta.verbose_name).capitalize(),
        summary=Truncator(page.search_description or page.own_summary).chars(SUMMARY_LETTERS),
        showcase=showcase,
    )
