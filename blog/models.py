"""The blog: the list, the articles, their authors, categories and tags."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, Revision
from wagtail.snippets.models import register_snippet

from cms.content.blocks import ALT_HELP, BodyStreamBlock
from cms.images.renditions import ImageUse, uses
from cms.seo.share_image.card import Card, join_parts
from cms.text import long_date
from cms.users.models import User
from editorial.pages import ModeratedPage
from editorial.roles import STAFF_PERMISSION
from profiles.member_fields import PeoplePanel
from profiles.models import Member, MemberCredit

from .archive import archive_context
from .context import post_context, structured_data_of
from .forms import RESERVED, RESERVED_SLUGS, BlogPageForm
from .querysets import BlogQuerySet, VisibleQuerySet

__all__ = ["BlogAuthor", "BlogIndexPage", "BlogPage", "BlogPostTag", "BlogTag", "Category"]

MAX_AUTHORS = 6
SLUG_LENGTH = 90  # the column holds 100 letters: «_2» follows for a second tag with the same spelling


@register_snippet
class Category(models.Model):
    name = models.CharField("nome", max_length=80, unique=True)
    slug = models.SlugField("indirizzo", max_length=80, unique=True)
    sort_order = models.PositiveSmallIntegerField("ordine", default=0)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]

    class Meta:
        verbose_name = "categoria del blog"
        verbose_name_plural = "categorie del blog"
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class BlogTag(TagBase):
    free_tagging = True

    class Meta:
        verbose_name = "argomento"
        verbose_name_plural = "argomenti"

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return a slug that fits its column, whose length PostgreSQL enforces, and that is never empty: «?tag=» would
        filter nothing."""
        slug = super().slugify(tag)[:SLUG_LENGTH] or "argomento"
        return slug if i is None else f"{slug}_{i}"


class BlogPostTag(ItemBase):
    tag = models.ForeignKey(BlogTag, models.CASCADE, related_name="post_links")
    content_object = ParentalKey("blog.BlogPage", related_name="tag_links")

    class Meta:
        ordering = ["pk"]  # the rows of a revision have one order on every database
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="one_blog_tag_once")]


class BlogIndexPage(ModeratedPage):
    intro = models.TextField("presentazione", blank=True, max_length=400)

    objects = PageManager.from_queryset(VisibleQuerySet)()

    summary_field = "intro"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.BlogPage"]
    max_count = 1
    schema_type = "CollectionPage"
    content_panels = [*ModeratedPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "elenco degli articoli"
        verbose_name_plural = "elenchi degli articoli"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **archive_context(BlogPage.objects.all(), request.GET)}

    def card(self) -> Card:
        return Card("Storie, mestieri, progetti", self.title, self.intro, self.slug)

    def search_words(self) -> list[str]:
        return [self.title, self.intro]


class BlogPage(ModeratedPage):
    date = models.DateField(
        "data dell’articolo", default=timezone.localdate, db_index=True,
        help_text="Quella che si legge sotto il titolo, e che mette in ordine il blog.",
    )  # fmt: skip
    lead = models.TextField(
        "in breve", max_length=300, blank=True,
        help_text="Una o due frasi: si leggono sotto il titolo, nell’elenco e nella ricerca.",
    )  # fmt: skip
    byline = models.CharField(
        "firma, se non è di chi fa parte dell’associazione", max_length=120, blank=True,
        help_text="Si vede solo quando qui sopra non firma nessuno.",
    )  # fmt: skip
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="categoria"
    )
    tags = ClusterTaggableManager(
        through=BlogPostTag, blank=True, verbose_name="argomenti", help_text="Parole brevi, separate da virgole."
    )
    picture = models.ForeignKey(
        "cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="immagine",
        help_text="JPG, PNG o WebP, al massimo 8 MB. Senza, c’è un disegno.",
    )  # fmt: skip
    picture_alt = models.CharField("descrizione dell’immagine", max_length=250, blank=True, help_text=ALT_HELP)
    picture_caption = models.CharField("didascalia", max_length=250, blank=True)
    picture_credit = models.CharField("di chi è l’immagine", max_length=120, blank=True)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="testo")

    objects = PageManager.from_queryset(BlogQuerySet)()
    base_form_class = BlogPageForm

    DESK_SIGNATURE = "la redazione"  # signs where neither a member nor a name does

    summary_field = "lead"
    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        HelpPanel(template="editorial/panels/how_it_works.html"),
        FieldPanel("title", heading="Titolo", help_text="Come lo diresti a voce a chi passa di qui."),
        FieldPanel("lead"),
        PeoplePanel(
            "author_links", heading="Di chi è", label="chi firma", max_num=MAX_AUTHORS,
            help_text="Chi l’ha scritto. Il nome porta alla vetrina, quando è sul sito.",
        ),
        FieldPanel("byline", permission=STAFF_PERMISSION),
        FieldPanel("date", permission=STAFF_PERMISSION),
        # A drop-down, as members may not open the addresses of the snippet chooser.
        FieldPanel("category", widget=forms.Select),
        FieldPanel("tags"),
        MultiFieldPanel(
            [
                FieldPanel("picture"),
                FieldPanel("picture_alt"),
                FieldPanel("picture_caption"),
                FieldPanel("picture_credit"),
            ],
            heading="L’immagine in apertura",
        ),
        FieldPanel("body"),
    ]  # fmt: skip

    class Meta:
        verbose_name = "articolo"
        verbose_name_plural = "articoli"

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": RESERVED})

    def save(self, *args: Any, **kwargs: Any) -> None:
        for author in self.author_links.get_object_list():  # the rows in memory, which are saved; all() may read others
            author.store_credited_name(overwrite=False)
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        for author in self.author_links.get_object_list():
            author.store_credited_name(overwrite=True)
        return super().save_revision(*args, **kwargs)

    def sign(self, writer: User) -> bool:
        """Sign an unsigned article with the writer's name or, if they are no member, the desk's.

        Return whether anything changed.
        """
        if self.author_links.all() or self.byline:
            return False
        member = getattr(writer, "member", None)
        if member is None:
            self.byline = self.DESK_SIGNATURE
        else:
            self.author_links.add(BlogAuthor(member=member))
        return True

    @property
    def signature(self) -> str:
        """The name that signs where no member does."""
        return self.byline or self.DESK_SIGNATURE

    @property
    def signatures(self) -> list[tuple[str, str]]:
        """Everybody who signs, as (name, address of the showcase, or "" where it is not public)."""
        return [(a.display_name, a.display_url) for a in self.author_links.all()] or [(self.signature, "")]

    @property
    def signed(self) -> str:
        """The signatures in a sentence: «di Ada Neri, Bea Verdi e Carlo Bo», «della redazione»."""
        *before, last = (name for name, _url in self.signatures)
        names = f"{', '.join(before)} e {last}" if before else last
        return "della redazione" if names == self.DESK_SIGNATURE else f"di {names}"

    @property
    def opening_picture(self) -> dict[str, Any]:
        """The picture in the shape in which the template of a picture in the body takes one."""
        words = {name: getattr(self, f"picture_{name}") for name in ("alt", "caption", "credit")}
        return {"image": self.picture, **words}

    @property
    def tag_names(self) -> list[str]:
        return [link.tag.name for link in self.tag_links.all()]

    @property
    def structured_data(self) -> dict[str, Any]:
        return structured_data_of(self)

    def card(self) -> Card:
        eyebrow = join_parts("Blog", self.category.name if self.category else "")
        return Card(eyebrow, self.title, join_parts(self.signed, long_date(self.date)), self.slug, self.picture)

    def image_uses(self) -> list[ImageUse]:
        """The opening picture is also shown «inline», as the feed has no other size."""
        return [*super().image_uses(), *uses(self.picture, "opening", "card", "lead", "inline")]

    def search_words(self) -> list[str]:
        body = self.body.stream_block.get_searchable_content(self.body)
        names = [name for name, _url in self.signatures]
        category = [self.category.name] if self.category else []
        return [self.title, self.lead, *names, *category, *self.tag_names, *(str(words) for words in body)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **post_context(self)}


class BlogAuthor(Orderable, MemberCredit):
    page = ParentalKey(BlogPage, related_name="author_links")
    member = models.ForeignKey(Member, models.PROTECT, related_name="post_links", verbose_name="chi")

    panels = [FieldPanel("member")]

    class Meta(Orderable.Meta):
        verbose_name = "chi firma"
        verbose_name_plural = "chi firma"
        constraints = [models.UniqueConstraint(fields=["page", "member"], name="one_blog_author_once")]
