"""Pillole di Business: first consultations, the consultants who give them, and the notes below each."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager, Revision
from wagtail.rich_text import get_text_for_indexing
from wagtail.snippets.models import register_snippet

from cms.content.blocks import RICH_TEXT, BodyStreamBlock
from cms.images.renditions import ImageUse, uses
from cms.seo.schema_org import Node
from cms.seo.share_image.card import Card, join_parts
from cms.text import long_date
from editorial.pages import ModeratedPage
from editorial.roles import STAFF_PERMISSION
from profiles.models import Member, MemberCredit

from .admin_forms import PillolaPageForm, TitledPageForm
from .context import (
    index_context,
    note_context,
    pillola_context,
    structured_data_of_note,
    structured_data_of_pillola,
)
from .querysets import ConsultantQuerySet, NoteQuerySet, PillolaQuerySet

__all__ = ["Consultant", "NotePage", "PillolaPage", "PilloleIndexPage", "Topic"]

SHORTEST, LONGEST = 10, 240  # minutes
# Wagtail's own title panel fills the slug while one types, and a member's form has no slug.
TITLE = FieldPanel("title", heading="Titolo")


@register_snippet
class Topic(models.Model):
    name = models.CharField("nome", max_length=80, unique=True)
    slug = models.SlugField("indirizzo", max_length=80, unique=True)
    sort_order = models.PositiveSmallIntegerField("ordine", default=0, help_text="Prima i numeri più piccoli.")

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]

    class Meta:
        verbose_name = "tema delle pillole"
        verbose_name_plural = "temi delle pillole"
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class Consultant(models.Model):
    """A member who gives consultations. The Pillole desk keeps the list.

    Rows are deactivated and never deleted, because pillole name their consultant.
    """

    member = models.OneToOneField(
        Member, models.PROTECT, related_name="consultant", verbose_name="persona o impresa associata"
    )
    active = models.BooleanField("offre consulenze", default=True)

    objects = ConsultantQuerySet.as_manager()

    class Meta:
        verbose_name = "consulente delle pillole"
        verbose_name_plural = "consulenti delle pillole"

    def __str__(self) -> str:
        return str(self.member)


class PilloleIndexPage(ModeratedPage):
    intro = models.TextField("presentazione", blank=True, max_length=400)

    summary_field = "intro"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pillole.PillolaPage"]
    max_count = 1
    schema_type = "CollectionPage"
    content_panels = [*ModeratedPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "elenco delle pillole"
        verbose_name_plural = "elenchi delle pillole"

    def card(self) -> Card:
        return Card("Prima consulenza gratuita", self.title, self.intro, self.slug)

    def search_words(self) -> list[str]:
        return [self.title, self.intro]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            **index_context(PillolaPage.objects.all(), request.GET),
        }


class PillolaPage(MemberCredit, ModeratedPage):
    """A first consultation that a member gives, of ``duration`` minutes."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="pillole", verbose_name="tema")
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="pillole", verbose_name="chi la tiene",
        help_text="Una persona di «Consulenti delle Pillole».",
    )  # fmt: skip
    intro = models.TextField(
        "presentazione", blank=True, max_length=300, help_text="Due righe: che cosa ci si porta a casa."
    )
    picture = models.ForeignKey(
        "cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="immagine",
        help_text="JPG, PNG o WebP, al massimo 8 MB. Se ne può fare a meno.",
    )  # fmt: skip
    picture_alt = models.CharField(
        "descrizione dell’immagine", max_length=250, blank=True, help_text="Che cosa si vede, per chi non la vede."
    )
    picture_credit = models.CharField("di chi è l’immagine", max_length=120, blank=True)
    for_whom = RichTextField("per chi è", features=RICH_TEXT, blank=True)
    how_to_prepare = RichTextField("come ci si prepara", features=RICH_TEXT, blank=True)
    you_leave_with = RichTextField("che cosa ci si porta via", features=RICH_TEXT, blank=True)
    duration = models.PositiveSmallIntegerField(
        "durata in minuti", default=45, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
        help_text=f"Da {SHORTEST} a {LONGEST} minuti.",
    )  # fmt: skip

    objects = PageManager.from_queryset(PillolaQuerySet)()

    base_form_class = PillolaPageForm
    summary_field = "intro"
    parent_page_types = ["pillole.PilloleIndexPage"]
    subpage_types = ["pillole.NotePage"]

    content_panels = [
        TITLE,
        # A drop-down, as members may not open the addresses of the snippet chooser. There are few topics.
        FieldPanel("topic", widget=forms.Select),
        FieldPanel("member", permission=STAFF_PERMISSION),
        FieldPanel("intro"),
        FieldPanel("duration"),
        FieldPanel("for_whom"),
        FieldPanel("how_to_prepare"),
        FieldPanel("you_leave_with"),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_credit")], heading="Immagine"
        ),
    ]

    class Meta:
        verbose_name = "pillola"
        verbose_name_plural = "pillole"

    def clean(self) -> None:
        super().clean()
        if self.member_id and not Consultant.objects.of_member(self.member_id).exists():
            # Not an error of the field, which a consultant's form does not have.
            raise ValidationError("Chi tiene una pillola dev’essere tra i consulenti delle Pillole.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.store_credited_name(overwrite=not self.live)  # publish() sets live before it saves the row
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        self.store_credited_name(overwrite=True)
        return super().save_revision(*args, **kwargs)

    @property
    def is_written(self) -> bool:
        """Whether anything was written that the form which begins a pillola does not ask for."""
        return bool(self.intro or self.texts or self.picture_id)

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """The texts that are not empty, as (id, heading, rich text), in reading order."""
        rows = [
            ("for-whom", "Per chi è", self.for_whom),
            ("prepare", "Come ti prepari", self.how_to_prepare),
            ("leave-with", "Che cosa ti porti via", self.you_leave_with),
        ]
        return [row for row in rows if strip_tags(row[2]).strip()]

    @property
    def structured_data(self) -> Node:
        return structured_data_of_pillola(self)

    def card(self) -> Card:
        eyebrow = join_parts("Pillole di Business", self.topic.name if self.topic_id else "")
        line = join_parts(f"con {self.display_name}", f"{self.duration} minuti")
        return Card(eyebrow, self.title, line, self.slug, self.picture or self.face)

    @property
    def face(self) -> Any:
        """The photo of the consultant while their showcase is public, else None."""
        return self.showcase.photo if self.member_id and self.showcase else None

    def image_uses(self) -> list[ImageUse]:
        return [*super().image_uses(), *uses(self.picture, "inline")]

    def search_words(self) -> list[str]:
        texts = [get_text_for_indexing(text) for _id, _heading, text in self.texts]
        return [self.title, self.topic.name if self.topic_id else "", self.known_as, self.intro, *texts]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        notes = NotePage.objects.all()
        return {**super().get_context(request, *args, **kwargs), **pillola_context(self, notes, request.GET)}


class NotePage(ModeratedPage):
    """An article below a pillola. It is public only while the pillola is (cms.querysets.publicly)."""

    date = models.DateField("data", default=timezone.localdate)
    lead = models.TextField("sommario", blank=True, max_length=300, help_text="Due righe per chi non sa se leggerla.")
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="testo")

    objects = PageManager.from_queryset(NoteQuerySet)()

    base_form_class = TitledPageForm
    summary_field = "lead"
    parent_page_types = ["pillole.PillolaPage"]
    subpage_types: list[str] = []

    content_panels = [TITLE, FieldPanel("date"), FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = "nota"
        verbose_name_plural = "note"

    @property
    def is_written(self) -> bool:
        """Whether anything was written that the form which begins a note does not ask for."""
        return bool(self.lead or self.body)

    @cached_property
    def pillola(self) -> PillolaPage:
        return PillolaPage.objects.for_detail_page().get(pk=self.get_parent().pk)

    @property
    def structured_data(self) -> Node:
        return structured_data_of_note(self)

    def card(self) -> Card:
        above = self.pillola
        line = join_parts(f"di {above.display_name}", long_date(self.date))
        return Card(join_parts("Nota", above.title), self.title, line, self.slug, above.face)

    def search_words(self) -> list[str]:
        body = self.body.stream_block.get_searchable_content(self.body)
        return [self.title, self.lead, *(str(words) for words in body)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **note_context(self)}
