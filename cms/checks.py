"""System checks of cms: the folders of VAR_DIR, and ATOMIC_REQUESTS."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .folders import unusable_folders


@register()
def folders_are_writable(**kwargs: Any) -> list[CheckMessage]:
    """cms.E002 for each folder that CmsConfig.ready() could not make, or that this account may not write in."""
    hint = "Give it to the account that runs the site, or put away what stands in its place."
    return [
        Error(f"The site cannot write in the folder {folder}.", hint=hint, id="cms.E002")
        for folder in unusable_folders()
    ]


@register()
def no_atomic_requests(**kwargs: Any) -> list[CheckMessage]:
    """cms.E001: with ATOMIC_REQUESTS every GET takes SQLite's write lock. cms.http.atomic_writes replaces it."""
    if settings.DATABASES["default"].get("ATOMIC_REQUESTS"):
        return [Error("ATOMIC_REQUESTS must stay off.", id="cms.E001")]
    return []
