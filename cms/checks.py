"""System checks of the ground floor."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .folders import unusable_folders


@register()
def folders_are_writable(**kwargs: Any) -> list[CheckMessage]:
    """CmsConfig.ready() has made them, where that could be done."""
    hint = "Give it to the account that runs the site, or put away what stands in its place."
    return [
        Error(f"The site cannot write in the folder {folder}.", hint=hint, id="cms.E002")
        for folder in unusable_folders()
    ]


@register()
def no_atomic_requests(**kwargs: Any) -> list[CheckMessage]:
    """On SQLite every GET would take the write lock: cms.http.atomic_writes opens what is needed."""
    if settings.DATABASES["default"].get("ATOMIC_REQUESTS"):
        return [Error("ATOMIC_REQUESTS must stay off.", id="cms.E001")]
    return []
