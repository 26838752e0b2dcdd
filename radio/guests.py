"""Whom an episode is about, and how the desk reaches them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction

from cms.search.text import fold
from editorial.consent import services as consent_services
from editorial.content.people import Person

GUEST = "ospite"  # in the recording's address: the token of whoever is being asked about it

if TYPE_CHECKING:
    from .models import EpisodeGuest, EpisodePage


def person_of(guest: "EpisodeGuest", contacts: Mapping[str, str]) -> Person:
    """``contacts`` are the addresses written down for the episode. A member's own account comes first."""
    member = guest.member
    if member is None:
        key = f"name:{fold(guest.name)}"
        return Person(key, guest.name, email=contacts.get(key, ""))
    key = f"member:{member.pk}"
    user: Any = member.user if member.is_open else None
    return Person(key, guest.shown_name, user=user, email=user.email if user else contacts.get(key, ""))


class ContactsForm(forms.Form):
    """An address for each guest of the latest text who has no account."""

    def __init__(self, *args: Any, page: "EpisodePage", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        text = page.get_latest_revision_as_object()
        self.people: list[Person] = text.people_to_ask()
        for number, person in enumerate(self.people):
            if person.user is None:
                self.fields[f"email_{number}"] = forms.EmailField(
                    label=person.name,
                    required=False,
                    initial=person.email,
                    help_text="Vuota: il link lo consegni tu, dalla pagina di lettura.",
                )

    @property
    def with_account(self) -> list[Person]:
        return [person for person in self.people if person.user is not None]

    @transaction.atomic
    def save(self) -> None:
        """Whoever is being asked at this moment gets the link at the new address."""
        from .models import GuestContact

        kept = []
        for name, field_value in self.cleaned_data.items():
            person = self.people[int(name.removeprefix("email_"))]
            if field_value:
                GuestContact.objects.update_or_create(page=self.page, key=person.key, defaults={"email": field_value})
                kept.append(person.key)
        GuestContact.objects.others_than(kept, self.page.pk).delete()
        consent_services.address_changed(self.page.pk)
