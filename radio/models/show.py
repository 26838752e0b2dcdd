"""The show: its page, which lists the episodes, and when it is broadcast."""

from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager

from cms.seo.schema_org import LAB121, Node, absolute, drop_empty, node_ref, site_ref
from cms.seo.share_image.card import Card
from editorial.pages import ModeratedPage
from radio.archive import archive_context
from radio.querysets import ShowQuerySet


class Weekday(models.IntegerChoices):
    """Numbered like ``date.weekday()``."""

    MONDAY = 0, "lunedì"
    TUESDAY = 1, "martedì"
    WEDNESDAY = 2, "mercoledì"
    THURSDAY = 3, "giovedì"
    FRIDAY = 4, "venerdì"
    SATURDAY = 5, "sabato"
    SUNDAY = 6, "domenica"


class RadioIndexPage(ModeratedPage):
    """The page of the show."""

    intro = models.TextField("presentazione", blank=True, max_length=400)
    show_name = models.CharField("nome del programma", max_length=120, default="Lab121 alla radio")
    station = models.CharField("emittente", max_length=120, blank=True, help_text="La radio che lo trasmette.")
    weekday = models.PositiveSmallIntegerField("giorno", choices=Weekday.choices, null=True, blank=True)
    broadcast_at = models.TimeField("ora", null=True, blank=True, help_text="Per esempio 18:30, ora italiana.")

    objects = PageManager.from_queryset(ShowQuerySet)()

    summary_field = "intro"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["radio.EpisodePage"]
    max_count = 1
    schema_type = "CollectionPage"
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
        """«ogni giovedì alle 18:30»; empty for a show without a weekday."""
        if self.weekday is None:
            return ""
        at = f" alle {self.broadcast_at:%H:%M}" if self.broadcast_at else ""
        return f"ogni {Weekday(self.weekday).label}{at}"

    @property
    def as_node(self) -> Node:
        """The show as a schema.org node, as its episodes reference it."""
        url = absolute(self.url or "/")
        return {"@type": "PodcastSeries", **node_ref(url, "programma"), "name": self.show_name, "url": url}

    @property
    def structured_data(self) -> Node:
        return drop_empty(
            {
                **self.as_node,
                "description": self.intro,
                "image": absolute(static("icons/podcast.png")),
                "inLanguage": "it",
                "webFeed": absolute(reverse("radio_feed")),
                "publisher": site_ref(LAB121),
            }
        )

    def card(self) -> Card:
        return Card("Il podcast", self.show_name, self.intro, self.slug)

    def search_words(self) -> list[str]:
        return [self.title, self.show_name, self.station, self.intro]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Looked up by name, because the module of the episodes imports this one.
        episodes = apps.get_model("radio.EpisodePage")._default_manager.all()
        return {**super().get_context(request, *args, **kwargs), **archive_context(episodes, request.GET)}
