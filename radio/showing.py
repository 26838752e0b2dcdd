"""What an episode shows to whoever opens it."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from profiles.works import works_of

from .guests import GUEST
from .models import EpisodePage, RadioIndexPage


def audio_url(page: EpisodePage, request: HttpRequest) -> str:
    """With the key of a guest who is asked about the episode: it is not on the site yet."""
    token = getattr(request, "guest_token", "")
    return f"{page.audio.url}?{urlencode({GUEST: token})}" if page.audio and token else ""


def episode_context(page: EpisodePage, request: HttpRequest) -> dict[str, Any]:
    visible = EpisodePage.objects.visible()
    members = [guest.member for guest in page.guests.all() if guest.member]
    return {
        "show": RadioIndexPage.objects.first(),
        "previous": visible.before(page).as_rows().first(),
        "following": visible.after(page).as_rows().first(),
        "works": works_of(members, but=page),
        "audio_url": audio_url(page, request),
    }
