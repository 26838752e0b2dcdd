"""Suggestions of the editor's tag fields. Wagtail's own view offers every tag, also those of unpublished pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse

from .text import query_text

SUGGESTIONS = 10


def suggestions(request: HttpRequest, tags: Any) -> JsonResponse:
    """Answer with the names of the ``tags`` that begin with ``term``, in any case, at most SUGGESTIONS.

    Raises PermissionDenied for users who may not open the admin.
    """
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    term = query_text(request.GET, "term")
    if not term:
        return JsonResponse([], safe=False)
    matching = tags.filter(name__istartswith=term).order_by("name")
    return JsonResponse([tag.name for tag in matching[:SUGGESTIONS]], safe=False)
