"""Reads that every floor shares."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.http import Http404
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, get_page_models

HOME_DEPTH = 2
A_FEW = 50  # rows of pages that are in memory together
DEEPEST = 8  # the deepest page type of the house stands at 5; what stood below DEEPEST would never be public


def publicly(pages: Any) -> Any:
    """Pages that a visitor may reach: without a restriction on them or above (PageQuerySet.public(), without its
    query of its own), and without a page above them that is off the site. ``live`` of their own is the caller's."""
    return pages.filter(~Exists(_restrictions()), ~off_site_above(), depth__lte=DEEPEST)


def _restrictions() -> Any:
    """Of the outer page: those on it and above it."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.annotate(below=own_path).filter(below__startswith=F("page__path"))


def off_site_above() -> Exists:
    """Of the outer page: is one between the home and it not live?

    Their paths are the beginnings of its own, one for each depth: looked up in the index of ``path``, where
    ``startswith`` would walk all pages for each page.
    """
    beginnings = Q()
    for depth in range(HOME_DEPTH + 1, DEEPEST):
        beginnings |= Q(path=Substr(OuterRef("path"), 1, Page.steplen * depth))
    return Exists(Page.objects.filter(beginnings, live=False, depth__lt=OuterRef("depth")))


def page_or_none(pk: int) -> Page | None:
    """The page of this number, or None where there is none any more."""
    return Page.objects.filter(pk=pk).first()


def is_public(page: Page) -> bool:
    """May a visitor open the page now?"""
    return publicly(Page.objects.live()).filter(pk=page.pk).exists()


def public_among(ids: Iterable[int]) -> set[int]:
    """Those of these numbers that a visitor may open now."""
    return set(publicly(Page.objects.live()).filter(pk__in=ids).values_list("pk", flat=True))


def public_pages(ids: Iterable[int] | None = None) -> Iterator[Any]:
    """Those of these numbers that a visitor may open (all of them without any), each as its own type and with what it
    shows. A few at a time."""
    found = publicly(Page.objects.live()).filter(depth__gte=HOME_DEPTH).order_by("pk")
    if ids is not None:
        found = found.filter(pk__in=ids)
    numbers: dict[type[Page] | None, list[int]] = {}
    for row in found.only("pk", "content_type").select_related("content_type"):
        numbers.setdefault(row.specific_class, []).append(row.pk)
    for model, own in numbers.items():
        for start in range(0, len(own), A_FEW) if model else ():
            yield from as_shown(model).filter(pk__in=own[start : start + A_FEW]).order_by("pk")


def as_shown(model: Any) -> Any:
    """Pages of a type with everything that they show."""
    return getattr(model.objects.all(), "as_shown", model.objects.all)()


def showing(image_pk: int) -> list[int]:
    """The pages that name a picture, by Wagtail's index of references."""
    references = ReferenceIndex.get_references_to(get_image_model()(pk=image_pk))
    pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return sorted({int(pk) for pk in pages.values_list("object_id", flat=True)})


def in_menu_order(pages: Any) -> Any:
    """By the field ``menu_order`` of whatever type each page is, in one query."""
    own = [
        Subquery(model._default_manager.filter(pk=OuterRef("pk")).order_by().values("menu_order")[:1])
        for model in get_page_models()
        if any(field.name == "menu_order" for field in model._meta.concrete_fields)
    ]
    return pages.annotate(menu_order=Coalesce(*own)).order_by("menu_order", "path")


def slugs_at(paths: Iterable[str]) -> dict[str, str]:
    """By the path in the tree of each page that is there."""
    return dict(Page.objects.filter(path__in=paths).values_list("path", "slug"))


def with_counts(rows: Any, pages: Any, filter_method: str) -> Any:
    """Of ``rows`` with a slug those that ``pages`` name, with how many (``count``) the filter method finds."""
    found = getattr(pages, filter_method)(OuterRef("slug")).order_by().annotate(all=Value(1)).values("all")
    number = found.annotate(number=Count("pk", distinct=True)).values("number")
    return rows.annotate(count=Subquery(number)).filter(count__gt=0)


def at_address(home: Page, components: list[str]) -> Any:
    """The page below ``home`` at these slugs, as its own type and with what it shows; None if there is none.

    One query for the pages on the way (they are the breadcrumbs) and whether the page is open to everybody
    (``is_open``, which spares asking for its restrictions), one for the page itself and its joins. Http404 if one of
    them is not live, even where what lies below routes for itself: see ``publicly``.
    """
    paths = ["/".join(components[: length + 1]) for length in range(len(components))]
    wanted = [f"{home.url_path}{path}/" for path in paths]
    rows = Page.objects.filter(slug__in=set(components), depth__gt=home.depth, url_path__in=wanted)
    found = {row.url_path: row for row in rows.annotate(is_open=~Exists(_restrictions())).order_by("depth")}
    if not all(row.live for row in found.values()):
        raise Http404
    if wanted[-1] not in found:
        return None
    row = found[wanted[-1]]
    model = row.specific_class
    if model is None:
        return None
    page = as_shown(model).get(pk=row.pk)
    page.is_open = row.is_open
    above = home
    for url_path in wanted[:-1]:
        if url_path in found:
            found[url_path]._cached_parent_obj = above
            above = found[url_path]
    page._cached_parent_obj = above  # treebeard's own cache: get_parent() asks nothing
    return page
