"""Reads that every floor shares."""

from typing import Any

from django.db.models import Exists, F, OuterRef
from wagtail.models import PageViewRestriction


def publicly(pages: Any) -> Any:
    """Pages without a restriction on them or above: PageQuerySet.public(), without its query of its own."""
    above = PageViewRestriction.objects.annotate(below=OuterRef("path")).filter(below__startswith=F("page__path"))
    return pages.filter(~Exists(above))
