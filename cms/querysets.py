"""Reads that every floor shares."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction


def publicly(pages: Any) -> Any:
    """Pages without a restriction on them or above: PageQuerySet.public(), without its query of its own."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.annotate(below=own_path).filter(below__startswith=F("page__path"))
    return pages.filter(~Exists(above))
