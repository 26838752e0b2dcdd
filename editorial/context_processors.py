"""What the desk sees on public pages. Lazy, as all that a template may use: see cms.http.context_processors."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .pages import STAFF


def shows_userbar(request: HttpRequest) -> bool:
    """Wagtail's bar is for the desk; a member sees a status bar of ours. A visitor's page never asks."""
    return not request.has_no_session and request.user.is_authenticated and request.user.has_perm(STAFF)  # type: ignore[attr-defined]


def userbar(request: HttpRequest) -> dict[str, Any]:
    return {"show_userbar": SimpleLazyObject(lambda: shows_userbar(request))}
