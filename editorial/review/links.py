"""Addresses of the screens about one page. A leaf: imports nothing of ours."""

from django.urls import reverse
from wagtail.models import Page

from cms.users.types import AnyUser


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def author_url(page: Page) -> str:
    """Return the address where the page's author sees its status and what happens next."""
    return reverse("editorial_author", args=[page.pk])


def page_url_for(user: AnyUser | None, page: Page, is_author: bool = False) -> str:
    """Return where somebody is led after a refusal: the author's screen for the author, who alone may open it, the
    queue for anybody else. ``is_author`` is for the author of a page without owner."""
    if is_author or (user is not None and user.pk == page.owner_id):
        return author_url(page)
    return reverse("editorial_queue")


def send_url_for(user: AnyUser, page: Page) -> str:
    """Return the screen from which this person sends the page to its desk: the author's own, or the admin's."""
    return author_url(page) if user.pk == page.owner_id else reverse("editorial_send_for", args=[page.pk])
