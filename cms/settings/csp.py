"""The content security policy: what a page of the site may load, run, frame and send forms to."""

from typing import Any

from csp.constants import NONE, SELF

VIDEO_HOST = "https://www.youtube-nocookie.com"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),  # Wagtail's admin runs inline scripts; its own policy comes later
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF, VIDEO_HOST],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [SELF],
    },
}
