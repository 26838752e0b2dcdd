"""Reads of Wagtail's revisions that have to know our own tables."""

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision, TaskState

from .takedown import Takedown


def frozen_revisions() -> QuerySet[Revision]:
    """Return the revisions whose content cannot change any more and may still be read on the site: live, waiting,
    scheduled, taken down and free to come back."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision")
    return Revision.page_revisions.filter(
        Q(pk__in=Page.objects.filter(live=True).values("live_revision"))
        | Q(pk__in=waiting)
        | Q(approved_go_live_at__isnull=False)
        | Q(pk__in=Takedown.objects.open().values("revision"))
    )


def revisions_to_go_live() -> QuerySet[Revision]:
    """Return as frozen_revisions(), and the latest text of every page, which its author may send any day."""
    return frozen_revisions() | Revision.page_revisions.filter(pk__in=Page.objects.values("latest_revision"))
