"""The head and the foot of every page, as a visitor sees them: links to pages that are public now, in two queries."""

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

ROW, LAYOUT = "_site_furniture_row", "_site_furniture"  # kept on the request


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Column:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class SiteLayout:
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
    """The association as machines read it (schema.org Organization). All of it is public; what Redazione has not
    written is empty.

    ``name`` «Lab121 APS»; ``url`` the whole address of the home; ``description`` a sentence; ``email``; ``phone`` as
    people write it; ``address`` in words, one line, without postal code; ``social`` whole https addresses, for sameAs.
    """

    name: str
    url: str
    description: str
    email: str
    phone: str
    address: str
    social: tuple[str, ...]


def default_layout() -> SiteLayout:
    """Without a database: what provisioning puts on every site."""
    return SiteLayout(
        words=SiteSettings(),
        menu=(Link("Soci", "/soci/"),),
        columns=(Column("Trova chi ti serve", (Link("Tutti i soci", "/soci/"),)),),
        legal=(Link("Privacy", "/privacy/"), Link("Accessibilità", "/accessibilita/")),
    )


def site_layout(request: HttpRequest | None) -> SiteLayout:
    """Asked once a request. The error pages ask too: without a request, a site or a database it is ``fixed()``."""
    if request is None:
        return default_layout()
    if not hasattr(request, LAYOUT):
        setattr(request, LAYOUT, _read(request))
    return getattr(request, LAYOUT)


def organization(request: HttpRequest | None = None) -> Organization:
    """See ``Organization``. One query; none after ``furniture()`` of the same request."""
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
    """Stock's ``load()`` would write a missing row while somebody only reads."""
    found = getattr(request, ROW, None) or SiteSettings.objects.order_by("pk").first() or SiteSettings()
    if request is not None:
        setattr(request, ROW, found)
    return found


def _read(request: HttpRequest) -> SiteLayout:
    try:
        site = Site.find_for_request(request)
        if site is None:
            return default_layout()
        row = _row(request)
        return _shown(row, _pages(site.root_page, row.page_numbers()), site.root_page, request)
    except Error as error:
        log.warning("no furniture from the database: %r", error)
        return default_layout()


def _pages(root: Page, numbers: Iterable[int]) -> list[Page]:
    """Public ones among those named, and the sections: children of the home that are marked for menus, in the order
    of their own field."""
    sections = Q(show_in_menus=True, depth=root.depth + 1, path__startswith=root.path)
    return list(_public_in_order().filter(Q(pk__in=numbers) | sections))


@cache
def _public_in_order() -> Any:
    """Never asked itself. Built once: building it costs four times what asking it does, on every page."""
    return in_menu_order(publicly(Page.objects.live()))


def _shown(row: SiteSettings, pages: list[Page], root: Page, request: HttpRequest) -> SiteLayout:
    links = {page.pk: Link(page.title, url) for page in pages if (url := page.get_url(request))}
    sections = [links[page.pk] for page in pages if _is_section(page, root) and page.pk in links]
    return SiteLayout(
        words=row,
        menu=_marked(_links(row.menu_rows(), links) or sections, request.path),
        columns=tuple(
            Column(title, tuple(shown)) for title, rows in row.column_rows() if (shown := _links(rows, links))
        ),
        legal=tuple(_links(row.legal_rows(), links)),
        social=tuple(Link(name_of(**profile), profile["url"]) for profile in row.social_rows()),
    )


def _is_section(page: Page, root: Page) -> bool:
    return page.show_in_menus and page.depth == root.depth + 1 and page.path.startswith(root.path)


def _links(rows: Iterable[Mapping[str, Any]], pages: Mapping[int, Link]) -> list[Link]:
    """Rows whose page is not public are left out."""
    found = []
    for row in rows:
        label = row.get("label") or ""
        if page := pages.get(row["page"]) if row.get("page") else None:
            found.append(replace(page, title=label or page.title))
        elif row.get("url"):
            found.append(Link(label, row["url"]))
    return found


def _marked(links: Iterable[Link], path: str) -> tuple[Link, ...]:
    """The entry whose section the path is in: the nearest one, and the home for itself alone."""
    links = list(links)
    around = [link.url for link in links if link.url == path or (link.url != "/" and path.startswith(link.url))]
    here = max(around, key=len, default=None)
    return tuple(replace(link, current=link.url == here) for link in links)
