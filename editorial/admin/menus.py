"""The entries of the admin's menus."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.registry import SettingMenuItem

from editorial.permissions.groups import is_chief, is_member_only, sees_health

MEMBER_MENU = ("my-area",)


def arrange_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Put «La tua area» first; it is a member's only entry. Reports are for Redazione and superusers."""
    area = MenuItem("La tua area", resolve_url(settings.LOGIN_REDIRECT_URL), name="my-area", icon_name="home", order=1)
    reports = sees_health(request.user)
    others = [] if is_member_only(request.user) else [item for item in items if reports or item.name != "reports"]
    items[:] = [area, *others]


def arrange_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove the settings that check_address() closes to whoever is not of Redazione, superusers included."""
    if not is_chief(request.user):
        items[:] = [item for item in items if not isinstance(item, SettingMenuItem)]
