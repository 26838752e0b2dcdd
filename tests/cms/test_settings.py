"""Each settings module, imported as a process of its own would."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from cms.checks import no_atomic_requests
from cms.models import LimitCounter

KEY = "k" * 50
GOOD = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "lab121.example",
    "BASE_URL": "https://lab121.example",
    "TRUSTED_PROXY_COUNT": "1",
}
SHOW = """
import importlib, json, sys
module = importlib.import_module(sys.argv[1])
print(json.dumps({name: getattr(module, name) for name in sys.argv[2:]}))
"""


def imported(module: str, *names: str, **environment: str) -> tuple[dict, str]:
    """(the values asked for, what went wrong)"""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(settings.BASE_DIR), **environment}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SHOW, f"cms.settings.{module}", *names],
        env=clean,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return json.loads(done.stdout or "{}"), done.stderr.strip().splitlines()[-1] if done.returncode else ""


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY: at least 50 characters"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY: at least 50 characters"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS: the host names"),
    ],
)
def test_production_refuses_to_start(wrong, words):
    _values, error = imported("production", **{**GOOD, **wrong})
    assert words in error


def test_production_is_closed():
    wanted = {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["lab121.example"],
        "USE_X_FORWARDED_HOST": False,
        "REFUSE_DEMO_ACCOUNTS": True,
        "IS_DEMO_SITE": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_AGE": 43200,
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "PASSWORD_RESET_TIMEOUT": 3600,
        "X_FRAME_OPTIONS": "SAMEORIGIN",
        "BASE_URL": "https://lab121.example",
        "WAGTAILADMIN_BASE_URL": "https://lab121.example",
    }
    values, error = imported("production", *wanted, **GOOD)
    assert (values, error) == (wanted, "")


@pytest.mark.parametrize("proxies, believed", [("0", False), ("", False), ("1", True), ("2", True)])
def test_the_scheme_is_believed_behind_declared_proxies_alone(client, settings, proxies, believed):
    names = ("SECURE_PROXY_SSL_HEADER", "SECURE_SSL_REDIRECT", "SECURE_REDIRECT_EXEMPT", "ALLAUTH_TRUSTED_PROXY_COUNT")
    environment = {name: value for name, value in (GOOD | {"TRUSTED_PROXY_COUNT": proxies}).items() if value}
    values, error = imported("production", *names, **environment)
    assert (error, values["ALLAUTH_TRUSTED_PROXY_COUNT"]) == ("", int(proxies or 0))
    header = values["SECURE_PROXY_SSL_HEADER"]
    settings.SECURE_PROXY_SSL_HEADER = tuple(header) if header else None
    # SecurityMiddleware reads its settings when it is made, at a client's first request.
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = values[names[1]], values[names[2]]
    for path in ("/robots.txt", "/healthz/"):
        answers = {scheme: client.get(path, headers=headers) for scheme, headers in FORWARDED.items()}
        led = {scheme: answer.headers.get("Location", "") for scheme, answer in answers.items()}
        plain = "https://testserver/robots.txt" if believed and path == "/robots.txt" else ""
        assert led == {"none": plain, "http": plain, "https": ""}
        request = answers["https"].wsgi_request
        scheme = request.build_absolute_uri().partition("://")[0]
        assert (request.is_secure(), scheme) == (believed, "https" if believed else "http")


FORWARDED = {"none": {}, "http": {"X-Forwarded-Proto": "http"}, "https": {"X-Forwarded-Proto": "https"}}


def test_the_demo_is_production_on_this_machine_alone():
    wanted = {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
        "REFUSE_DEMO_ACCOUNTS": False,
        "IS_DEMO_SITE": True,
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": 0,
        "SESSION_COOKIE_SECURE": False,
        "SESSION_COOKIE_HTTPONLY": True,
    }
    values, error = imported("demo", *wanted, **GOOD)
    assert (values, error) == (wanted, "")
    _values, error = imported("demo", **{**GOOD, "SECRET_KEY": "short"})
    assert "SECRET_KEY" in error


def test_a_clone_needs_no_environment_for_development():
    values, error = imported("dev", "DEBUG", "ALLOWED_HOSTS")
    assert (values, error) == ({"DEBUG": True, "ALLOWED_HOSTS": ["127.0.0.1", "localhost"]}, "")


def test_the_base_is_safe_by_default():
    wanted = {"DEBUG": False, "SECRET_KEY": "", "ALLOWED_HOSTS": [], "MAX_BODY_BYTES": 10 * 1024 * 1024}
    values, _error = imported("base", *wanted)
    assert values == wanted


def test_other_databases_and_caches_come_from_the_environment():
    values, _error = imported("base", "DATABASES", "CACHES", DATABASE_URL="postgres://a@db/x", REDIS_URL="redis://r/1")
    assert values["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert "ATOMIC_REQUESTS" not in values["DATABASES"]["default"]
    assert values["CACHES"]["default"] == {"BACKEND": "cms.cache.FailOpenRedisCache", "LOCATION": "redis://r/1"}
    assert values["CACHES"]["limits"] == {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": LimitCounter._meta.db_table,
        "OPTIONS": {"MAX_ENTRIES": 10000},
    }
    plain, _error = imported("base", "DATABASES")
    assert plain["DATABASES"]["default"]["ENGINE"] == "cms.sqlite"
    assert plain["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_atomic_requests_are_found_by_a_check(monkeypatch):
    assert no_atomic_requests() == []
    monkeypatch.setitem(settings.DATABASES["default"], "ATOMIC_REQUESTS", True)
    assert [error.id for error in no_atomic_requests()] == ["cms.E001"]
