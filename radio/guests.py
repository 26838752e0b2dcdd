"""The guests of an episode as the people who are asked for their consent."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cms.search.text import normalise
from editorial.content.people import Person

if TYPE_CHECKING:
    from .models import EpisodeGuest


def person_of(guest: "EpisodeGuest", contacts: Mapping[str, str]) -> Person:
    """Return the guest with the address at which they are asked.

    ``contacts`` maps keys of people to the addresses that the desk wrote down for the episode. The account of a
    member, while it is open, comes before them.
    """
    member = guest.member
    if member is None:
        key = f"name:{normalise(guest.name)}"
        return Person(key, guest.name, email=contacts.get(key, ""))
    key = f"member:{member.pk}"
    user = member.user if member.is_open else None
    return Person(key, guest.display_name, user=user, email=user.email if user else contacts.get(key, ""))
