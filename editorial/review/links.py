"""Addresses of the screens about one page."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def author_url(page: Page) -> str:
    """Where the page's author sees how it stands and what happens next."""
    return reverse("editorial_author", args=[page.pk])


def page_url_for(user: Any, page: Page, is_author: bool = False) -> str:
    """Where to tell somebody about this page: nobody but its author may open the author's screen."""
    if is_author or (user is not None and user.pk == page.owner_id):
        return author_url(page)
    return reverse("editorial_queue")
