"""What every answer carries, and how much a request may send."""

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
# Answers that are somebody's own: never kept by a cache, not even the browser's.
PRIVATE_PATHS = (
    "/accedi/", "/esci/", "/password/", "/area-soci/", "/ospite/", "/stile/", "/admin/",
    "/_util/", "/documents/authenticate_with_password/",  # Wagtail's own, of pages closed by a password
)  # fmt: skip
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
        else:
            # Asked again each time, and answered «not changed» while it is not: what is agreed shows at once.
            response.headers.setdefault("Cache-Control", "public, no-cache")
        if request.method == "HEAD":
            drop_body(response)
        return response


def drop_body(response: HttpResponseBase) -> None:
    """HEAD is answered with GET's headers alone (RFC 9110, 9.3.2). Django leaves it to the server to throw the body
    away, and gunicorn warns of each."""
    if response.streaming:
        response.streaming_content = ()  # type: ignore[attr-defined]
    else:
        response.content = b""  # type: ignore[attr-defined]


class CompressionMiddleware(GZipMiddleware):
    """Texts only: a recording is sent in byte ranges, and a picture is compressed already."""

    KINDS = ("text/", "application/json", "application/manifest+json", "application/xml", "application/atom+xml")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not (kind.startswith(self.KINDS) or "+xml" in kind):
            return response
        return super().process_response(request, response)


class BodyLimitMiddleware:
    """413 for a body over the limit, before anything reads it: 200 MB of zeros named .jpg cost 140 s of
    processor time in the image library.

    The addresses of ``LARGE_BODIES`` take more, of who may send it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length, limit = body_length(request), settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
        most, large = settings.MAX_BODY_BYTES, settings.LARGE_BODIES.get(request.path_info)
        if large:
            limit = getattr(settings, large[1])
            most = max(most, limit + CHUNK)  # the form around the file
        if length <= most:
            return self.get_response(request)
        drain(request, length)
        context = {"limit": f"{limit // CHUNK} MB", "is_large": bool(large)}
        response = render(request, "413.html", context, status=413)
        response.headers["Connection"] = "close"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Who sends it is known only here, and CSRF reads the body next."""
        large, length = settings.LARGE_BODIES.get(request.path_info), body_length(request)
        if not large or length <= settings.MAX_BODY_BYTES or request.user.has_perm(large[0]):
            return None
        drain(request, length)
        reason = "File così grandi li manda solo la redazione della loro sezione: entra di nuovo nel sito e riprova."
        response = render(request, "403.html", {"reason": reason}, status=403)
        response.headers["Connection"] = "close"
        return response


def body_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def drain(request: HttpRequest, length: int) -> None:
    """Throw away what is being sent, within bounds: a browser cut off while sending shows no answer at all."""
    left, deadline = min(length, DRAIN_BYTES), time.monotonic() + DRAIN_SECONDS
    stream = request.META.get("wsgi.input")
    while stream is not None and left > 0 and time.monotonic() < deadline:
        chunk = stream.read(min(CHUNK, left))
        if not chunk:
            return
        left -= len(chunk)
