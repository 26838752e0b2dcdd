"""Addresses for machines, and uploaded files."""

import io
import json
import runpy
from math import hypot
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from PIL import Image, ImageChops

from cms.http import machine_views

ICONS = machine_views.FAVICON.parent


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


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """As in a process that was never asked."""
    monkeypatch.setattr(machine_views, "_migrated", Event())


def ready(client) -> tuple[int, list[str]]:
    response = client.get("/readyz/")
    return response.status_code, json.loads(response.content)["missing"]


def test_ready_is_when_nothing_is_missing(db, client):
    assert ready(client) == (200, [])
    assert client.get("/readyz/").headers["Cache-Control"] == "no-store"


def test_without_a_database_it_is_not(db, client, monkeypatch):
    def away(connection):
        raise DatabaseError("gone")

    monkeypatch.setattr(machine_views, "MigrationExecutor", away)
    assert ready(client) == (503, ["database"])


def test_without_a_database_it_is_not_although_it_was(db, client, monkeypatch):
    def away():
        raise DatabaseError("gone")

    assert ready(client) == (200, [])
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        assert ready(client) == (503, ["database"])
    assert ready(client) == (200, [])


def test_with_a_migration_to_run_it_is_not(db, client, monkeypatch):
    monkeypatch.setattr(machine_views.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    assert ready(client) == (503, ["migrations"])


def test_migrations_are_read_until_none_is_left_and_then_no_more(db, client, monkeypatch):
    read, left = [], [["one"], ["one"], []]
    stock = machine_views.MigrationExecutor

    class Counted(stock):
        def __init__(self, connection):
            read.append("executor")
            super().__init__(connection)

        def migration_plan(self, targets):
            return left.pop(0)

    monkeypatch.setattr(machine_views, "MigrationExecutor", Counted)
    assert [ready(client)[1] for _time in range(5)] == [["migrations"], ["migrations"], [], [], []]
    assert read == ["executor"] * 3


def test_without_the_cache_it_is_not(db, client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "cms.cache.FailOpenRedisCache", "LOCATION": "redis://127.0.0.1:1/0"},
    }
    assert ready(client) == (503, ["cache"])


def test_with_a_full_disk_it_is_not(db, client, monkeypatch):
    monkeypatch.setattr(
        machine_views.shutil, "disk_usage", lambda path: SimpleNamespace(free=machine_views.LEAST_FREE_BYTES)
    )
    assert ready(client) == (503, ["disk"])


def test_everything_missing_is_told_at_once(db, client, monkeypatch):
    for name in ("_database", "_cache", "_disk"):
        monkeypatch.setattr(machine_views, name, lambda name=name: name)
    assert ready(client) == (503, ["_database", "_cache", "_disk"])


def test_robots_are_kept_from_what_is_private(client):
    response = client.get("/robots.txt")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /area-soci/",
        "Disallow: /cerca/?",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize(
    "address",
    ["/healthz/", "/readyz/", "/robots.txt", "/favicon.ico", "/site.webmanifest", "/.well-known/security.txt"],
)
def test_machines_only_read(db, client, address):
    assert client.post(address).status_code == 405


# For browsers and telephones -------------------------------------------------------------------------------


def test_the_manifest_names_icons_of_the_size_they_say(client):
    response = client.get("/site.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    known = {name: manifest[name] for name in ("short_name", "lang", "start_url", "scope", "display")}
    assert known == {"short_name": "lab121", "lang": "it", "start_url": "/", "scope": "/", "display": "minimal-ui"}
    sizes = {icon["src"]: (icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]}
    assert sizes == {
        "/static/icons/icon.svg": ("any", "any"),
        "/static/icons/icon-192.png": ("192x192", "any"),
        "/static/icons/icon-512.png": ("512x512", "any"),
        "/static/icons/icon-maskable-512.png": ("512x512", "maskable"),
    }
    for source, (size, _purpose) in sizes.items():
        if source.endswith(".png"):
            with Image.open(ICONS / Path(source).name) as image:
                assert f"{image.width}x{image.height}" == size


def test_the_icons_are_what_the_script_draws():
    """After a change of icon.svg or of the logo: .venv/bin/python scripts/draw_icons.py"""
    script = runpy.run_path(str(ICONS.parents[2] / "scripts" / "draw_icons.py"))
    drawn = script["drawn"]()
    assert sorted(drawn) == [
        "favicon.ico", "icon-192.png", "icon-512.png", "icon-maskable-512.png", "mark.png", "touch-icon.png",
    ]  # fmt: skip
    for name, content in drawn.items():
        with Image.open(io.BytesIO(content)) as now, Image.open(ICONS / name) as kept:
            assert now.size == kept.size
            difference = ImageChops.difference(now.convert("RGB"), kept.convert("RGB"))
        # Another renderer smooths edges by up to a quarter of a pixel differently; a move or another shade is more.
        assert max(high for _low, high in difference.getextrema()) <= 64, name
        edges = sum(1 for pixel in difference.get_flattened_data() if any(pixel))
        assert edges <= 0.06 * now.width * now.height, name


def test_a_maskable_icon_keeps_its_mark_where_nothing_is_cut():
    with Image.open(ICONS / "icon-maskable-512.png") as image:
        ground = Image.new("RGB", image.size, image.convert("RGB").getpixel((0, 0)))
        box = ImageChops.difference(image.convert("RGB"), ground).getbbox()
    middle = image.width / 2
    assert max(hypot(x - middle, y - middle) for x in box[::2] for y in box[1::2]) <= 0.4 * image.width


def test_a_program_that_asks_for_an_icon_by_its_old_name_gets_one(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/x-icon")
    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.format, sorted(image.ico.sizes())) == ("ICO", [(16, 16), (32, 32), (48, 48)])


@pytest.mark.parametrize(
    "now, expires",
    [
        ("2026-01-01T00:00:00Z", "2026-12-31"),
        ("2026-06-30T23:59:59Z", "2026-12-31"),
        ("2026-07-01T00:00:00Z", "2027-06-30"),
        ("2026-12-31T23:59:59Z", "2027-06-30"),
    ],
)
def test_whoever_finds_a_hole_reads_whom_to_tell(client, settings, time_machine, now, expires):
    time_machine.move_to(now)
    settings.DESK_EMAIL = "La redazione <desk@lab121.example>"
    assert client.get("/.well-known/security.txt").content.decode().splitlines() == [
        "Contact: mailto:desk@lab121.example",
        f"Expires: {expires}T00:00:00Z",
        "Preferred-Languages: it, en",
        "Canonical: http://testserver/.well-known/security.txt",
    ]
