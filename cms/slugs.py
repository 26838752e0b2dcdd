"""Addresses that people do not have to think about."""

from collections.abc import Iterable

from django.utils.text import slugify
from wagtail.models import Page

LONGEST = 80


def free_slug(
    parent: Page, title: str, *, otherwise: str, but: Page | None = None, reserved: Iterable[str] = ()
) -> str:
    """The title as an address that no other child of ``parent`` has, numbered if need be.

    ``otherwise`` where nothing is left of the title, ``but`` the page that looks for one. Two people at once: hold
    the parent's lock.
    """
    base = slugify(title)[:LONGEST].strip("-_") or otherwise
    others = parent.get_children().exclude(pk=but.pk if but is not None else None)
    taken = {*others.values_list("slug", flat=True), *reserved}
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
