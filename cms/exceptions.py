"""Exceptions that any floor may raise and that the middleware answers."""

from django.conf import settings
from django.shortcuts import resolve_url


class ActionRefused(Exception):
    """A rule of the site forbids the action. Raise it inside the transaction: the middleware rolls back, shows the
    message and redirects to ``url`` (by default where a login leads)."""

    def __init__(self, message: str, url: str = "") -> None:
        super().__init__(message)
        self.url = url or resolve_url(settings.LOGIN_REDIRECT_URL)
