"""What every answer carries, and how much a request may send."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
# Answers that are somebody's own: never kept by a cache, not even the browser's.
PRIVATE_PATHS = ("/accedi/", "/esci/", "/password/", "/area-soci/", "/admin/")
DRAIN_BYTES = 256 * 1024 * 1024
DRAIN_SECONDS = 20
CHUNK = 1024 * 1024


class HeadersMiddleware:
    """``request.visitor``: the request carries no session, so the page is the same for everybody.

    Public templates look at ``request.user`` and messages only when it is False; looking sets ``Vary: Cookie``.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith(PRIVATE_PATHS):
            response.headers["Cache-Control"] = "no-store, private"
        elif not request.visitor:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class BodyLimitMiddleware:
    """413 for a body over the limit, before anything reads it: 200 MB of zeros named .jpg cost 140 s of
    processor time in the image library."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length <= settings.MAX_BODY_BYTES:
            return self.get_response(request)
        drain(request, length)
        megabytes = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // CHUNK
        response = render(request, "413.html", {"limit": f"{megabytes} MB"}, status=413)
        response.headers["Connection"] = "close"
        return response


def drain(request: HttpRequest, length: int) -> None:
    """Throw away what is being sent, within bounds: a browser cut off while sending shows no answer at all."""
    left, deadline = min(length, DRAIN_BYTES), time.monotonic() + DRAIN_SECONDS
    stream = request.META.get("wsgi.input")
    while stream is not None and left > 0 and time.monotonic() < deadline:
        chunk = stream.read(min(CHUNK, left))
        if not chunk:
            return
        left -= len(chunk)
