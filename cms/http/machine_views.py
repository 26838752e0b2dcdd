"""Addresses that machines read: health checks, robots.txt, security.txt, icons and the web manifest."""

import shutil
from email.utils import parseaddr
from threading import Event

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.folders import STATIC

LEAST_FREE_BYTES = 200 * 1024 * 1024  # below it the disk counts as full
A_DAY = f"public, max-age={24 * 60 * 60}"  # Cache-Control, in seconds
FAVICON = STATIC / "icons" / "favicon.ico"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process runs."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


# Set once no migration is missing: the code of a process does not change, so it does not look again.
_migrated = Event()


def _database() -> str:
    """Return "database" where it cannot be reached, "migrations" where one is missing, else an empty string."""
    try:
        if not _migrated.is_set() and not _is_migration_left():
            _migrated.set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "" if _migrated.is_set() else "migrations"
    except DatabaseError:
        return "database"


def _is_migration_left() -> bool:
    """Compare the code's migrations with the database's. It takes tens of milliseconds, at an address open to all."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _cache() -> str:
    cache.set("readyz", "1", 10)
    return "" if cache.get("readyz") == "1" else "cache"


def _disk() -> str:
    return "" if shutil.disk_usage(settings.VAR_DIR).free > LEAST_FREE_BYTES else "disk"


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 where database, migrations, cache and disk are in order, else 503 with the names of what is not."""
    missing = [name for name in (_database(), _cache(), _disk()) if name]
    return JsonResponse(
        {"ready": not missing, "missing": missing},
        status=503 if missing else 200,
        headers={"Cache-Control": "no-store"},
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /area-soci/", "Disallow: /cerca/?"]
    lines.append(f"\nSitemap: {settings.BASE_URL}/sitemap.xml\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Serve /favicon.ico to programs that ask for it without having read a page."""
    return HttpResponse(FAVICON.read_bytes(), content_type="image/x-icon", headers={"Cache-Control": A_DAY})


@require_safe
def web_manifest(request: HttpRequest) -> JsonResponse:
    """Describe the site to telephones that put it on their home screen (w3.org/TR/appmanifest)."""

    def icon(name: str, sizes: str, kind: str = "image/png", **more: str) -> dict[str, str]:
        return {"src": static(f"icons/{name}"), "sizes": sizes, "type": kind, **more}

    manifest = {
        "name": "lab121, coworking e comunità ad Alessandria",
        "short_name": "lab121",
        "lang": "it",
        "dir": "ltr",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f4f5f0",
        "theme_color": "#f4f5f0",
        "icons": [
            icon("icon.svg", "any", "image/svg+xml"),
            icon("icon-192.png", "192x192"),
            icon("icon-512.png", "512x512"),
            icon("icon-maskable-512.png", "512x512", purpose="maskable"),
        ],
    }
    headers = {"Cache-Control": A_DAY}
    return JsonResponse(manifest, content_type="application/manifest+json", headers=headers)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Name the contact for security reports (RFC 9116). It expires less than a year ahead, as 2.5.5 recommends."""
    now = timezone.now()
    expires = f"{now.year}-12-31" if now.month <= 6 else f"{now.year + 1}-06-30"
    lines = [
        f"Contact: mailto:{parseaddr(settings.DESK_EMAIL)[1]}",
        f"Expires: {expires}T00:00:00Z",
        "Preferred-Languages: it, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
