"""Addresses for machines, and files that people uploaded."""

import mimetypes
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .querysets import publicly

LEAST_FREE_BYTES = 200 * 1024 * 1024
MOST_ADDRESSES = 50_000  # of one file, says sitemaps.org
A_YEAR = 365 * 24 * 60 * 60
# Served by views of their own alone, which ask for rights.
CLOSED_FOLDERS = ("documents", "original_documents", "radio_audio")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        return "migrations" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else ""
    except DatabaseError:
        return "database"


def _cache() -> str:
    cache.set("readyz", "1", 10)
    return "" if cache.get("readyz") == "1" else "cache"


def _disk() -> str:
    return "" if shutil.disk_usage(settings.VAR_DIR).free > LEAST_FREE_BYTES else "disk"


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations, cache, disk: 503 with what is missing."""
    missing = [name for name in (_database(), _cache(), _disk()) if name]
    return JsonResponse(
        {"ready": not missing, "missing": missing},
        status=503 if missing else 200,
        headers={"Cache-Control": "no-store"},
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /area-soci/", "Disallow: /cerca/"]
    lines.append(f"\nSitemap: {settings.BASE_URL}/sitemap.xml\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every address that a visitor may open, with the day of its last text (sitemaps.org). Stock's lists what lies
    below a page that is off the site too, and asks again for each type of page."""
    site = Site.find_for_request(request)
    pages = publicly(site.root_page.get_descendants(inclusive=True).live()).order_by("path") if site else []
    urls = [{"location": page.full_url, "lastmod": page.last_published_at} for page in pages[:MOST_ADDRESSES]]
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Pictures, with DEBUG off too. A file cannot run anything and is never an unasked-for document."""
    try:
        full = Path(safe_join(settings.MEDIA_ROOT, path))
        folder = full.relative_to(os.path.abspath(settings.MEDIA_ROOT)).parts[0]  # «a/../documents» too
        found = full.is_file()
    except (SuspiciousFileOperation, ValueError, IndexError, OSError):  # OSError: a name that is too long
        raise Http404 from None
    if folder in CLOSED_FOLDERS or not found:
        raise Http404
    kind = mimetypes.guess_type(full.name)[0] or "application/octet-stream"
    if not kind.startswith("image/") or kind == "image/svg+xml":
        raise Http404
    response = FileResponse(full.open("rb"), content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Last-Modified"] = http_date(os.stat(full).st_mtime)
    return response


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception) if exception else ""}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = "Questa pagina era rimasta aperta troppo a lungo: torna indietro, ricaricala e riprova."
    return render(request, "403.html", {"reason": text}, status=403)
