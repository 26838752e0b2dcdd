import secrets
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as StockImage

from .mail.models import Mail
from .navigation.settings import SiteSettings

__all__ = ["CustomDocument", "CustomImage", "LimitCounter", "Mail", "Rendition", "SiteSettings"]


def unguessable(folder: str, filename: str) -> str:
    """Return a random path for an upload, with its extension in lower case.

    Whoever may not see a draft must not find its files by guessing their names.
    """
    return f"{folder}/{secrets.token_urlsafe(12)}{PurePosixPath(filename).suffix.lower()}"


class LimitCounter(models.Model):
    """The table of the cache in the database, as Django's ``createcachetable`` makes it: what allauth counts for its
    limits while Redis is away (cms.cache). DatabaseCache alone reads and writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cms_limits"
        verbose_name = "conteggio di un limite"
        verbose_name_plural = "conteggi dei limiti"

    def __str__(self) -> str:
        return self.cache_key


class CustomImage(AbstractImage):
    """An image whose file never changes (cms.images.upload_forms). Its alt text, caption and credit are on the page."""

    admin_form_fields = StockImage.admin_form_fields

    def get_upload_to(self, filename: str) -> str:
        return unguessable("original_images", filename)

    class Meta(AbstractImage.Meta):
        verbose_name = "immagine"
        verbose_name_plural = "immagini"


class Rendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Mark an unpickled rendition as read from the cache.

        ``AbstractImage.get_renditions()`` (Wagtail 7.4.4) writes every rendition without ``_from_cache`` back to the
        cache, and sets the attribute on prefetched ones alone. Without this, one view of the home made 30 writes, each
        of which lists the folder of the file cache.
        """
        super().__setstate__(state)
        self._from_cache = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]


class CustomDocument(AbstractDocument):
    admin_form_fields = StockDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "documento"
        verbose_name_plural = "documenti"
