"""Template context of the desk on public pages. Lazy, as all of its kind: see cms.http.context_processors."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .roles import STAFF_PERMISSION


def shows_userbar(request: HttpRequest) -> bool:
    """Tell whether to show Wagtail's bar, which is for the desk; members have a bar of ours. Asks the database nothing
    for a visitor."""
    return not request.has_no_session and request.user.is_authenticated and request.user.has_perm(STAFF_PERMISSION)  # type: ignore[attr-defined]


def userbar(request: HttpRequest) -> dict[str, Any]:
    return {"show_userbar": SimpleLazyObject(lambda: shows_userbar(request))}
