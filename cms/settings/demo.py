"""Settings of ``make run``: production on the loopback address, without what needs TLS."""

from .production import *  # noqa: F403

ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
REFUSE_DEMO_ACCOUNTS = False
IS_DEMO_SITE = True
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "lab121_session"
CSRF_COOKIE_NAME = "lab121_csrf"
del CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"]  # noqa: F405
