"""Image tasks outside of a request, which «manage.py db_worker --backend pictures --queue-name pictures» runs."""

from typing import Any

try:
    from django.tasks import task  # type: ignore[import-not-found, unused-ignore]
except ImportError:  # before Django 6.0
    from django_tasks import task  # type: ignore[no-redef, unused-ignore]

from cms.publication_signals import DELETED, PUBLISHED, SAVED, UNPUBLISHED, Change
from cms.querysets import pages_with_image, public_pages
from cms.seo.share_image import storage

from . import renditions

PICTURES = "pictures"  # the backend in settings.TASKS, and its only queue


def work_on(change: Change, **kwargs: Any) -> None:
    """Receive ``publication_signals.changed``: queue new images for the pages concerned, or delete a share image."""
    if change.kind == PUBLISHED:
        make_pictures.enqueue(change.pk)
    elif change.kind in (UNPUBLISHED, DELETED):
        storage.delete_share_images(change.pk)
    elif change == (SAVED, "cms.customimage", change.pk):  # its focal point may have moved
        for pk in pages_with_image(change.pk):
            make_pictures.enqueue(pk)


@task(backend=PICTURES, queue_name=PICTURES)
def make_pictures(pk: int) -> None:
    """Make every rendition and the share image of a page; do nothing where it is not public."""
    for page in public_pages([pk]):
        make_pictures_of(page)


def make_pictures_of(page: object) -> None:
    """Make the renditions and the share image of a page that are missing."""
    renditions.make_renditions(page.image_uses())  # type: ignore[attr-defined]
    storage.ensure_share_image(page)
