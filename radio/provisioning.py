"""Provisioning of the page of the show."""

from cms.provisioning import Changes
from editorial.provisioning import ensure_index

from .models import RadioIndexPage

INTRO = "Le persone di lab121 raccontano il loro mestiere: si ascolta, e si legge parola per parola."


def provision_index(changes: Changes) -> None:
    ensure_index(RadioIndexPage, changes, title="Radio", slug="radio", intro=INTRO, menu_order=30)
