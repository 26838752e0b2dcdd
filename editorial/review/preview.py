"""A revision as the page it would be."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Revision


def preview_of(revision: Revision, request: HttpRequest, **attributes: Any) -> HttpResponse:
    """The page as it would be. Stock RevisionsView is for who has some page permission. ``attributes`` are put on
    the request that the page is shown to."""
    response = revision.as_object().make_preview_request(request, extra_request_attrs=attributes)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # the rerun of the middleware sets DENY
    return response
