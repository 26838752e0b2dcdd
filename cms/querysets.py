"""Reads that every floor shares."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import PageViewRestriction, get_page_models


def publicly(pages: Any) -> Any:
    """Pages without a restriction on them or above: PageQuerySet.public(), without its query of its own."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.annotate(below=own_path).filter(below__startswith=F("page__path"))
    return pages.filter(~Exists(above))


def in_menu_order(pages: Any) -> Any:
    """By the field ``menu_order`` of whatever type each page is, in one query."""
    own = [
        Subquery(model._default_manager.filter(pk=OuterRef("pk")).order_by().values("menu_order")[:1])
        for model in get_page_models()
        if any(field.name == "menu_order" for field in model._meta.concrete_fields)
    ]
    return pages.annotate(menu_order=Coalesce(*own)).order_by("menu_order", "path")
