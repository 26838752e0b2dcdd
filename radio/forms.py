"""Uploading a recording, and looking for one."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.admin.forms.choosers import BaseFilterForm

from .audio.errors import EMPTY, TYPES, NotAudio
from .models import RadioAudio
from .services import keep_audio

MEGABYTE = 1024 * 1024
ACCEPTED = ".mp3,.m4a,audio/mpeg,audio/mp4"


def megabytes() -> int:
    return settings.MAX_AUDIO_BYTES // MEGABYTE


class AudioUploadForm(forms.Form):
    file = forms.FileField(label="File audio", error_messages={"required": "Scegli un file.", "empty": EMPTY})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = f"{TYPES}, al massimo {megabytes()} MB. Se c’è già, si ritrova da solo."
        # data-limit-mb: static/js/admin.js tells before it travels.
        field.widget = forms.FileInput(attrs={"accept": ACCEPTED, "data-limit-mb": str(megabytes())})

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_AUDIO_BYTES:
            raise ValidationError(f"Questo audio è troppo pesante: il limite è {megabytes()} MB.")
        return file

    def keep(self, user: Any) -> RadioAudio | None:
        """The recording; None with the reason beside the field."""
        try:
            return keep_audio(file=self.cleaned_data["file"], user=user)
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
