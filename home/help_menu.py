"""The help menu of the admin."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem

from editorial.pages import STAFF

from .models import GuidePage


def arrange_help_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Our guide instead of a manual on another host; to the desks also how the site's pieces look."""
    guide = GuidePage.objects.live().first()
    items[:] = [MenuItem("Bussola del socio", guide.url, icon_name="help")] if guide else []
    if request.user.has_perm(STAFF):
        items.append(MenuItem("Stile del sito", reverse("style_guide"), icon_name="view"))
