"""Page types of the suite alone: a section with plain, timed and rich pages, as trees to come will have."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import CommentPanel, FieldPanel, InlinePanel
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from cms.users.models import User
from editorial.content.people import Person
from editorial.pages import ModeratedPage


class Section(ModeratedPage):
    template = "pages/page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["testpages.Article", "testpages.Timed", "testpages.Story", "testpages.Interview"]


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


class Interview(ModeratedPage):
    """About people, who say yes to it: names with a comma between, or the address of somebody's account."""

    body = models.TextField(blank=True)
    people = models.CharField(max_length=250, blank=True)
    attachment = models.ForeignKey(get_document_model_string(), models.PROTECT, null=True, blank=True, related_name="+")
    template = "pages/page.html"
    content_panels = [*ModeratedPage.content_panels, FieldPanel("body"), FieldPanel("people")]
    settings_panels = [CommentPanel()]

    def people_to_ask(self):
        return [self._person(word.strip()) for word in self.people.split(",") if word.strip()]

    def _person(self, word):
        user = User.objects.filter(email=word).first()
        if user:
            return Person(f"account:{word}", user.first_name, user=user, email=user.email)
        return Person(f"name:{word}", word, email=f"{word.lower()}@ospiti.example" if word != "Muto" else "")


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
