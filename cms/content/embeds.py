"""Videos that send no request to their host: neither from the server nor, before a click, from the reader's browser."""

import re
from typing import Any

from wagtail.embeds.exceptions import EmbedException
from wagtail.embeds.finders.base import EmbedFinder

# The only host whose frame the content security policy allows.
ADDRESSES = (
    re.compile(r"^https://(?:www\.|m\.)?youtube\.com/watch\?(?:[^#]*&)?v=(?P<id>[\w-]{11})(?:[&#].*)?$"),
    re.compile(r"^https://youtu\.be/(?P<id>[\w-]{11})(?:[?#].*)?$"),
    re.compile(r"^https://www\.youtube-nocookie\.com/embed/(?P<id>[\w-]{11})(?:[?#].*)?$"),
)


def video_id(url: str) -> str | None:
    """Return the eleven characters that identify a YouTube video, or None for any other address."""
    for address in ADDRESSES:
        if match := address.match(url):
            return match["id"]
    return None


class VideoFinder(EmbedFinder):
    """An embed finder that sends no request: Wagtail's own ask the host while a page is saved or previewed."""

    def accept(self, url: str) -> bool:
        return True  # find_embed() refuses other addresses, with a message of its own

    def find_embed(self, url: str, max_width: int | None = None, max_height: int | None = None) -> dict[str, Any]:
        """Return the data that Wagtail stores for an embed. Raises EmbedException for anything but a YouTube video."""
        if video_id(url) is None:
            raise EmbedException("Solo video di YouTube: copia l’indirizzo della pagina del video.")
        return {
            "title": "Video",
            "author_name": "",
            "provider_name": "YouTube",
            "type": "video",
            "thumbnail_url": None,
            "width": 960,
            "height": 540,
            "html": "",
        }
