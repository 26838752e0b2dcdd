"""Settings of the tests: fast hashes, plain static files, no limits that depend on the clock."""

import os
import tempfile

from .base import *  # noqa: F403

INSTALLED_APPS += ["tests.pages"]  # noqa: F405
SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
IS_DEMO_SITE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
TASKS["pictures"]["BACKEND"] = "django_tasks.backends.dummy.DummyBackend"  # noqa: F405 - noted, not done
# Plain storage: the manifest wants collectstatic first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT = None
MEDIA_ROOT = tempfile.mkdtemp(prefix="lab121-media-")
WHITENOISE_AUTOREFRESH = True
if not env("REDIS_URL", default=""):  # noqa: F405
    memory = "django.core.cache.backends.locmem.LocMemCache"
    CACHES = {name: {"BACKEND": memory, "LOCATION": name} for name in ("default", "renditions")}
else:
    del CACHES["limits"]  # type: ignore[used-before-def] # in the database, which most tests have not
    # One database of Redis for each worker: Wagtail keeps the numbers of sites there, and those are the worker's own.
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    server, _slash, number = env("REDIS_URL").rpartition("/")  # noqa: F405
    for alias in CACHES.values():  # type: ignore[used-before-def]
        alias["LOCATION"] = f"{server}/{(int(number) - worker) % 16}"
if DATABASES["default"]["ENGINE"] == "cms.sqlite":  # noqa: F405
    # A file: the threads of the race tests share it. Named per process by pytest-django under xdist.
    DATABASES["default"]["TEST"] = {"NAME": env("TEST_SQLITE", default=str(VAR_DIR / "test.sqlite3"))}  # noqa: F405
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
