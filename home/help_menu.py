"""The help menu of the admin."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem

from editorial.roles import STAFF_PERMISSION

from .models import GuidePage


def arrange_help_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Replace Wagtail's links to manuals on another host with the members' guide and, for staff, the style guide."""
    guide = GuidePage.objects.live().first()
    items[:] = [MenuItem("Bussola del socio", guide.url, icon_name="help")] if guide else []
    if request.user.has_perm(STAFF_PERMISSION):
        items.append(MenuItem("Stile del sito", reverse("style_guide"), icon_name="view"))
