"""Every address that a visitor may open, for search engines, in a file for each section (sitemaps.org).

wagtail.contrib.sitemaps lists what lies below a page that is off the site too. With ``publicly()`` as its items
Django's index view would still name the host of the request, not BASE_URL, and address later parts as ``?p=2``; the
sections have to be found in the tree all the same. On the demo it asked 13 queries for the index where this asks 3.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count, Max, Q
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.querysets import HOME_DEPTH, publicly, slugs_at

MOST_ADDRESSES = 50_000  # of one file, says sitemaps.org
OTHERS = "pagine"  # the home, and what stands below it without pages of its own
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
Entry = tuple[str, datetime | None]  # an address, when it changed last


class Section(NamedTuple):
    slug: str
    paths: tuple[str, ...]  # of the trees in it
    pages: int
    changed: datetime | None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    home = _home(request)
    entries: list[Entry] = []
    for section in _sections(home) if home else []:
        for part in range(1, 1 + -(-section.pages // MOST_ADDRESSES)):
            name = section.slug if part == 1 else f"{section.slug}.{part}"
            entries.append((reverse("sitemap_section", args=[name]), section.changed))
    return _answer("sitemapindex", "sitemap", entries)


@require_safe
def section(request: HttpRequest, name: str) -> HttpResponse:
    """Http404 for a section, or a part of it, that is not there. ``name`` is «soci», or «soci.2»."""
    slug, _point, number = name.partition(".")
    home, part = _home(request), int(number or 1)
    found = next((one for one in _sections(home) if one.slug == slug), None) if home else None
    if found is None or not 0 < part <= -(-found.pages // MOST_ADDRESSES):
        raise Http404
    start = (part - 1) * MOST_ADDRESSES
    pages = _public(home).filter(_below(found.paths)).order_by("path")[start : start + MOST_ADDRESSES]
    above = len(home.url_path)
    rows = pages.values_list("url_path", "last_published_at")
    return _answer("urlset", "url", ((f"/{url_path[above:]}", changed) for url_path, changed in rows))


def _home(request: HttpRequest) -> Any:
    site = Site.find_for_request(request)
    return site.root_page if site else None


def _public(home: Page) -> Any:
    return publicly(home.get_descendants(inclusive=True).live())


def _below(paths: Iterable[str]) -> Q:
    found = Q(pk=None)
    for path in paths:
        found |= Q(path__startswith=path) if len(path) > Page.steplen * HOME_DEPTH else Q(path=path)
    return found


def _sections(home: Page) -> list[Section]:
    """A section for each child of the home that has pages below it, in the order of the tree; the others at the end."""
    branch = Substr("path", 1, Page.steplen * (HOME_DEPTH + 1))
    rows = _public(home).order_by().annotate(branch=branch).values("branch")
    branches = {row["branch"]: row for row in rows.annotate(count=Count("pk"), changed=Max("last_published_at"))}
    slugs = slugs_at(branches)
    found, others = [], []
    for path in sorted(branches):
        if branches[path]["count"] > 1 and slugs[path] != OTHERS:
            found.append(Section(slugs[path], (path,), branches[path]["count"], branches[path]["changed"]))
        else:
            others.append(path)
    changed = [row["changed"] for path, row in branches.items() if path in others and row["changed"]]
    count = sum(branches[path]["count"] for path in others)
    return [*found, Section(OTHERS, tuple(others), count, max(changed, default=None))] if others else found


def _answer(root: str, name: str, entries: Iterable[Entry]) -> HttpResponse:
    """Written by hand: a template takes half a second for sixteen thousand."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">']
    for address, changed in entries:
        day = f"<lastmod>{timezone.localtime(changed):%Y-%m-%d}</lastmod>" if changed else ""
        lines.append(f"<{name}><loc>{escape(settings.BASE_URL + address)}</loc>{day}</{name}>")
    return HttpResponse("\n".join([*lines, f"</{root}>\n"]), content_type="application/xml")
