"""The sections of the site: children of the home that are marked for menus, in the order of their own field."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Site

from .querysets import in_menu_order, publicly


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
    found = in_menu_order(publicly(site.root_page.get_children().live()).in_menu())
    entries = []
    for page in found:
        url = page.get_url(request) or "/"
        entries.append(MenuEntry(page.title, url, request.path.startswith(url)))
    return entries
