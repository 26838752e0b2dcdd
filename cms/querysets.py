"""Reads that every floor shares."""

from typing import Any

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.http import Http404
from wagtail.models import Page, PageViewRestriction, get_page_models

HOME_DEPTH = 2
DEEPEST = 8  # the deepest page type of the house stands at 5; what stood below DEEPEST would never be public


def publicly(pages: Any) -> Any:
    """Pages that a visitor may reach: without a restriction on them or above (PageQuerySet.public(), without its
    query of its own), and without a page above them that is off the site. ``live`` of their own is the caller's."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.annotate(below=own_path).filter(below__startswith=F("page__path"))
    return pages.filter(~Exists(above), ~Exists(_off_site_above()), depth__lte=DEEPEST)


def _off_site_above() -> Any:
    """Of the outer page: those between the home and it that are not live.

    Their paths are the beginnings of its own, one for each depth: looked up in the index of ``path``, where
    ``startswith`` would walk all pages for each page.
    """
    beginnings = Q()
    for depth in range(HOME_DEPTH + 1, DEEPEST):
        beginnings |= Q(path=Substr(OuterRef("path"), 1, Page.steplen * depth))
    return Page.objects.filter(beginnings, live=False, depth__lt=OuterRef("depth"))


def is_public(page: Page) -> bool:
    """May a visitor open the page now?"""
    return publicly(Page.objects.live()).filter(pk=page.pk).exists()


def in_menu_order(pages: Any) -> Any:
    """By the field ``menu_order`` of whatever type each page is, in one query."""
    own = [
        Subquery(model._default_manager.filter(pk=OuterRef("pk")).order_by().values("menu_order")[:1])
        for model in get_page_models()
        if any(field.name == "menu_order" for field in model._meta.concrete_fields)
    ]
    return pages.annotate(menu_order=Coalesce(*own)).order_by("menu_order", "path")


def counted(rows: Any, pages: Any, narrow: str) -> Any:
    """Of ``rows`` with a slug those that ``pages`` name, with how many (``count``) the filter ``narrow`` finds."""
    found = getattr(pages, narrow)(OuterRef("slug")).order_by().annotate(all=Value(1)).values("all")
    number = found.annotate(number=Count("pk", distinct=True)).values("number")
    return rows.annotate(count=Subquery(number)).filter(count__gt=0)


def at_address(home: Page, components: list[str]) -> Any:
    """The page below ``home`` at these slugs, as its own type and with what it shows; None if there is none.

    One query for the pages on the way (they are the breadcrumbs), one for the page itself and its joins. Http404 if
    one of them is not live, even where what lies below routes for itself: see ``publicly``.
    """
    paths = ["/".join(components[: length + 1]) for length in range(len(components))]
    wanted = [f"{home.url_path}{path}/" for path in paths]
    rows = Page.objects.filter(slug__in=set(components), depth__gt=home.depth, url_path__in=wanted)
    found = {row.url_path: row for row in rows.order_by("depth")}
    if not all(row.live for row in found.values()):
        raise Http404
    if wanted[-1] not in found:
        return None
    row = found[wanted[-1]]
    model = row.specific_class
    if model is None:
        return None
    pages = getattr(model.objects.all(), "as_shown", model.objects.all)()
    page = pages.get(pk=row.pk)
    above = home
    for url_path in wanted[:-1]:
        if url_path in found:
            found[url_path]._cached_parent_obj = above
            above = found[url_path]
    page._cached_parent_obj = above  # treebeard's own cache: get_parent() asks nothing
    return page
