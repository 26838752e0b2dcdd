"""Reads that every floor shares."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.http import Http404
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site, get_page_models

HOME_DEPTH = 2
CHUNK_SIZE = 50  # pages that public_pages() holds in memory together
DEEPEST = 8  # the deepest page type of this site is at depth 5; a page below DEEPEST would never be public


def publicly(pages: Any) -> Any:
    """Return the pages that a visitor may reach: no view restriction on them or above, no page above that is not live.

    The pages' own ``live`` is left to the caller. Does the work of PageQuerySet.public(), which asks one query more.
    """
    return pages.filter(~Exists(_restrictions()), ~off_site_above(), depth__lte=DEEPEST)


def _restrictions() -> Any:
    """Return the view restrictions on the page of the outer query and on the pages above it."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.annotate(below=own_path).filter(below__startswith=F("page__path"))


def off_site_above() -> Exists:
    """Return whether a page between the home and the page of the outer query is not live.

    The paths above a page are the prefixes of its own, one for each depth. Asked for one by one they are found in the
    index of ``path``; ``startswith`` would walk all pages for each page.
    """
    prefixes = Q()
    for depth in range(HOME_DEPTH + 1, DEEPEST):
        prefixes |= Q(path=Substr(OuterRef("path"), 1, Page.steplen * depth))
    return Exists(Page.objects.filter(prefixes, live=False, depth__lt=OuterRef("depth")))


def page_or_none(pk: int) -> Page | None:
    """Return the page with this number, or None where it is gone."""
    return Page.objects.filter(pk=pk).first()


def is_public(page: Page) -> bool:
    """Return whether a visitor may open the page now."""
    return publicly(Page.objects.live()).filter(pk=page.pk).exists()


def public_among(ids: Iterable[int]) -> set[int]:
    """Return those of ``ids`` whose page a visitor may open now."""
    return set(publicly(Page.objects.live()).filter(pk__in=ids).values_list("pk", flat=True))


def public_pages(ids: Iterable[int] | None = None) -> Iterator[Any]:
    """Yield the pages that a visitor may open, all or those among ``ids``, by type and number.

    Each is of its own type and with everything that it shows; at most CHUNK_SIZE are in memory.
    """
    pages = publicly(Page.objects.live()).filter(depth__gte=HOME_DEPTH).order_by("pk")
    if ids is not None:
        pages = pages.filter(pk__in=ids)
    ids_by_model: dict[type[Page] | None, list[int]] = {}
    for row in pages.only("pk", "content_type").select_related("content_type"):
        ids_by_model.setdefault(row.specific_class, []).append(row.pk)
    for model, own_ids in ids_by_model.items():
        for start in range(0, len(own_ids), CHUNK_SIZE) if model else ():
            yield from for_detail_page(model).filter(pk__in=own_ids[start : start + CHUNK_SIZE]).order_by("pk")


def for_detail_page(model: Any) -> Any:
    """Return the pages of a type with all that they show, if its queryset has a ``for_detail_page()`` to say so."""
    return getattr(model.objects.all(), "for_detail_page", model.objects.all)()


def pages_with_image(image_pk: int) -> list[int]:
    """Return the numbers of the pages that refer to an image, from Wagtail's reference index."""
    references = ReferenceIndex.get_references_to(get_image_model()(pk=image_pk))
    pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return sorted({int(pk) for pk in pages.values_list("object_id", flat=True)})


def in_menu_order(pages: Any) -> Any:
    """Order pages by the field ``menu_order`` of their own types, then by their place in the tree, in one query."""
    menu_orders = [
        Subquery(model._default_manager.filter(pk=OuterRef("pk")).order_by().values("menu_order")[:1])
        for model in get_page_models()
        if any(field.name == "menu_order" for field in model._meta.concrete_fields)
    ]
    return pages.annotate(menu_order=Coalesce(*menu_orders)).order_by("menu_order", "path")


def slugs_at(paths: Iterable[str]) -> dict[str, str]:
    """Return slugs by path in the tree; a path without a page is left out."""
    return dict(Page.objects.filter(path__in=paths).values_list("path", "slug"))


def with_counts(rows: Any, pages: Any, filter_method: str) -> Any:
    """Return the ``rows`` whose slug the filter method finds pages for, each with ``count``, how many there are."""
    matching = getattr(pages, filter_method)(OuterRef("slug")).order_by().annotate(all=Value(1)).values("all")
    number = matching.annotate(number=Count("pk", distinct=True)).values("number")
    return rows.annotate(count=Subquery(number)).filter(count__gt=0)


def at_address(home: Page, components: list[str]) -> Any:
    """Return the page below ``home`` at these slugs, of its own type and with everything that it shows, or None.

    One query reads the pages on the way, which are the breadcrumbs, and whether the page is open to everybody
    (``is_open``: its restrictions need not be asked for); another the page itself and its joins. Raises Http404 if one
    of the pages is not live, even where the one below it routes for itself: see ``publicly()``.
    """
    paths = ["/".join(components[: length + 1]) for length in range(len(components))]
    url_paths = [f"{home.url_path}{path}/" for path in paths]
    rows = Page.objects.filter(slug__in=set(components), depth__gt=home.depth, url_path__in=url_paths)
    by_url_path = {row.url_path: row for row in rows.annotate(is_open=~Exists(_restrictions())).order_by("depth")}
    if not all(row.live for row in by_url_path.values()):
        raise Http404
    if url_paths[-1] not in by_url_path:
        return None
    row = by_url_path[url_paths[-1]]
    model = row.specific_class
    if model is None:
        return None
    page = for_detail_page(model).get(pk=row.pk)
    page.is_open = row.is_open
    above = home
    for url_path in url_paths[:-1]:
        if url_path in by_url_path:
            by_url_path[url_path]._cached_parent_obj = above
            above = by_url_path[url_path]
    page._cached_parent_obj = above  # treebeard's own cache: get_parent() makes no query
    return page


def is_address_of_a_page(path: str) -> bool:
    """Tell whether a page stands at this address of the site, live or not; ``path`` may have a query."""
    roots = Site.objects.values_list("root_page__url_path", flat=True)
    own = urlsplit(path).path.strip("/")
    return Page.objects.filter(url_path__in=[f"{root}{own}/" if own else root for root in roots]).exists()


def left_redirects() -> QuerySet[Redirect]:
    """Return the redirects that pages left which changed their address."""
    return Redirect.objects.filter(automatically_created=True)
