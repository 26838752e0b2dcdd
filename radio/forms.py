"""Forms of the radio's desk: upload a recording, look for one, note down how guests are reached."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.admin.forms.choosers import BaseFilterForm

from cms.users.models import User
from editorial.consent import services as consent_services
from editorial.content.people import Person
from editorial.identity.services import in_a_desk

from .audio.errors import EMPTY, TYPES, NotAudio
from .models import EpisodePage, GuestContact, RadioAudio
from .services import store_recording

MEGABYTE = 1024 * 1024
OF_A_DESK = "È l’indirizzo di chi legge per una redazione: scrivi quello della persona ospite."
ACCEPTED = ".mp3,.m4a,audio/mpeg,audio/mp4"


def megabytes() -> int:
    """Return the largest size of an upload, in MB."""
    return settings.MAX_AUDIO_BYTES // MEGABYTE


class AudioUploadForm(forms.Form):
    file = forms.FileField(label="File audio", error_messages={"required": "Scegli un file.", "empty": EMPTY})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = f"{TYPES}, al massimo {megabytes()} MB. Se c’è già, si ritrova da solo."
        # static/js/admin.js reads data-limit-mb and refuses a larger file before it is sent.
        field.widget = forms.FileInput(attrs={"accept": ACCEPTED, "data-limit-mb": str(megabytes())})

    def clean_file(self) -> Any:
        """Raises ValidationError for a file of more than MAX_AUDIO_BYTES."""
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_AUDIO_BYTES:
            raise ValidationError(f"Questo audio è troppo pesante: il limite è {megabytes()} MB.")
        return file

    def store(self, user: User) -> RadioAudio | None:
        """Return the recording, or None after adding the reason as an error of the field."""
        try:
            return store_recording(file=self.cleaned_data["file"], user=user)
        except NotAudio as error:
            self.add_error("file", str(error))
            return None


class AudioFilterForm(BaseFilterForm):
    q = forms.CharField(label="Nome del file", required=False, max_length=200)

    def filter(self, objects: Any) -> Any:
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            objects = objects.named(words)
        return super().filter(objects)


class ContactsForm(forms.Form):
    """«Come raggiungere gli ospiti»: the e-mail of each guest in the latest revision who has no account."""

    def __init__(self, *args: Any, page: EpisodePage, **kwargs: Any) -> None:
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

    def clean(self) -> None:
        """Refuse the address of somebody who reads for a desk: the guest's link would be theirs."""
        for name, email in list(self.cleaned_data.items()):
            if email and any(map(in_a_desk, User.objects.with_email(email))):
                self.add_error(name, OF_A_DESK)

    @property
    def with_account(self) -> list[Person]:
        return [person for person in self.people if person.user is not None]

    @transaction.atomic
    def save(self) -> None:
        """Replace the stored addresses. A guest who is being asked for consent now gets the link at the new address."""
        keys = []
        for name, email in self.cleaned_data.items():
            person = self.people[int(name.removeprefix("email_"))]
            if email:
                GuestContact.objects.update_or_create(page=self.page, key=person.key, defaults={"email": email})
                keys.append(person.key)
        GuestContact.objects.outdated(self.page.pk, keys).delete()
        consent_services.address_changed(self.page.pk)
