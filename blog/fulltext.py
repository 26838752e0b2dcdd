"""The full text of articles as HTML for feed readers, which have neither our style sheets nor our scripts."""

from collections.abc import Sequence
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from cms.content.rich_text import expanded_together
from cms.seo.schema_org import absolute

from .models import BlogPage

# All others are removed: classes, responsive sizes and data for scripts mean nothing to a feed reader.
KEPT_ATTRIBUTES = ("href", "src", "alt", "width", "height", "datetime")
ADDRESS_ATTRIBUTES = ("href", "src")


def full_texts(posts: Sequence[BlogPage]) -> dict[int, str]:
    """Map primary keys to full texts. The number of queries does not grow with that of the articles, as sizes of
    pictures come from the cache."""
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
    """Return the HTML without icons and without attributes of ours, with every address made absolute from ``base``."""
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
    except ValueError:  # «http://[» is no address: leave it as it was written
        return base
