"""Reads of Wagtail's own rows; each table of ours has its QuerySet beside it, in ``editorial.models``."""

from django.db.models import QuerySet
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry


def open_comments_on(page: Page) -> QuerySet[Comment]:
    """Those nobody closed, with who wrote them and what was answered; first things first."""
    rows = Comment.objects.filter(page=page.pk, resolved_at=None).select_related("user")
    return rows.prefetch_related("replies__user").order_by("created_at", "pk")


def page_log(page: Page) -> QuerySet[PageLogEntry]:
    """Everything that the log tells of a page, first things first."""
    return PageLogEntry.objects.filter(page=page.pk).order_by("timestamp", "pk")


def logged(*actions: str) -> QuerySet[ModelLogEntry]:
    """What the log tells of these actions, the last first."""
    return ModelLogEntry.objects.filter(action__in=actions).select_related("user").order_by("-timestamp", "-pk")
