"""Members of the association, with their contacts."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from cms.fields import PHONE, POSTCODE, STREET, STREET_NUMBER, TOWN, HttpsURLField, validate_visible
from profiles.querysets import MemberQuerySet


class Visibility(models.TextChoices):
    PUBLIC = "public", "Tutti"
    MEMBERS = "members", "Solo chi è dell’associazione"
    NOBODY = "nobody", "Nessuno"


class Member(models.Model):
    """A person, a firm or an association that belongs to lab121, with their contacts.

    Contacts are stored here and not on the showcase, because whatever is on a page stays in its revisions. They are
    read when the page is shown, so a change is public at once.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "Persona"
        FIRM = "firm", "Impresa"
        ASSOCIATION = "association", "Associazione"

    class AddressAs(models.TextChoices):
        FEMININE = "socia", "socia"
        MASCULINE = "socio", "socio"
        NEUTRAL = "neutral", "senza genere"

    # NULL where the account was deleted: pages that name the member stay.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="member",
        verbose_name="account",
    )
    kind = models.CharField("che cos’è", max_length=12, choices=Kind.choices, default=Kind.PERSON)
    address_as = models.CharField("come chiamarla", max_length=8, choices=AddressAs.choices, default=AddressAs.NEUTRAL)
    joined_on = models.DateField("nell’associazione dal", null=True, blank=True)
    is_demo = models.BooleanField("di prova", default=False, editable=False)

    phone = models.CharField("telefono", max_length=26, blank=True, validators=[PHONE, validate_visible])
    phone_visibility = models.CharField(
        "chi vede il telefono", max_length=8, choices=Visibility.choices, default=Visibility.NOBODY
    )
    email = models.EmailField("e-mail", blank=True, validators=[validate_visible])
    email_visibility = models.CharField(
        "chi vede l’e-mail", max_length=8, choices=Visibility.choices, default=Visibility.NOBODY
    )
    website = HttpsURLField("sito", blank=True, validators=[validate_visible])
    website_visibility = models.CharField(
        "chi vede il sito", max_length=8, choices=Visibility.choices, default=Visibility.NOBODY
    )
    # An address in Italy: that is what the postcode means, and the country in ``contact_card()``.
    street = models.CharField("via o piazza", max_length=80, blank=True, validators=[STREET, validate_visible])
    street_number = models.CharField(
        "numero civico", max_length=10, blank=True, validators=[STREET_NUMBER, validate_visible]
    )
    postcode = models.CharField("CAP", max_length=5, blank=True, validators=[POSTCODE])
    town = models.CharField("città o paese", max_length=60, blank=True, validators=[TOWN, validate_visible])
    address_visibility = models.CharField(
        "chi vede l’indirizzo", max_length=8, choices=Visibility.choices, default=Visibility.NOBODY
    )
    # What migration 0005 could not divide: shown to the member alone, until they save their contacts again.
    former_address = models.CharField(max_length=160, blank=True, default="", editable=False)

    objects = MemberQuerySet.as_manager()

    CONTACTS = ("phone", "email", "website", "address")
    ADDRESS_PARTS = ("street", "street_number", "postcode", "town")
    NODE_NAME = "chi"  # in structured data: the person or firm itself, at the address of its showcase

    class Meta:
        verbose_name = "persona o impresa associata"
        verbose_name_plural = "persone e imprese associate"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The public name: the title of the showcase, whether it is live or not."""
        showcase = getattr(self, "showcase", None)
        return showcase.title if showcase else str(self.user or f"n. {self.pk}")

    def printed_names(self) -> list[str]:
        """Return what pages that credit the member print: the name of the showcase while it is public."""
        showcase = getattr(self, "showcase", None)
        return [showcase.title] if showcase and showcase.live and showcase.is_public else []

    @property
    def is_open(self) -> bool:
        """Whether the member may log in."""
        return self.user is not None and self.user.is_active

    @property
    def awaits_password(self) -> bool:
        """Whether the member was invited and has not chosen a password yet."""
        return self.user is not None and not self.user.has_usable_password()

    @property
    def is_person(self) -> bool:
        return self.kind == Member.Kind.PERSON

    @property
    def street_line(self) -> str:
        return f"{self.street} {self.street_number}".strip()

    @property
    def address(self) -> str:
        """The address on one line, as «via Verona 95, 15121 Alessandria»."""
        return ", ".join(part for part in (self.street_line, f"{self.postcode} {self.town}".strip()) if part)

    def visible_contacts(self, *, for_member: bool) -> list[tuple[str, str]]:
        """Return (kind, value) of the contacts that are filled in and that a visitor may see; with ``for_member``
        also those that only members of the association may see."""
        allowed = {Visibility.PUBLIC, Visibility.MEMBERS} if for_member else {Visibility.PUBLIC}
        return [
            (kind, value)
            for kind in self.CONTACTS
            if (value := getattr(self, kind)) and getattr(self, f"{kind}_visibility") in allowed
        ]

    def clean(self) -> None:
        if self.website and not self.website.startswith(("https://", "http://")):
            raise ValidationError({"website": "L’indirizzo del sito comincia con https://"})
