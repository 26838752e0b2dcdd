"""The signal ``changed``: something that public pages show is different.

It is sent once for each change, after the commit, and not at all if the transaction is rolled back. Whatever stores
something that was derived from public pages, such as a share image, receives it.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal, receiver
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from .querysets import page_or_none

PUBLISHED, UNPUBLISHED, MOVED, DELETED = "published", "unpublished", "moved", "deleted"  # of a page
SAVED, REMOVED = "saved", "removed"  # of anything else that public pages show


class Change(NamedTuple):
    """``kind`` is one of the constants above, ``label`` the model's label in lower case («blog.blogpage»)."""

    kind: str
    label: str
    pk: int


# Sent with ``change``, outside of any transaction. Django logs what a receiver raises: the change is committed already.
changed = Signal()


def emit_change(kind: str, row: Model) -> None:
    """Send ``changed`` for ``row`` once the open transaction commits."""
    change = Change(kind, row._meta.label_lower, row.pk)
    transaction.on_commit(lambda: _send(change))


def _send(change: Change) -> None:
    changed.send_robust(sender=Change, change=change)


def register_model(*models: type[Model], new: bool = False) -> None:
    """Emit a change for every save and deletion of rows that public pages show: categories, menus, contacts.

    To be called in ``AppConfig.ready()``. A new row counts only with ``new=True``: a category that no page uses yet
    changes nothing. Fixtures (``raw``) never count.
    """
    for model in models:
        _registered[model] = new
        post_save.connect(_saved, sender=model)
        post_delete.connect(_removed, sender=model)


def registered_models() -> set[type[Model]]:
    """Return the models that register_model() was called with."""
    return set(_registered)


def cache_until(response: HttpResponse, moment: datetime | None) -> HttpResponse:
    """Set ``max-age`` (seconds) so that the response expires at ``moment``, 0 if that has passed; None sets nothing.

    ``no-cache`` stays: a cache asks again each time, as for every public page.
    """
    if moment is not None:
        seconds = max(0, int((moment - timezone.now()).total_seconds()))
        patch_cache_control(response, public=True, no_cache=True, max_age=seconds)
    return response


_registered: dict[type[Model], bool] = {}


def _saved(sender: type[Model], instance: Model, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw and (not created or _registered[sender]):
        emit_change(SAVED, instance)


def _removed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    emit_change(REMOVED, instance)


@receiver(page_published)
def _published(instance: Page, **kwargs: Any) -> None:
    emit_change(PUBLISHED, instance)


@receiver(page_unpublished)
def _unpublished(instance: Page, **kwargs: Any) -> None:
    """Emit UNPUBLISHED or DELETED: Wagtail unpublishes what it deletes, and only after the commit the two differ."""
    label, pk = instance._meta.label_lower, instance.pk

    def send() -> None:
        kind = UNPUBLISHED if page_or_none(pk) else DELETED
        _send(Change(kind, label, pk))

    transaction.on_commit(send)


@receiver(post_page_move)
def _moved(instance: Page, **kwargs: Any) -> None:
    if instance.live:
        emit_change(MOVED, instance)
