"""The directory and the showcases, with the rows below a showcase."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager

from cms.content.blocks import ALT_HELP, BodyStreamBlock
from cms.fields import HttpsURLField
from cms.images.renditions import ImageUse, gallery_uses, uses
from cms.navigation.links import LinkKind, check_link
from cms.querysets import is_public
from cms.search.text import normalise
from cms.seo.schema_org import Node
from cms.seo.share_image.card import Card
from editorial.pages import ModeratedPage
from profiles.archive import archive_context
from profiles.blocks import ShortTextsBlock
from profiles.context import showcase_context, structured_data_of
from profiles.querysets import ProfileQuerySet

from .member import Member
from .reference import Area, Place, Profession

MAX_PROFESSIONS = 3


class Skill(TagBase):
    free_tagging = True

    class Meta:
        verbose_name = "competenza"
        verbose_name_plural = "competenze"


class ProfileSkill(ItemBase):
    tag = models.ForeignKey(Skill, models.CASCADE, related_name="profile_links")
    content_object = ParentalKey("profiles.ProfilePage", related_name="skill_links")

    class Meta:
        ordering = ["pk"]  # the rows of a revision have one order on every database
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="one_skill_once")]


class ProfileIndexPage(ModeratedPage):
    intro = models.TextField("presentazione", blank=True, max_length=400)

    summary_field = "intro"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["profiles.ProfilePage"]
    max_count = 1
    schema_type = "CollectionPage"
    content_panels = [*ModeratedPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "elenco dei soci"
        verbose_name_plural = "elenchi dei soci"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            **archive_context(ProfilePage.objects.all(), request.GET),
        }

    def card(self) -> Card:
        return Card("Chi c’è, che cosa sa fare", self.title, self.intro, self.slug)

    def search_words(self) -> list[str]:
        return [self.title, self.intro]


class ProfilePage(ModeratedPage):
    """The showcase of one member. Its title is their public name; contacts are stored on the member, never here."""

    member = models.OneToOneField(Member, models.PROTECT, related_name="showcase", verbose_name="di chi è")
    headline = models.CharField(
        "in una riga",
        max_length=160,
        blank=True,
        help_text="Che cosa fai, detto come a una persona appena conosciuta.",
    )
    photo = models.ForeignKey(
        "cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="foto",
        help_text="JPG, PNG o WebP, al massimo 8 MB. Senza foto c’è la tua tessera, disegnata dal nome.",
    )  # fmt: skip
    photo_alt = models.CharField(
        "descrizione della foto", max_length=250, blank=True, help_text="Vuota: «Ritratto di» e il tuo nome."
    )
    photo_credit = models.CharField("di chi è la foto", max_length=120, blank=True)
    bio = StreamField(BodyStreamBlock(), blank=True, verbose_name="chi sei e come lavori")
    offers = StreamField(ShortTextsBlock(), blank=True, verbose_name="che cosa offro")
    seeks = StreamField(ShortTextsBlock(), blank=True, verbose_name="che cosa cerco")
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="profiles", verbose_name="dove sei"
    )
    works_in = ParentalManyToManyField(Place, blank=True, related_name="worked_in_by", verbose_name="lavori anche a")
    skills = ClusterTaggableManager(
        through=ProfileSkill,
        blank=True,
        verbose_name="competenze",
        help_text="Parole brevi, separate da virgole.",
    )
    # Derived from the text: written with the row, and not part of a revision's content.
    sort_name = models.CharField(max_length=255, editable=False, serialize=False, db_index=True, default="")
    directory_text = models.TextField(editable=False, serialize=False, default="")

    objects = PageManager.from_queryset(ProfileQuerySet)()

    summary_field = "headline"
    parent_page_types = ["profiles.ProfileIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False  # only profiles.services.create_member() creates one
    author_may_hide = True
    schema_type = "ProfilePage"

    content_panels = [
        HelpPanel(template="editorial/panels/how_it_works.html"),
        FieldPanel("title", heading="Nome", help_text="Come vuoi essere chiamato qui: è il titolo della pagina."),
        FieldPanel("headline"),
        MultiFieldPanel(
            [FieldPanel("photo"), FieldPanel("photo_alt"), FieldPanel("photo_credit")], heading="La tua foto"
        ),
        InlinePanel(
            "profession_links", heading="Professioni", label="professione", max_num=MAX_PROFESSIONS,
            help_text="Fino a tre: la prima è la principale.",
        ),
        FieldPanel("skills"),
        MultiFieldPanel([FieldPanel("place", widget=forms.Select), FieldPanel("works_in")], heading="Dove"),
        FieldPanel("bio"),
        FieldPanel("offers"),
        FieldPanel("seeks"),
        InlinePanel("gallery_items", heading="I miei lavori", label="immagine", max_num=12),
        InlinePanel("social_links", heading="Dove trovarmi in rete", label="indirizzo", max_num=8),
    ]  # fmt: skip

    class Meta:
        verbose_name = "vetrina"
        verbose_name_plural = "vetrine"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = normalise(self.title)[:255]
        self.directory_text = self.search_text()
        super().save(*args, **kwargs)

    @cached_property
    def is_public(self) -> bool:
        """Whether a visitor may open the showcase; asked once."""
        return is_public(self)

    @property
    def professions(self) -> list[Profession]:
        return [link.profession for link in self.profession_links.all()]

    @property
    def profession_names(self) -> list[str]:
        return [profession.in_gender(self.member.address_as) for profession in self.professions]

    @property
    def skill_names(self) -> list[str]:
        return [link.tag.name for link in self.skill_links.all()]

    @property
    def main_area(self) -> Area | None:
        professions = self.professions
        return professions[0].area if professions else None

    @property
    def alt_of_photo(self) -> str:
        return self.photo_alt or f"Ritratto di {self.title}"

    @property
    def structured_data(self) -> Node:
        """The person or the firm as a schema.org node, with what everybody may see."""
        return structured_data_of(self)

    def card(self) -> Card:
        trades = ", ".join(self.profession_names)
        line = trades[:1].upper() + trades[1:] if trades else self.headline
        return Card("Vetrina", self.title, line, self.slug, self.photo)

    def image_uses(self) -> list[ImageUse]:
        gallery = gallery_uses([item.image for item in self.gallery_items.all()])
        return [*super().image_uses(), *uses(self.photo, "portrait", "face", "thumbnail"), *gallery]

    def search_words(self) -> list[str]:
        words = [self.title, self.headline]
        for profession in self.professions:
            words += [*profession.words, profession.area.name]
        words += self.skill_names
        words += [place.name for place in [self.place, *self.works_in.all()] if place]
        words += [str(line.value) for line in [*self.offers, *self.seeks]]
        return words

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **showcase_context(self, request)}


class ProfileProfession(Orderable):
    page = ParentalKey(ProfilePage, related_name="profession_links")
    profession = models.ForeignKey(Profession, models.PROTECT, related_name="profile_links", verbose_name="professione")

    # A drop-down, as members may not open the addresses of the snippet chooser.
    panels = [FieldPanel("profession", widget=forms.Select)]

    class Meta(Orderable.Meta):
        verbose_name = "professione"
        constraints = [models.UniqueConstraint(fields=["page", "profession"], name="one_profession_once")]


class ProfileGalleryItem(Orderable):
    page = ParentalKey(ProfilePage, related_name="gallery_items")
    image = models.ForeignKey("cms.CustomImage", models.PROTECT, related_name="+", verbose_name="immagine")
    alt = models.CharField("descrizione", max_length=250, help_text=ALT_HELP)
    caption = models.CharField("didascalia", max_length=250, blank=True)
    credit = models.CharField("di chi è", max_length=120, blank=True)

    panels = [FieldPanel("image"), FieldPanel("alt"), FieldPanel("caption"), FieldPanel("credit")]

    class Meta(Orderable.Meta):
        verbose_name = "immagine"


class ProfileLink(Orderable):
    page = ParentalKey(ProfilePage, related_name="social_links")
    kind = models.CharField("dove", max_length=12, choices=LinkKind.choices)
    url = HttpsURLField("indirizzo", max_length=300)

    panels = [FieldPanel("kind"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = "indirizzo"

    def clean(self) -> None:
        super().clean()
        check_link(self.kind, self.url)
