import secrets
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as StockImage

from .images.metadata import without_metadata
from .mail.models import Mail
from .navigation.settings import SiteSettings

__all__ = ["CustomDocument", "CustomImage", "LimitCounter", "Mail", "Rendition", "SiteSettings"]


ORIGINALS, RENDITIONS = "original_images", "images"  # folders below MEDIA_ROOT


def unguessable(folder: str, filename: str, words: str = "") -> str:
    """Return a random path for an upload, with its extension in lower case and ``words`` before it.

    Whoever may not see a draft must not find its files by guessing their names.
    """
    return f"{folder}/{secrets.token_urlsafe(12)}{words}{PurePosixPath(filename).suffix.lower()}"


def _clean_new_file(image: Any) -> None:
    file = image.file
    if file and not file._committed:
        file.open()
        image.file = ContentFile(without_metadata(file.read()), name=file.name)
        image._set_image_file_metadata()


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
    """An image whose file never changes (cms.images.upload_forms) and holds the picture alone, whoever stores it.

    Its alt text, caption and credit are on the page.
    """

    admin_form_fields = StockImage.admin_form_fields

    def get_upload_to(self, filename: str) -> str:
        return unguessable(ORIGINALS, filename)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Cut the metadata out of a file that is not stored yet. Raises what without_metadata() raises."""
        _clean_new_file(self)
        super().save(*args, **kwargs)

    class Meta(AbstractImage.Meta):
        verbose_name = "immagine"
        verbose_name_plural = "immagini"


class Rendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        """Return a name of its own: Wagtail's begins as the original's does, and from any size all others could be
        guessed, also those for the admin, which show what a page crops away."""
        return unguessable(RENDITIONS, filename, f".{self.filter_spec[:40].replace('|', '.')}")

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
