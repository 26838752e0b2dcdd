"""Variables of every template. They are lazy: reading the session sets ``Vary: Cookie`` on a visitor's page."""

from typing import Any

from django.conf import settings
from django.contrib.auth.context_processors import PermWrapper
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def auth(request: HttpRequest) -> dict[str, Any]:
    """Give ``user`` and ``perms`` as Django's own processor does, but read the session only once they are used."""
    return {
        "user": SimpleLazyObject(lambda: request.user),
        "perms": SimpleLazyObject(lambda: PermWrapper(request.user)),
    }


def messages(request: HttpRequest) -> dict[str, Any]:
    return {"messages": SimpleLazyObject(lambda: get_messages(request))}


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo_site": settings.IS_DEMO_SITE,
        "base_url": settings.BASE_URL,
        "review_days": settings.REVIEW_DAYS,
    }
