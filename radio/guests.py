"""Whom an episode is about, and how the desk reaches them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cms.search.text import fold
from editorial.guests import Person

GUEST = "ospite"  # in the recording's address: the token of whoever is being asked about it

if TYPE_CHECKING:
    from .models import EpisodeGuest


def person_of(guest: "EpisodeGuest", contacts: Mapping[str, str]) -> Person:
    """``contacts`` are the addresses written down for the episode. A member's own account comes first."""
    member = guest.member
    if member is None:
        key = f"name:{fold(guest.name)}"
        return Person(key, guest.name, email=contacts.get(key, ""))
    key = f"member:{member.pk}"
    user: Any = member.user if member.is_open else None
    return Person(key, guest.shown_name, user=user, email=user.email if user else contacts.get(key, ""))
