"""Work that nobody waits for: «manage.py db_worker --backend pictures --queue-name pictures» does it."""

try:
    from django.tasks import task  # type: ignore[import-not-found, unused-ignore]
except ImportError:  # before Django 6.0
    from django_tasks import task  # type: ignore[no-redef, unused-ignore]

from . import pictures, sharing
from .publishing import DELETED, PUBLISHED, SAVED, UNPUBLISHED, Change
from .querysets import public_pages, showing

PICTURES = "pictures"  # of settings.TASKS, and of its one queue


def work_on(change: Change) -> None:
    """What a public change asks for, with nobody waiting for it."""
    if change.kind == PUBLISHED:
        make_pictures.enqueue(change.pk)
    elif change.kind in (UNPUBLISHED, DELETED):
        sharing.forget(change.pk)
    elif change == (SAVED, "cms.customimage", change.pk):  # its focal point is another
        for pk in showing(change.pk):
            make_pictures.enqueue(pk)


@task(backend=PICTURES, queue_name=PICTURES)
def make_pictures(pk: int) -> None:
    """Of a page that is public, each size that is shown of its pictures, and the one that other sites show."""
    for page in public_pages([pk]):
        make_pictures_of(page)


def make_pictures_of(page: object) -> None:
    pictures.make(page.shown_pictures())  # type: ignore[attr-defined]
    sharing.kept(page)
