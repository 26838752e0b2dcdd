"""Slugs that the code chooses, so that nobody has to think of one."""

from collections.abc import Iterable

from django.utils.text import slugify
from wagtail.models import Page

MAX_LENGTH = 80  # letters, before a number


def free_slug(
    parent: Page, title: str, *, fallback: str, exclude: Page | None = None, reserved: Iterable[str] = ()
) -> str:
    """Return a slug made of ``title`` that no child of ``parent`` has, numbered from 2 where the plain one is taken.

    ``fallback`` is used where nothing of the title is left. ``exclude`` is the page that the slug is for: its own may
    stay. The slug is free for as long as the caller holds the lock of ``parent``; without it two callers may get the
    same one.
    """
    base = slugify(title)[:MAX_LENGTH].strip("-_") or fallback
    others = parent.get_children().exclude(pk=exclude.pk if exclude is not None else None)
    taken = {*others.values_list("slug", flat=True), *reserved}
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
