"""System checks of the ground floor."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def folders_are_writable(**kwargs: Any) -> list[CheckMessage]:
    """Everything that a running site writes lies under var/."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    for name in ("media", "cache", "mail", "log"):
        (settings.VAR_DIR / name).mkdir(exist_ok=True)
    return []


@register()
def no_atomic_requests(**kwargs: Any) -> list[CheckMessage]:
    """On SQLite every GET would take the write lock: editorial.middleware opens what is needed."""
    if settings.DATABASES["default"].get("ATOMIC_REQUESTS"):
        return [Error("ATOMIC_REQUESTS must stay off.", id="cms.E001")]
    return []
