"""The preview of a revision, for whoever may read it without having a page permission."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Revision


def preview_of(revision: Revision, request: HttpRequest, **attributes: Any) -> HttpResponse:
    """Return the page as the revision would make it, ``attributes`` set on the request that it is rendered with.

    Checks no rights: the caller has. Wagtail's RevisionsView is only for people with some page permission.
    """
    response = revision.as_object().make_preview_request(request, extra_request_attrs=attributes)
    # make_preview_request() runs the middleware again, which sets DENY.
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
