"""Queries on Wagtail's own tables. Those on ours stand beside each model, in ``editorial.models``."""

from collections.abc import Iterable

from django.db.models import QuerySet
from wagtail.models import Comment, Page, PageLogEntry

from cms.users.models import User


def open_comments_on(page: Page) -> QuerySet[Comment]:
    """Return the comments that nobody closed, with their writers and replies, the oldest first."""
    comments = Comment.objects.filter(page=page.pk, resolved_at=None).select_related("user")
    return comments.prefetch_related("replies__user").order_by("created_at", "pk")


def page_log(page: Page) -> QuerySet[PageLogEntry]:
    """Return the log entries of a page, the oldest first."""
    return PageLogEntry.objects.filter(page=page.pk).order_by("timestamp", "pk")


def saves_by(page: Page, user: User) -> QuerySet[PageLogEntry]:
    """Return the log entries of the page's texts that this person saved, purged ones included."""
    return page_log(page).filter(action__in=("wagtail.create", "wagtail.edit", "wagtail.revert"), user=user.pk)


def saves_by_others(numbers: Iterable[int], user: User) -> QuerySet[PageLogEntry]:
    """Return the log entries of these pages' revisions that somebody else, or nobody known, saved."""
    entries = PageLogEntry.objects.filter(page__in=list(numbers), action="wagtail.edit", revision__isnull=False)
    return entries.exclude(user=user)
