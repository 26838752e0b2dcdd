"""Settings for the internet: behind a proxy with TLS, every secret from the environment."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403

if len(SECRET_KEY) < 50:  # noqa: F405
    raise ImproperlyConfigured("SECRET_KEY: at least 50 characters, from the environment.")
if not ALLOWED_HOSTS:  # noqa: F405
    raise ImproperlyConfigured("ALLOWED_HOSTS: the host names of the site, from the environment.")

REFUSE_DEMO_ACCOUNTS = True
# Anybody can write the header: it is believed behind the declared proxies alone. Without one there is nobody to ask
# whether a visitor came by TLS, and a redirect to https could lead to itself for ever (check --deploy: security.W008).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None  # noqa: F405
SECURE_SSL_REDIRECT = bool(TRUSTED_PROXY_COUNT)  # noqa: F405
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)/$"]  # asked on the machine itself, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60  # a year
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True  # noqa: F405
