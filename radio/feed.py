"""The podcast: an RSS 2.0 feed with the iTunes tags that podcast programs read.

Sources: rssboard.org/rss-specification, help.apple.com/itc/podcasts_connect (namespace itunes).
"""

from datetime import datetime, time
from html import escape
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from cms.text import xml_text

from .models import EpisodePage, RadioIndexPage

NEWEST = 100
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
NOON = time(12)  # for a show without an hour
AUTHOR = "lab121"


class PodcastFeed(Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:itunes": ITUNES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", AUTHOR)
        handler.addQuickElement("itunes:summary", self.feed["description"])
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:category", attrs={"text": "Society & Culture"})
        handler.addQuickElement("itunes:image", attrs={"href": self.feed["cover"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:author", AUTHOR)
        handler.addQuickElement("itunes:duration", str(item["seconds"]))
        handler.addQuickElement("itunes:season", str(item["season"]))
        handler.addQuickElement("itunes:episode", str(item["number"]))
        handler.addQuickElement("itunes:explicit", "false")

    def latest_post_date(self) -> datetime:
        """Return the last date of an item. For an empty feed Django says «now», which differs at each request."""
        return super().latest_post_date() if self.items else self.feed["changed"]


def podcast(show: RadioIndexPage) -> bytes:
    """Return the XML of the feed with the newest public episodes that have a recording."""
    home, address = settings.BASE_URL, settings.BASE_URL + reverse("radio_feed")
    feed = PodcastFeed(
        title=_clean(show.show_name),
        link=home + (show.url or "/"),
        description=_clean(show.intro or show.show_name),
        language="it",
        feed_url=address,
        cover=home + static("icons/podcast.png"),
        changed=show.first_published_at,
    )
    episodes = EpisodePage.objects.visible().with_audio().newest().as_items()[:NEWEST]
    for page in episodes:
        audio = page.audio
        feed.add_item(
            title=_clean(page.title),
            link=home + (page.url or "/"),
            # Shown as HTML (rssboard.org); quotes need no escape outside of a tag.
            description=escape(_clean(page.summary or page.title), quote=False),
            pubdate=broadcast_at(show, page),
            unique_id=f"urn:uuid:{page.translation_key}",  # stays when the address changes
            unique_id_is_permalink=False,
            enclosures=[Enclosure(home + audio.url, str(audio.bytes), audio.media_type)],
            seconds=audio.seconds,
            season=page.season,
            number=page.number,
        )
    return feed.writeString("utf-8").encode()


def broadcast_at(show: RadioIndexPage, page: EpisodePage) -> datetime:
    """Return when the episode was broadcast: its own day at the show's hour, in Italian time."""
    return datetime.combine(page.first_broadcast, show.broadcast_at or NOON, timezone.get_default_timezone())


def _clean(text: str) -> str:
    """Replace each character that XML forbids with a space."""
    return xml_text(text, " ")
