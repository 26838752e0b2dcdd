"""The header and the footer of every page: the links of the settings whose page is public now, read in two queries."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.db import Error
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.models import SiteSettings
from cms.querysets import in_menu_order, publicly

from .links import name_of, tel

log = logging.getLogger(__name__)

ROW, LAYOUT = "_site_settings_row", "_site_layout"  # attributes of the request, where both are cached


@dataclass(frozen=True)
class Link:
    """``current`` marks the entry of the section that the request is in."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Column:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class SiteLayout:
    """What header and footer show. ``words`` are the texts; the links stand in the order of the settings."""

    words: SiteSettings
    menu: tuple[Link, ...]
    columns: tuple[Column, ...]
    legal: tuple[Link, ...]
    social: tuple[Link, ...] = ()

    @property
    def phone_url(self) -> str:
        return tel(self.words.phone)


@dataclass(frozen=True)
class Organization:
    """The association for schema.org. All of it is public; what Redazione has not written is empty."""

    name: str  # «Lab121 APS»
    url: str  # of the home, absolute
    description: str  # a sentence
    email: str
    phone: str  # as people write it
    address: str  # on one line, without postal code
    social: tuple[str, ...]  # absolute https addresses


def default_layout() -> SiteLayout:
    """Return what provisioning puts on every site, for pages that are rendered without a database."""
    return SiteLayout(
        words=SiteSettings(),
        menu=(Link("Soci", "/soci/"),),
        columns=(Column("Trova chi ti serve", (Link("Tutti i soci", "/soci/"),)),),
        legal=(Link("Privacy", "/privacy/"), Link("Accessibilità", "/accessibilita/")),
    )


def site_layout(request: HttpRequest | None) -> SiteLayout:
    """Return the layout for a request, reading it once. Without a request, a site or a database: default_layout().

    The error pages call this too, so it must not fail.
    """
    if request is None:
        return default_layout()
    if not hasattr(request, LAYOUT):
        setattr(request, LAYOUT, _read(request))
    return getattr(request, LAYOUT)


def organization(request: HttpRequest | None = None) -> Organization:
    """Return the association's data in one query, or in none after site_layout() for the same request."""
    row = _row(request)
    return Organization(
        name=row.name,
        url=f"{settings.BASE_URL}/",
        description=row.about,
        email=row.email,
        phone=row.phone,
        address=", ".join(line.strip() for line in row.address.splitlines() if line.strip()),
        social=tuple(profile["url"] for profile in row.social_rows()),
    )


def _row(request: HttpRequest | None) -> SiteSettings:
    """Return the settings, unsaved ones where there is no row. Wagtail's ``load()`` would write one during a GET."""
    row = getattr(request, ROW, None) or SiteSettings.objects.order_by("pk").first() or SiteSettings()
    if request is not None:
        setattr(request, ROW, row)
    return row


def _read(request: HttpRequest) -> SiteLayout:
    try:
        site = Site.find_for_request(request)
        if site is None:
            return default_layout()
        row = _row(request)
        return _layout(row, _pages(site.root_page, row.page_numbers()), site.root_page, request)
    except Error as error:
        log.warning("no site layout from the database: %r", error)
        return default_layout()


def _pages(root: Page, numbers: Iterable[int]) -> list[Page]:
    """Return the public pages among ``numbers`` and the sections, in the order of ``menu_order``.

    Sections are the children of the home that are marked for menus.
    """
    sections = Q(show_in_menus=True, depth=root.depth + 1, path__startswith=root.path)
    return list(_public_in_order().filter(Q(pk__in=numbers) | sections))


@cache
def _public_in_order() -> Any:
    """Return a queryset to filter, built once: building it takes four times as long as the query, on every page."""
    return in_menu_order(publicly(Page.objects.live()))


def _layout(row: SiteSettings, pages: list[Page], root: Page, request: HttpRequest) -> SiteLayout:
    links = {page.pk: Link(page.title, url) for page in pages if (url := page.get_url(request))}
    sections = [links[page.pk] for page in pages if _is_section(page, root) and page.pk in links]
    return SiteLayout(
        words=row,
        menu=_mark_current(_links(row.menu_rows(), links) or sections, request.path),
        columns=tuple(
            Column(title, tuple(entries)) for title, rows in row.column_rows() if (entries := _links(rows, links))
        ),
        legal=tuple(_links(row.legal_rows(), links)),
        social=tuple(Link(name_of(**profile), profile["url"]) for profile in row.social_rows()),
    )


def _is_section(page: Page, root: Page) -> bool:
    return page.show_in_menus and page.depth == root.depth + 1 and page.path.startswith(root.path)


def _links(rows: Iterable[Mapping[str, Any]], pages: Mapping[int, Link]) -> list[Link]:
    """Return the links of stored rows, without those whose page is not public."""
    links = []
    for row in rows:
        label = row.get("label") or ""
        if page := pages.get(row["page"]) if row.get("page") else None:
            links.append(replace(page, title=label or page.title))
        elif row.get("url"):
            links.append(Link(label, row["url"]))
    return links


def _mark_current(links: Iterable[Link], path: str) -> tuple[Link, ...]:
    """Mark the link with the longest address above ``path`` as current; the home counts for its own path alone."""
    links = list(links)
    around = [link.url for link in links if link.url == path or (link.url != "/" and path.startswith(link.url))]
    here = max(around, key=len, default=None)
    return tuple(replace(link, current=link.url == here) for link in links)
