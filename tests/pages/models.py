"""Page types of the suite alone: a section with plain, timed and rich pages, as trees to come will have."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import CommentPanel, FieldPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from editorial.pages import ModeratedPage


class Section(ModeratedPage):
    template = "pages/page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["testpages.Article", "testpages.Timed", "testpages.Story"]


class Article(ModeratedPage):
    body = models.TextField(blank=True)
    template = "pages/page.html"
    parent_page_types = ["testpages.Section", "home.HomePage"]
    content_panels = [*ModeratedPage.content_panels, FieldPanel("body")]
    settings_panels = [CommentPanel()]  # no slug, no schedule


class Timed(ModeratedPage):
    """With slug and schedule in everybody's form."""

    body = models.TextField(blank=True)
    template = "pages/page.html"
    content_panels = [
        *ModeratedPage.content_panels,
        *(FieldPanel(name) for name in ("body", "slug", "seo_title", "go_live_at", "expire_at")),
    ]
    settings_panels = [CommentPanel()]


class Story(ModeratedPage):
    """With a stream, rich text, a picture and inline children."""

    body = RichTextField(blank=True)
    picture = models.ForeignKey("cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+")
    stream = StreamField(
        [
            ("text", blocks.CharBlock()),
            (
                "quote",
                blocks.StructBlock([("words", blocks.CharBlock()), ("year", blocks.FloatBlock(required=False))]),
            ),
        ],
        blank=True,
    )
    template = "pages/page.html"
    content_panels = [
        *ModeratedPage.content_panels,
        FieldPanel("body"),
        FieldPanel("picture"),
        FieldPanel("stream"),
        InlinePanel("links"),
    ]
    settings_panels = [CommentPanel()]


class Link(Orderable):
    page = ParentalKey(Story, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=50)
    panels = [FieldPanel("label")]
