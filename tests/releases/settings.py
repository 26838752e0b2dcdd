"""Of a site that is brought over from another release: as whoever develops sees it, in a folder of its own."""

import os
from pathlib import Path

from cms.settings.dev import *  # noqa: F403

VAR_DIR = Path(os.environ["RELEASE_VAR"])
MEDIA_ROOT = VAR_DIR / "media"
EMAIL_FILE_PATH = VAR_DIR / "mail"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "renditions")
}
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}  # noqa: F405 - what is not there is not there, on purpose
