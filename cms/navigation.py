"""The sections of the site, in the order of their pages in the tree's own field «mostra nei menu»."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Site

from .querysets import publicly


@dataclass(frozen=True)
class MenuEntry:
    title: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> list[MenuEntry]:
    """Live public children of the home that are marked for menus; [] where there is no site yet."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    found = publicly(site.root_page.get_children().live()).in_menu().order_by("path")
    entries = []
    for page in found:
        url = page.get_url(request) or "/"
        entries.append(MenuEntry(page.title, url, request.path.startswith(url)))
    return entries
