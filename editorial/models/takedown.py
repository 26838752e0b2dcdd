"""Takedowns: which page was taken off the site by whom, and whether it came back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from cms.users.models import User


class TakedownQuerySet(models.QuerySet[Any]):
    def open(self) -> "TakedownQuerySet":
        """Filter those whose page has not come back."""
        return self.filter(returned_at=None)

    def with_text(self, page: Page) -> "TakedownQuerySet":
        """Filter those of this page whose revision is still kept."""
        return self.filter(page=page.pk, revision__isnull=False)

    def close(self, page: Page, user: User | None) -> int:
        """Close the open one if the page is live again, by ``user`` (None where the clock published it)."""
        by = user if user is not None and user.pk else None
        return self.open().filter(page=page.pk, page__live=True).update(returned_at=timezone.now(), returned_by=by)


class Takedown(models.Model):
    """A live page taken off the site by one person, and its return as exactly what was agreed."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="takedowns")
    # Null once old revisions are purged: then the page comes back through the desk only.
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_author = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = TakedownQuerySet.as_manager()

    class Meta:
        verbose_name = "pagina tolta dal sito"
        verbose_name_plural = "pagine tolte dal sito"
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=models.Q(returned_at=None), name="one_open_take_down")
        ]

    def __str__(self) -> str:
        return f"pagina {self.page_id}, {self.at:%d/%m/%Y}"
