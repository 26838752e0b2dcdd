"""The home page, plain pages and the members' guide."""

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from cms.content.blocks import BodyStreamBlock
from cms.querysets import at_address
from cms.seo.share_image.card import Card
from editorial.pages import ModeratedPage

from .blocks import HomeStreamBlock

__all__ = ["GuidePage", "HomePage", "StandardPage"]


class HomePage(ModeratedPage):
    hero_eyebrow = models.CharField("riga sopra il titolo", max_length=80, blank=True)
    hero_title = models.CharField("titolo grande", max_length=120, blank=True)
    hero_accent = models.CharField(
        "fine del titolo, in rosso mattone",
        max_length=60,
        blank=True,
        help_text="Le ultime parole del titolo.",
    )
    hero_intro = models.TextField("presentazione", blank=True, max_length=400)
    sections = StreamField(HomeStreamBlock(), blank=True, verbose_name="sezioni")

    summary_field = "hero_intro"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [
        *ModeratedPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_eyebrow"),
                FieldPanel("hero_title"),
                FieldPanel("hero_accent"),
                FieldPanel("hero_intro"),
            ],
            heading="Apertura",
        ),
        FieldPanel("sections"),
    ]

    class Meta:
        verbose_name = "prima pagina"
        verbose_name_plural = "prime pagine"

    def search_words(self) -> list[str]:
        return [self.title, self.hero_title, self.hero_intro]

    def card(self) -> Card:
        accent = self.hero_accent.strip()
        title = f"{self.hero_title.strip().removesuffix(accent).strip()} {accent}".strip()
        return Card("L’associazione e il coworking", title or self.title, self.hero_eyebrow, self.slug)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page at an address in two queries, whatever its depth; Wagtail makes two for each step of the path.

        Other addresses are left to Wagtail, which answers 404 or lets a page route for itself.
        """
        page = at_address(self, path_components) if path_components else None
        return super().route(request, path_components) if page is None else RouteResult(page)


class BodyPage(ModeratedPage):
    """A page of a title, an introduction and a body."""

    intro = models.TextField("presentazione", blank=True, max_length=400)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="testo")

    summary_field = "intro"
    subpage_types: list[str] = []
    content_panels = [*ModeratedPage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        abstract = True

    def card(self) -> Card:
        return Card("L’associazione e il coworking", self.title, self.intro, self.slug)

    def search_words(self) -> list[str]:
        body = self.body.stream_block.get_searchable_content(self.body)
        return [self.title, self.intro, *(str(words) for words in body)]


class StandardPage(BodyPage):
    parent_page_types = ["home.HomePage"]

    class Meta:
        verbose_name = "pagina"
        verbose_name_plural = "pagine"


class GuidePage(BodyPage):
    """The guide «Bussola del socio», for members alone.

    Members have the permission ``add`` here, where nothing can be added: with it Wagtail offers them the preview, the
    comparison and the history of their own page.
    """

    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = "guida"
        verbose_name_plural = "guide"
