"""The one place that knows that something public changed.

A change is told once, after the commit that made it true, and not at all if it is rolled back. Whoever keeps
something of the public site (a picture drawn from a page, a stored answer) listens to ``changed``.
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
    """``label`` is the model's («blog.blogpage», «cms.menu»), ``pk`` the row's."""

    kind: str
    label: str
    pk: int


# Sent with ``change``, outside of any transaction. Django logs what a receiver raises: the change is true already.
changed = Signal()


def emit_change(kind: str, row: Model) -> None:
    """Something that public pages show has changed; told on commit."""
    change = Change(kind, row._meta.label_lower, row.pk)
    transaction.on_commit(lambda: _send(change))


def _send(change: Change) -> None:
    changed.send_robust(sender=Change, change=change)


def register_model(*models: type[Model], new: bool = False) -> None:
    """Rows that public pages show beside the pages: reference words, menus, contacts. Called in ready().

    With ``new`` a row is told when it is made too; a word that no page uses yet changes nothing.
    """
    for model in models:
        _registered[model] = new
        post_save.connect(_saved, sender=model)
        post_delete.connect(_removed, sender=model)


def registered_models() -> set[type[Model]]:
    """The models that ``watch`` was called with."""
    return set(_registered)


def cache_until(response: HttpResponse, moment: datetime | None) -> HttpResponse:
    """What the clock makes wrong says so: ``max-age`` in seconds, 0 once the moment is over. Browsers still ask."""
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
    """Wagtail unpublishes what it deletes: which of the two it was is known after the commit."""
    label, pk = instance._meta.label_lower, instance.pk

    def told() -> None:
        kind = UNPUBLISHED if page_or_none(pk) else DELETED
        _send(Change(kind, label, pk))

    transaction.on_commit(told)


@receiver(post_page_move)
def _moved(instance: Page, **kwargs: Any) -> None:
    if instance.live:
        emit_change(MOVED, instance)
