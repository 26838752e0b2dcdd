"""The entries of the admin's menus."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.contrib.settings.registry import SettingMenuItem

from editorial.permissions.groups import is_chief, is_member_only, sees_health

# Wagtail's entries for what check_address() closes to everybody.
CLOSED_ENTRIES = ("workflows", "workflow-tasks", "users", "groups", "sites")


def arrange_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Put «La tua area» first; it is a member's only entry. Reports are for Redazione and superusers."""
    area = MenuItem("La tua area", resolve_url(settings.LOGIN_REDIRECT_URL), name="my-area", icon_name="home", order=1)
    reports = sees_health(request.user)
    others = [] if is_member_only(request.user) else [item for item in items if reports or item.name != "reports"]
    items[:] = [area, *others]


def arrange_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove what check_address() closes: to everybody, and the settings to whoever is not of Redazione, superusers
    included."""
    closed_settings = () if is_chief(request.user) else (SettingMenuItem,)
    items[:] = [item for item in items if item.name not in CLOSED_ENTRIES and not isinstance(item, closed_settings)]


def arrange_search_areas(request: HttpRequest, areas: list[SearchArea]) -> None:
    """Remove the search of accounts, which «Chi è chi» has."""
    areas[:] = [area for area in areas if area.name not in CLOSED_ENTRIES]
