"""The show, its episodes, their recordings, and who holds which number."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.duration import duration_iso_string
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager, Revision

from cms.blocks import ALT_HELP
from cms.models import unguessable
from editorial.pages import ModeratedPage
from profiles.models import Member, NamesMember
from profiles.people import PeoplePanel

from .numbers import FIRST, LAST, check_number, keep_numbers
from .permissions import EpisodeTester
from .querysets import AudioQuerySet, EpisodeQuerySet, NumberQuerySet, ShowQuerySet

# Below the show's address, and no episode's.
RESERVED_SLUGS = ("audio",)


class Weekday(models.IntegerChoices):
    """As ``date.weekday()`` counts."""

    MONDAY = 0, "lunedì"
    TUESDAY = 1, "martedì"
    WEDNESDAY = 2, "mercoledì"
    THURSDAY = 3, "giovedì"
    FRIDAY = 4, "venerdì"
    SATURDAY = 5, "sabato"
    SUNDAY = 6, "domenica"


class AudioKind(models.TextChoices):
    MP3 = "mp3", "MP3"
    M4A = "m4a", "M4A"


MEDIA_TYPES = {AudioKind.MP3: "audio/mpeg", AudioKind.M4A: "audio/mp4"}


def audio_path(audio: "RadioAudio", filename: str) -> str:
    return unguessable("radio_audio", f"audio.{audio.kind}")


class RadioAudio(models.Model):
    """A recording, as it was uploaded: never changed, never deleted. Another file is another row.

    Only radio.services.keep_audio() makes one. Everything but the name is read from the content.
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
        """Raises ValueError for a row that says something else than it did: two people agreed to that file."""
        if self.pk:
            known = RadioAudio.objects.filter(pk=self.pk).values(*self.FACTS).first() or {}
            if any(str(getattr(self, name)) != str(value) for name, value in known.items()):
                raise ValueError("A recording does not change: upload another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
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
        """«28:14», or «1:02:03»."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @property
    def duration_words(self) -> str:
        """«28 minuti», «1 minuto», «40 secondi»."""
        minutes = round(self.seconds / 60)
        if self.seconds < 60:
            return f"{self.seconds} second{'o' if self.seconds == 1 else 'i'}"
        return f"{minutes} minut{'o' if minutes == 1 else 'i'}"

    @property
    def duration_iso(self) -> str:
        """ISO 8601."""
        return duration_iso_string(timedelta(seconds=self.seconds))

    @property
    def size_words(self) -> str:
        return filesizeformat(self.bytes)


class RadioIndexPage(ModeratedPage):
    """The show."""

    intro = models.TextField("presentazione", blank=True, max_length=400)
    show_name = models.CharField("nome del programma", max_length=120, default="Lab121 alla radio")
    station = models.CharField("emittente", max_length=120, blank=True, help_text="La radio che lo trasmette.")
    weekday = models.PositiveSmallIntegerField("giorno", choices=Weekday.choices, null=True, blank=True)
    broadcast_at = models.TimeField("ora", null=True, blank=True, help_text="Per esempio 18:30, ora italiana.")

    objects = PageManager.from_queryset(ShowQuerySet)()

    parent_page_types = ["home.HomePage"]
    subpage_types = ["radio.EpisodePage"]
    max_count = 1
    content_panels = [
        *ModeratedPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("show_name"),
        FieldPanel("station"),
        MultiFieldPanel([FieldPanel("weekday"), FieldPanel("broadcast_at")], heading="Giorno e ora"),
    ]

    class Meta:
        verbose_name = "programma alla radio"
        verbose_name_plural = "programmi alla radio"

    @property
    def schedule(self) -> str:
        """«ogni giovedì alle 18:30»; empty where no day is said."""
        if self.weekday is None:
            return ""
        at = f" alle {self.broadcast_at:%H:%M}" if self.broadcast_at else ""
        return f"ogni {Weekday(self.weekday).label}{at}"

    @property
    def structured_data(self) -> dict[str, Any]:
        """schema.org, without @context."""
        data = {"@type": "PodcastSeries", "name": self.show_name, "url": self.full_url, "description": self.intro}
        data["webFeed"] = settings.BASE_URL + reverse("radio_feed")
        return {key: value for key, value in data.items() if value}

    def search_words(self) -> list[str]:
        return [self.title, self.show_name, self.station, self.intro]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .archive import archive

        return {**super().get_context(request, *args, **kwargs), **archive(request.GET)}


def numbered() -> list[Any]:
    return [MinValueValidator(FIRST), MaxValueValidator(LAST)]


class EpisodePage(ModeratedPage):
    season = models.PositiveSmallIntegerField("stagione", validators=numbered())
    number = models.PositiveSmallIntegerField("numero", validators=numbered(), help_text="Nella sua stagione.")
    first_broadcast = models.DateField("andata in onda il", db_index=True)
    summary = models.TextField(
        "riassunto",
        max_length=500,
        blank=True,
        help_text="Di che cosa si parla, in due o tre frasi. Sta in cima alla pagina e nel podcast.",
    )
    audio = models.ForeignKey(
        RadioAudio, models.PROTECT, null=True, blank=True, related_name="episodes", verbose_name="audio",
        help_text="MP3 o M4A. Chi visita il sito lo sente solo quando la puntata è pubblicata.",
    )  # fmt: skip
    transcript = models.TextField(
        "trascrizione",
        blank=True,
        help_text="Le parole dette, per chi non può sentirle e per chi cerca. Una riga vuota apre un capoverso.",
    )
    picture = models.ForeignKey(
        "cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="immagine",
        help_text="Senza immagine si vede il ritratto della prima persona ospite.",
    )  # fmt: skip
    picture_alt = models.CharField("descrizione dell’immagine", max_length=250, blank=True, help_text=ALT_HELP)
    picture_credit = models.CharField("di chi è l’immagine", max_length=120, blank=True)

    objects = PageManager.from_queryset(EpisodeQuerySet)()

    parent_page_types = ["radio.RadioIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        HelpPanel(template="radio/help.html"),
        *ModeratedPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("season"), FieldPanel("number"), FieldPanel("first_broadcast")], heading="La puntata"
        ),
        FieldPanel("summary"),
        PeoplePanel("guests", heading="Ospiti", label="ospite", help_text="Nell’ordine in cui vanno nominati."),
        FieldPanel("audio"),
        FieldPanel("transcript"),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_credit")], heading="Immagine"
        ),
    ]

    class Meta:
        verbose_name = "puntata"
        verbose_name_plural = "puntate"
        indexes = [models.Index(fields=["season", "number"], name="episode_season_number")]

    def permissions_for_user(self, user: Any) -> EpisodeTester:
        return EpisodeTester(user, self)

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if self.slug in RESERVED_SLUGS:
            wrong["slug"] = "Questo indirizzo serve al sito: scegline un altro."
        if self.season is not None and self.number is not None:
            wrong |= check_number(self.pk, self.season, self.number)
        if wrong:
            raise ValidationError(wrong)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Refused for a number that another episode holds."""
        self._remember_names(again=False)
        with transaction.atomic():
            super().save(*args, **kwargs)
            keep_numbers(self.pk)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Raises Refused for a number that another episode holds."""
        self._remember_names(again=True)
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            keep_numbers(self.pk)
        return revision

    def _remember_names(self, *, again: bool) -> None:
        for guest in self.guests.get_object_list():
            guest.remember_name(again=again)

    @property
    def intro(self) -> str:
        """What lists and search engines show of a page."""
        return self.summary

    @property
    def paragraphs(self) -> list[str]:
        """Of the transcript: what blank lines part."""
        text = self.transcript.replace("\r\n", "\n")
        return [part.strip() for part in text.split("\n\n") if part.strip()]

    @property
    def lead_guest(self) -> "EpisodeGuest | None":
        guests = self.guests.all()
        return guests[0] if guests else None

    @property
    def file_name(self) -> str:
        """Of the copy that somebody keeps of the recording, without extension."""
        return f"lab121-radio-{self.season}-{self.number:02}"

    @property
    def guest_names(self) -> list[str]:
        return [guest.shown_name for guest in self.guests.all()]

    @property
    def structured_data(self) -> dict[str, Any]:
        """schema.org, without @context."""
        data: dict[str, Any] = {
            "@type": "PodcastEpisode",
            "name": self.title,
            "url": self.full_url,
            "description": self.summary,
            "datePublished": self.first_broadcast.isoformat(),
            "episodeNumber": self.number,
            "partOfSeason": {"@type": "PodcastSeason", "seasonNumber": self.season},
        }
        if self.audio:
            data["associatedMedia"] = {
                "@type": "AudioObject",
                "contentUrl": settings.BASE_URL + self.audio.url,
                "encodingFormat": self.audio.media_type,
                "duration": self.audio.duration_iso,
            }
        return {key: value for key, value in data.items() if value}

    def search_words(self) -> list[str]:
        return [self.title, f"puntata {self.number}", self.summary, *self.guest_names, self.transcript]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .showing import episode_context

        return {**super().get_context(request, *args, **kwargs), **episode_context(self)}


class EpisodeGuest(Orderable, NamesMember):
    """Somebody of the association, or a name."""

    page = ParentalKey(EpisodePage, related_name="guests")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="episodes", verbose_name="chi è"
    )
    name = models.CharField(
        "oppure il nome", max_length=120, blank=True, help_text="Solo per chi non è dell’associazione."
    )

    panels = [FieldPanel("member"), FieldPanel("name")]

    class Meta(Orderable.Meta):
        verbose_name = "ospite"
        verbose_name_plural = "ospiti"
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, name="") | (Q(member__isnull=True) & ~Q(name="")),
                name="guest_is_member_or_name",
                violation_error_message="Scegli una persona dell’associazione oppure scrivi un nome: uno dei due.",
            )
        ]

    @property
    def shown_name(self) -> str:
        return super().shown_name or self.name


class EpisodeNumber(models.Model):
    """Who holds a number: every episode those of its row and of its latest text. One each, says the database."""

    season = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    page = models.ForeignKey(EpisodePage, models.CASCADE, related_name="claims")

    objects = NumberQuerySet.as_manager()

    class Meta:
        verbose_name = "numero di puntata"
        verbose_name_plural = "numeri di puntata"
        constraints = [models.UniqueConstraint(fields=["season", "number"], name="one_episode_each_number")]

    def __str__(self) -> str:
        return f"stagione {self.season}, puntata {self.number}"


__all__ = ["EpisodeGuest", "EpisodeNumber", "EpisodePage", "RadioAudio", "RadioIndexPage", "Weekday"]
