"""The blog as an Atom feed (RFC 4287) with the full text of the newest articles."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from cms.seo.schema_org import absolute
from cms.text import xml_text

from .fulltext import full_texts
from .models import BlogIndexPage, BlogPage

NEWEST = 30
SINCE = 2026  # a year in which we owned the host: a tag URI (RFC 4151) states one


class FullTextAtom(Atom1Feed):
    """Extends Django's Atom1Feed with several authors for an entry, its full text, and a date for an empty feed."""

    def latest_post_date(self) -> datetime:
        """Return the last change of any entry.

        Django's own takes the publication date too, which may be in the future here, and the present moment for a
        feed without entries.
        """
        return max((item["updateddate"] for item in self.items), default=self.feed["empty_since"])

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, url in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            if url:
                handler.addQuickElement("uri", url)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class BlogFeed(Feed):
    """Builds the feed of the blog. Every address in it comes from BASE_URL, never from the Host header."""

    feed_type = FullTextAtom
    language = settings.LANGUAGE_CODE
    author_name = "lab121"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> BlogIndexPage:
        """Return the public list of articles. Without one it raises DoesNotExist, which Django answers with 404."""
        return BlogIndexPage.objects.visible().get()

    def title(self, index: BlogIndexPage) -> str:
        return xml_text(f"{index.title} · lab121")

    def subtitle(self, index: BlogIndexPage) -> str | None:
        return xml_text(index.intro) or None

    def link(self, index: BlogIndexPage) -> str:
        return absolute(index.url or "/")

    def author_link(self) -> str:
        return absolute("/")

    def feed_url(self) -> str:
        return absolute(reverse("blog_feed"))

    def feed_extra_kwargs(self, index: BlogIndexPage) -> dict[str, Any]:
        return {"empty_since": index.last_published_at}

    def items(self) -> list[BlogPage]:
        posts = list(BlogPage.objects.visible().newest().for_detail_page()[:NEWEST])
        self.texts = full_texts(posts)
        return posts

    def item_title(self, post: BlogPage) -> str:
        return xml_text(post.title)

    def item_description(self, post: BlogPage) -> str | None:  # type: ignore[override]  # None: no <summary>
        return escape(xml_text(post.lead)) or None

    def item_link(self, post: BlogPage) -> str:
        return absolute(post.url or "/")

    def item_guid(self, post: BlogPage) -> str:
        """Return a tag URI (RFC 4151), which stays the same when the address of the article changes."""
        return f"tag:{urlsplit(settings.BASE_URL).hostname},{SINCE}:blog/{post.pk}"

    def item_pubdate(self, post: BlogPage) -> datetime:
        """Return midnight in Rome of the day under the title."""
        return datetime.combine(post.date, time(), tzinfo=timezone.get_default_timezone())

    def item_updateddate(self, post: BlogPage) -> datetime:
        return post.last_published_at or self.item_pubdate(post)

    def item_categories(self, post: BlogPage) -> list[str]:
        names = [*([post.category.name] if post.category else []), *post.tag_names]
        return [xml_text(name) for name in names]

    def item_extra_kwargs(self, post: BlogPage) -> dict[str, Any]:
        authors = [(xml_text(name), absolute(url) if url else "") for name, url in post.signatures]
        return {"authors": authors, "content": xml_text(self.texts[post.pk])}
