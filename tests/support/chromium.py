"""Where the browser is; without Django, for scripts too."""

import os
import shutil
from pathlib import Path


def find_chromium() -> str | None:
    """CHROMIUM=, a system Chromium, or Playwright's own."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    browsers = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(path) for path in sorted(browsers.glob("chromium-*/chrome-linux*/chrome"))), None)
