"""The list of refusals for the blog, which stands for the other trees in every run of the suite."""

import pytest
from django.test import TestCase

from blog.models import BlogIndexPage, BlogPage
from home.demo import trees
from home.demo.texts import posts

from .shared_refusals import SharedRefusals


class BlogRefusals(SharedRefusals, TestCase):
    desk = "blog"
    readers = ("blog", "redazione", "redazione2")
    adders = readers
    new_pages = ((BlogPage, BlogIndexPage),)
    lists = ("/blog/", "/blog/feed/", "/blog/?q=zibibbo", "/blog/?autore=matteo-bisio", "/soci/matteo-bisio/")

    @classmethod
    def pages(cls):
        row = next(row for row in posts() if row["slug"] == "leggere-un-bando-in-un-ora")
        own = {"authors": ["davide-ferraris"], "picture": "", "body": row["body"][:2]}
        others = {**own, "authors": ["matteo-bisio"], "owner": "matteo-bisio"}
        waits = {"slug": "waits", "owner": "socio", "state": "waiting", "change": {"lead": "Cambiato"}}
        for extra in ({**own, **waits}, {**others, "slug": "another", "state": "draft"}):
            trees.load_post({**row, **extra}, cls.users)
        by_slug = {page.slug: page for page in BlogPage.objects.all()}
        cls.index = BlogIndexPage.objects.get()
        cls.mine = by_slug["disegnare-un-muro-con-la-terza-b"]
        cls.waiting = by_slug["waits"]
        cls.first = by_slug["come-si-disegna-una-strada-di-casa"]
        cls.asked = by_slug["dieci-consigli-per-i-vostri-video"]
        cls.draft = cls.hide_a_word(by_slug["another"])


@pytest.mark.exhaustive
class EveryBlogRefusal(BlogRefusals):
    every_role = True
