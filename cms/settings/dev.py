"""Settings for development: DEBUG is on, static files are served from the sources."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = env("SECRET_KEY", default="only-for-development-" + "x" * 40)  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
IS_DEMO_SITE = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
