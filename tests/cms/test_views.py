"""Addresses for machines, and uploaded files."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.test import Client

from cms import views


@pytest.fixture
def media(settings, db):
    root = Path(settings.MEDIA_ROOT)
    files = {
        "images/a.webp": b"RIFF0000WEBP",
        "images/b.svg": b"<svg onload='alert(1)'/>",
        "images/c.html": b"<script>alert(1)</script>",
        "images/d.pdf": b"%PDF-1.7",
        "images/noname": b"x",
        "documents/e.webp": b"RIFF0000WEBP",
        "original_documents/f.webp": b"RIFF0000WEBP",
        "../secret.webp": b"RIFF0000WEBP",
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def test_a_picture_is_served_closed_and_for_a_year(media):
    response = Client().get("/media/images/a.webp")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"RIFF0000WEBP"
    wanted = {
        "Content-Type": "image/webp",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Length": "12",
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    assert response.headers["Last-Modified"].endswith("GMT")
    assert not response.cookies


@pytest.mark.parametrize(
    "path",
    [
        "images/b.svg",
        "images/c.html",
        "images/d.pdf",
        "images/noname",
        "images/missing.webp",
        "images/",
        "images",
        "documents/e.webp",
        "original_documents/f.webp",
        "../secret.webp",
        "images/../../secret.webp",
        "%2e%2e/secret.webp",
        "..%2fsecret.webp",
        "images/%00.webp",
        "/etc/hostname",
        "images/../documents/e.webp",
        "./documents/e.webp",
        "x" * 5000,
    ],
)
def test_what_is_no_public_picture_is_a_404(media, path):
    assert Client().get(f"/media/{path}").status_code == 404


def test_pictures_are_only_read(media):
    assert Client().post("/media/images/a.webp").status_code == 405


def test_the_process_answers_without_a_database(client, django_db_blocker):
    response = client.get("/healthz/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "no-store"


def ready(client) -> tuple[int, list[str]]:
    response = client.get("/readyz/")
    return response.status_code, json.loads(response.content)["missing"]


def test_ready_is_when_nothing_is_missing(db, client):
    assert ready(client) == (200, [])
    assert client.get("/readyz/").headers["Cache-Control"] == "no-store"


def test_without_a_database_it_is_not(db, client, monkeypatch):
    def away(connection):
        raise DatabaseError("gone")

    monkeypatch.setattr(views, "MigrationExecutor", away)
    assert ready(client) == (503, ["database"])


def test_with_a_migration_to_run_it_is_not(db, client, monkeypatch):
    monkeypatch.setattr(views.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    assert ready(client) == (503, ["migrations"])


def test_without_the_cache_it_is_not(db, client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "cms.cache.FailOpenRedisCache", "LOCATION": "redis://127.0.0.1:1/0"},
    }
    assert ready(client) == (503, ["cache"])


def test_with_a_full_disk_it_is_not(db, client, monkeypatch):
    monkeypatch.setattr(views.shutil, "disk_usage", lambda path: SimpleNamespace(free=views.LEAST_FREE_BYTES))
    assert ready(client) == (503, ["disk"])


def test_everything_missing_is_told_at_once(db, client, monkeypatch):
    for name in ("_database", "_cache", "_disk"):
        monkeypatch.setattr(views, name, lambda name=name: name)
    assert ready(client) == (503, ["_database", "_cache", "_disk"])


def test_robots_are_kept_from_what_is_private(client):
    response = client.get("/robots.txt")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /area-soci/",
        "Disallow: /cerca/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize("address", ["/healthz/", "/readyz/", "/robots.txt"])
def test_machines_only_read(db, client, address):
    assert client.post(address).status_code == 405
