"""System checks that find page types and trees which the moderation does not cover."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from wagtail.models import Page, WorkflowPage

from .models import DeskTask
from .pages import ModeratedPage


@register(Tags.models)
def every_page_type_is_moderated(**kwargs: Any) -> list[CheckMessage]:
    """Report page types that lack the base class: they keep Wagtail's own permissions."""
    return [
        Error(f"{model._meta.label} is a Page without ModeratedPage.", obj=model, id="editorial.E001")
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page and not issubclass(model, ModeratedPage)
    ]


@register()
def one_locale(**kwargs: Any) -> list[CheckMessage]:
    """Report that translation is on: Wagtail makes a translation as an alias, which goes live at once."""
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return [Error("WAGTAIL_I18N_ENABLED must stay off: the moderation knows one locale.", id="editorial.E002")]
    return []


@register(Tags.database)
def every_tree_has_a_desk(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Report trees whose workflow has no active desk. For ``check --database default --fail-level WARNING``.

    ``migrate`` runs it too: an Error would stop the migration, and before it the tables may be missing.
    """
    if not databases:
        return []
    desks = DeskTask.objects.filter(active=True)
    try:
        return [
            Warning(f"«{tree.page}»: workflow «{tree.workflow}» has no active DeskTask.", id="editorial.W003")
            for tree in WorkflowPage.objects.select_related("page", "workflow")
            if not tree.workflow.active or not desks.filter(workflow_tasks__workflow=tree.workflow).exists()
        ]
    except DatabaseError:
        return []
