"""Work that nobody waits for: «manage.py db_worker --backend pictures --queue-name pictures» does it."""

from typing import Any

try:
    from django.tasks import task  # type: ignore[import-not-found, unused-ignore]
except ImportError:  # before Django 6.0
    from django_tasks import task  # type: ignore[no-redef, unused-ignore]

from cms.publication_signals import DELETED, PUBLISHED, SAVED, UNPUBLISHED, Change
from cms.querysets import public_pages, showing
from cms.seo.share_image import storage

from . import renditions

PICTURES = "pictures"  # of settings.TASKS, and of its one queue


def work_on(change: Change, **kwargs: Any) -> None:
    """Receive ``publication_signals.changed``: queue the work that a public change asks for."""
    if change.kind == PUBLISHED:
        make_pictures.enqueue(change.pk)
    elif change.kind in (UNPUBLISHED, DELETED):
        storage.delete_share_images(change.pk)
    elif change == (SAVED, "cms.customimage", change.pk):  # its focal point is another
        for pk in showing(change.pk):
            make_pictures.enqueue(pk)


@task(backend=PICTURES, queue_name=PICTURES)
def make_pictures(pk: int) -> None:
    """Of a page that is public, each size that is shown of its pictures, and the one that other sites show."""
    for page in public_pages([pk]):
        make_pictures_of(page)


def make_pictures_of(page: object) -> None:
    renditions.make_renditions(page.shown_pictures())  # type: ignore[attr-defined]
    storage.ensure_share_image(page)
