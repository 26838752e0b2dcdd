"""The admin's menus."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.registry import SettingMenuItem

from editorial.permissions.groups import is_chief, is_member_only, sees_health

MEMBER_MENU = ("my-area",)


def arrange_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """A member's menu is one entry: back to their own area. Everybody has that entry first."""
    area = MenuItem("La tua area", resolve_url(settings.LOGIN_REDIRECT_URL), name="my-area", icon_name="home", order=1)
    chief = sees_health(request.user)
    kept = [] if is_member_only(request.user) else [i for i in items if chief or i.name != "reports"]
    items[:] = [area, *kept]


def arrange_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """What the guard closes is not offered: to a superuser stock offers everything."""
    if not is_chief(request.user):
        items[:] = [item for item in items if not isinstance(item, SettingMenuItem)]
