"""Uploaded recordings."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.duration import duration_iso_string

from cms.models import unguessable
from radio.querysets import AudioQuerySet


class AudioKind(models.TextChoices):
    MP3 = "mp3", "MP3"
    M4A = "m4a", "M4A"


MEDIA_TYPES = {AudioKind.MP3: "audio/mpeg", AudioKind.M4A: "audio/mp4"}


FOLDER = "radio_audio"  # below MEDIA_ROOT


def audio_path(audio: "RadioAudio", filename: str) -> str:
    return unguessable(FOLDER, f"audio.{audio.kind}")


class RadioAudio(models.Model):
    """An uploaded recording, which is never changed nor deleted. Another file is another row.

    Only radio.services.store_recording() creates one. Everything but the name is read from the file's content.
    """

    file = models.FileField("file", upload_to=audio_path, max_length=200)
    kind = models.CharField("tipo", max_length=3, choices=AudioKind.choices)
    bytes = models.PositiveBigIntegerField("byte")
    milliseconds = models.PositiveBigIntegerField("durata in millisecondi")
    sha256 = models.CharField("impronta", max_length=64, unique=True, help_text="SHA-256, in esadecimale.")
    original_name = models.CharField("nome del file", max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="caricato da"
    )
    uploaded_at = models.DateTimeField("caricato il", auto_now_add=True, db_index=True)

    objects = AudioQuerySet.as_manager()

    FACTS = ("file", "kind", "bytes", "milliseconds", "sha256", "original_name", "uploaded_at")

    class Meta:
        verbose_name = "audio della radio"
        verbose_name_plural = "audio della radio"

    def __str__(self) -> str:
        return f"{self.original_name} ({self.clock}, {self.size_words})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValueError if any of FACTS differs from the stored row: two people approved that very file."""
        if self.pk:
            stored = RadioAudio.objects.filter(pk=self.pk).values(*self.FACTS).first() or {}
            if any(str(getattr(self, name)) != str(value) for name, value in stored.items()):
                raise ValueError("A recording does not change: upload another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Always raises ValueError."""
        raise ValueError("A recording stays: an episode that was on the site may come back.")

    @property
    def url(self) -> str:
        return reverse("radio_audio", args=[self.sha256, self.kind])

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[AudioKind(self.kind)]

    @property
    def seconds(self) -> int:
        return round(self.milliseconds / 1000)

    @property
    def clock(self) -> str:
        """The duration as «28:14», or «1:02:03»."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @property
    def duration_words(self) -> str:
        """The duration in words: «28 minuti», «1 minuto», «40 secondi»."""
        minutes = round(self.seconds / 60)
        if self.seconds < 60:
            return f"{self.seconds} second{'o' if self.seconds == 1 else 'i'}"
        return f"{minutes} minut{'o' if minutes == 1 else 'i'}"

    @property
    def duration_iso(self) -> str:
        """The duration as ISO 8601 writes it."""
        return duration_iso_string(timedelta(seconds=self.seconds))

    @property
    def size_words(self) -> str:
        return filesizeformat(self.bytes)
