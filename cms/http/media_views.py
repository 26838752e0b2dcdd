"""Files that people uploaded, and the pictures that the site draws of its pages."""

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

A_YEAR = 365 * 24 * 60 * 60


# Served by views of their own alone, which ask for rights. The apps above register theirs.
_closed_folders = {"documents", "original_documents", storage.FOLDER}


def register_closed_folder(name: str) -> None:
    """A folder of MEDIA_ROOT whose files are never served as they lie there."""
    _closed_folders.add(name)


def closed_folders() -> frozenset[str]:
    return frozenset(_closed_folders)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Pictures, with DEBUG off too. A file cannot run anything and is never an unasked-for document."""
    try:
        full = Path(safe_join(settings.MEDIA_ROOT, path))
        folder = full.relative_to(os.path.abspath(settings.MEDIA_ROOT)).parts[0]  # «a/../documents» too
        found = full.is_file()
    except (SuspiciousFileOperation, ValueError, IndexError, OSError):  # OSError: a name that is too long
        raise Http404 from None
    if folder in _closed_folders or not found:
        raise Http404
    kind = mimetypes.guess_type(full.name)[0] or "application/octet-stream"
    if not kind.startswith("image/") or kind == "image/svg+xml":
        raise Http404
    response = FileResponse(full.open("rb"), content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Last-Modified"] = http_date(os.stat(full).st_mtime)
    return response


@require_safe
def share_picture(request: HttpRequest, pk: int, digest: str) -> HttpResponseBase:
    """What other sites show beside a link to a page, while it is public. It says what the page says now: an address
    that said something else leads to it."""
    page = next(public_pages([pk]), None)
    if page is None:
        raise Http404
    if digest != card.card_digest(page.card()):
        response: HttpResponseBase = HttpResponseRedirect(card.share_image_url(page))
    else:
        response = FileResponse(storage.open_share_image(page), content_type="image/jpeg")
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made for other sites
    return response
