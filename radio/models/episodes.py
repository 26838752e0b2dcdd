"""Episodes, their guests, the guests' contacts, and the numbers that episodes have."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager, Revision

from cms.content.blocks import ALT_HELP
from cms.images.renditions import ImageUse, uses
from cms.seo.schema_org import Node
from cms.seo.share_image.card import Card, join_parts
from cms.text import long_date
from cms.users.types import AnyUser
from editorial.content.people import Person
from editorial.pages import ModeratedPage
from profiles.member_fields import PeoplePanel
from profiles.models import Member, MemberCredit
from radio.context import episode_context, structured_data_of
from radio.guests import person_of
from radio.numbers import FIRST, LAST, check_number, reserve_episode_numbers
from radio.permissions import EpisodeTester
from radio.querysets import ContactQuerySet, EpisodeQuerySet, NumberQuerySet

from .recordings import RadioAudio
from .show import RadioIndexPage

# Slugs below the show that radio's own URLs use.
RESERVED_SLUGS = ("audio",)


def number_validators() -> list[Any]:
    return [MinValueValidator(FIRST), MaxValueValidator(LAST)]


class EpisodePage(ModeratedPage):
    season = models.PositiveSmallIntegerField("stagione", validators=number_validators())
    number = models.PositiveSmallIntegerField("numero", validators=number_validators(), help_text="Nella sua stagione.")
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

    summary_field = "summary"
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

    def permissions_for_user(self, user: AnyUser) -> EpisodeTester:
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
        """Reserve the numbers of the row. Raises ActionRefused for one that another episode has."""
        self._store_guest_names(overwrite=False)
        with transaction.atomic():
            super().save(*args, **kwargs)
            reserve_episode_numbers(self.pk)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Reserve the numbers of the revision. Raises ActionRefused for one that another episode has."""
        self._store_guest_names(overwrite=True)
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            reserve_episode_numbers(self.pk)
        return revision

    def _store_guest_names(self, *, overwrite: bool) -> None:
        for guest in self.guests.get_object_list():
            guest.store_credited_name(overwrite=overwrite)

    def people_to_ask(self) -> list[Person]:
        """Every guest, as each has to consent to the episode."""
        contacts = GuestContact.objects.by_key(self.pk)
        return [person_of(guest, contacts) for guest in self.guests.all()]

    def people_url(self) -> str:
        return reverse("episode_guests", args=[self.pk])

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the transcript, which blank lines separate."""
        text = self.transcript.replace("\r\n", "\n")
        return [part.strip() for part in text.split("\n\n") if part.strip()]

    @property
    def lead_guest(self) -> "EpisodeGuest | None":
        guests = self.guests.all()
        return guests[0] if guests else None

    @property
    def file_name(self) -> str:
        """The name of a downloaded copy of the recording, without extension."""
        return f"lab121-radio-{self.season}-{self.number:02}"

    @property
    def guest_names(self) -> list[str]:
        return [guest.display_name for guest in self.guests.all()]

    @cached_property
    def show(self) -> RadioIndexPage | None:
        return RadioIndexPage.objects.first()

    @property
    def structured_data(self) -> Node:
        return structured_data_of(self)

    def card(self) -> Card:
        """The card shows the portrait of the first guest if the episode has no picture, as its page does."""
        names = ", ".join(self.guest_names)
        line = join_parts(f"con {names}" if names else "", long_date(self.first_broadcast))
        guest = self.lead_guest.showcase if self.lead_guest else None
        picture = self.picture or (guest and guest.photo)
        return Card(f"Alla radio, n. {self.number}", self.title, line, self.slug, picture)

    def image_uses(self) -> list[ImageUse]:
        return [*super().image_uses(), *uses(self.picture, "portrait")]

    def search_words(self) -> list[str]:
        return [self.title, f"puntata {self.number}", self.summary, *self.guest_names, self.transcript]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **episode_context(self, request)}


class EpisodeGuest(Orderable, MemberCredit):
    """A guest of an episode: a member, or the name of somebody else."""

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
    def display_name(self) -> str:
        return super().display_name or self.name


class GuestContact(models.Model):
    """The address of a guest without an account. It is not stored on the page, whose revisions are kept."""

    page = models.ForeignKey(EpisodePage, models.CASCADE, related_name="contacts")
    # As radio.guests.person_of() makes it, from the member or from the name on the page.
    key = models.CharField(max_length=300)
    email = models.EmailField("e-mail")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "indirizzo di un ospite"
        verbose_name_plural = "indirizzi degli ospiti"
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="one_address_each_guest")]

    def __str__(self) -> str:
        return f"pagina {self.page_id}: {self.key}"


class EpisodeNumber(models.Model):
    """A number that an episode reserves, for its row or its latest revision. A constraint lets one have each."""

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
