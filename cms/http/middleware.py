"""Middleware for the headers and the compression of every response, and for the size of a request's body."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
# Responses below these paths are somebody's own: no cache may store them, not even the browser's.
PRIVATE_PATHS = (
    "/accedi/", "/esci/", "/password/", "/account/",
    "/area-soci/", "/ospite/", "/stile/", "/admin/", "/media/original_images/",
    "/_util/", "/documents/authenticate_with_password/",  # Wagtail's own, of pages closed by a password
)  # fmt: skip
DRAIN_BYTES = 256 * 1024 * 1024  # the most that is read of a body that is refused
DRAIN_SECONDS = 20
CHUNK = 1024 * 1024  # bytes


class HeadersMiddleware:
    """Set the security and cache headers, and ``request.has_no_session``.

    The latter is True where the request has no session cookie, so that the page is the same for everybody. Public
    templates read ``request.user`` and the messages only where it is False: reading them sets ``Vary: Cookie``.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.has_no_session = settings.SESSION_COOKIE_NAME not in request.COOKIES  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith(PRIVATE_PATHS):
            response.headers["Cache-Control"] = "no-store, private"
        elif not request.has_no_session:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "private, no-cache")
        else:
            # Caches ask again each time and get 304 while nothing changed: what two people approved shows at once.
            response.headers.setdefault("Cache-Control", "public, no-cache")
        if request.method == "HEAD":
            drop_body(response)
        return response


def drop_body(response: HttpResponseBase) -> None:
    """Empty the body of an answer to HEAD, which has the headers of GET alone (RFC 9110, 9.3.2).

    Django leaves that to the server, and gunicorn logs a warning for each body.
    """
    if response.streaming:
        response.streaming_content = ()  # type: ignore[attr-defined]
    else:
        response.content = b""  # type: ignore[attr-defined]


class CompressionMiddleware(GZipMiddleware):
    """Compress texts only: recordings are sent in byte ranges, and images are compressed already."""

    KINDS = ("text/", "application/json", "application/manifest+json", "application/xml", "application/atom+xml")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not (kind.startswith(self.KINDS) or "+xml" in kind):
            return response
        return super().process_response(request, response)


class BodyLimitMiddleware:
    """Answer 413 to a body over MAX_BODY_BYTES before anything reads it.

    200 MB of zeros named .jpg took 140 s of processor time in the image library. The paths in LARGE_BODIES have limits
    of their own, for users who have the permission named there; others get 403.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length, file_limit = body_length(request), settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
        body_limit, large = settings.MAX_BODY_BYTES, settings.LARGE_BODIES.get(request.path_info)
        if large:
            file_limit = getattr(settings, large[1])
            body_limit = max(body_limit, file_limit + CHUNK)  # the form around the file
        if length <= body_limit:
            return self.get_response(request)
        drain(request, length)
        context = {"limit": f"{file_limit // CHUNK} MB", "is_large": bool(large)}
        response = render(request, "413.html", context, status=413)
        response.headers["Connection"] = "close"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Check the permission for a large body: the user is known only here, and CSRF reads the body next."""
        large, length = settings.LARGE_BODIES.get(request.path_info), body_length(request)
        if not large or length <= settings.MAX_BODY_BYTES or request.user.has_perm(large[0]):
            return None
        drain(request, length)
        reason = "File così grandi li manda solo la redazione della loro sezione: entra di nuovo nel sito e riprova."
        response = render(request, "403.html", {"reason": reason}, status=403)
        response.headers["Connection"] = "close"
        return response


def body_length(request: HttpRequest) -> int:
    """Return the declared length of the body in bytes, 0 where the header is missing or no number."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def drain(request: HttpRequest, length: int) -> None:
    """Read and discard the body, up to DRAIN_BYTES and DRAIN_SECONDS: a browser that is cut off while it sends shows no
    answer at all."""
    left, deadline = min(length, DRAIN_BYTES), time.monotonic() + DRAIN_SECONDS
    stream = request.META.get("wsgi.input")
    while stream is not None and left > 0 and time.monotonic() < deadline:
        chunk = stream.read(min(CHUNK, left))
        if not chunk:
            return
        left -= len(chunk)
