"""The whole text of articles as HTML that stands by itself: in a feed reader there is no page around it."""

from collections.abc import Sequence
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from cms.rich_text import expanded_together
from cms.structured import absolute

from .models import BlogPage

# Classes, widths for a screen of ours and what scripts read say nothing to a reader.
KEPT_ATTRIBUTES = ("href", "src", "alt", "width", "height", "datetime")
ADDRESS_ATTRIBUTES = ("href", "src")


def full_texts(posts: Sequence[BlogPage]) -> dict[int, str]:
    """By the post's number. However many posts, the same number of queries (sizes of pictures come from the cache)."""
    if not posts:
        return {}
    block = posts[0].body.stream_block
    bodies = expanded_together(block.bulk_to_python([list(post.body.raw_data) for post in posts]))
    return {
        post.pk: self_contained(
            render_to_string("blog/full_text.html", {"page": post, "body": body}), absolute(post.url or "/")
        )
        for post, body in zip(posts, bodies, strict=True)
    }


def self_contained(html: str, base: str) -> str:
    """Without icons and attributes of ours, every address whole."""
    soup = BeautifulSoup(html, "html.parser")
    for drawing in soup.find_all("svg"):
        drawing.decompose()
    for element in soup.find_all(True):
        element.attrs = {
            name: _absolute(base, str(value)) if name in ADDRESS_ATTRIBUTES else value
            for name, value in element.attrs.items()
            if name in KEPT_ATTRIBUTES
        }
    return "\n".join(line.strip() for line in str(soup).splitlines() if line.strip())


def _absolute(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # «http://[»: whoever wrote it, it leads nowhere
        return base
