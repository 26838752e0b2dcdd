"""Words that the editor's tag fields suggest. Stock offers every tag, those of unpublished pages too."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse

from .text import query_text

SUGGESTIONS = 10


def suggestions(request: HttpRequest, tags: Any) -> JsonResponse:
    """Those of ``tags`` that begin as what was typed, for who may write. Raises PermissionDenied."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    term = query_text(request.GET, "term")
    if not term:
        return JsonResponse([], safe=False)
    found = tags.filter(name__istartswith=term).order_by("name")
    return JsonResponse([tag.name for tag in found[:SUGGESTIONS]], safe=False)
