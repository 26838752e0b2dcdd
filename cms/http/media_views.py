"""Views for images that people uploaded, and for the share images that the site draws."""

import mimetypes
import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from cms.querysets import public_pages
from cms.seo.share_image import card, storage

A_YEAR = 365 * 24 * 60 * 60  # seconds


# Only views that check rights serve these folders. The other apps register theirs.
_closed_folders = {"documents", "original_documents", "original_images", storage.FOLDER}


def register_closed_folder(name: str) -> None:
    """Close a folder of MEDIA_ROOT to the view ``media``."""
    _closed_folders.add(name)


def closed_folders() -> frozenset[str]:
    return frozenset(_closed_folders)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an image below MEDIA_ROOT. Raises Http404 for a closed folder, and as image_response()."""
    try:
        full = Path(safe_join(settings.MEDIA_ROOT, path))
        folder = full.relative_to(os.path.abspath(settings.MEDIA_ROOT)).parts[0]  # «a/../documents» too
        is_file = full.is_file()
    except (SuspiciousFileOperation, ValueError, IndexError, OSError):  # OSError: a name that is too long
        raise Http404 from None
    if folder in _closed_folders or not is_file:
        raise Http404
    response = image_response(full)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def image_response(path: Path) -> FileResponse:
    """Return the image in a file, with a policy under which it cannot run anything.

    Raises Http404 for anything that is no image, and for SVG, which may contain scripts.
    """
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if not kind.startswith("image/") or kind == "image/svg+xml":
        raise Http404
    response = FileResponse(path.open("rb"), content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Last-Modified"] = http_date(os.stat(path).st_mtime)
    return response


@require_safe
def share_picture(request: HttpRequest, pk: int, digest: str) -> HttpResponseBase:
    """Serve the share image of a page, the picture that other sites show beside a link to it.

    The digest of an earlier text redirects to the present one. Raises Http404 for a page that is not public.
    """
    page = next(public_pages([pk]), None)
    if page is None:
        raise Http404
    if digest != card.card_digest(page.card()):
        response: HttpResponseBase = HttpResponseRedirect(card.share_image_url(page))
    else:
        response = FileResponse(storage.open_share_image(page), content_type="image/jpeg")
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # other sites embed it
    return response
