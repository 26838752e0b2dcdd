"""What an episode shows to whoever opens it."""

from typing import Any

from profiles.works import works_of

from .models import EpisodePage, RadioIndexPage


def episode_context(page: EpisodePage) -> dict[str, Any]:
    visible = EpisodePage.objects.visible()
    members = [guest.member for guest in page.guests.all() if guest.member]
    return {
        "show": RadioIndexPage.objects.first(),
        "previous": visible.before(page).as_rows().first(),
        "following": visible.after(page).as_rows().first(),
        "works": works_of(members, but=page),
    }
