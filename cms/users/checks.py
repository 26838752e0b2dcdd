"""Checks that no demo account, whose password is printed in the README, is active on the internet."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from .models import User

MESSAGE = "There are active demo accounts, whose password is public: deactivate or delete them first."


def has_demo_accounts() -> bool:
    return User.objects.open_demo_accounts().exists()


def refuse_demo_accounts() -> None:
    """Raise ImproperlyConfigured where REFUSE_DEMO_ACCOUNTS is set and a demo account is active."""
    if settings.REFUSE_DEMO_ACCOUNTS and has_demo_accounts():
        raise ImproperlyConfigured(MESSAGE)


@register(Tags.database)
def no_demo_accounts(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """users.E001: a demo account is active where REFUSE_DEMO_ACCOUNTS is set."""
    if not databases or not settings.REFUSE_DEMO_ACCOUNTS:
        return []
    try:
        is_wrong = has_demo_accounts()
    except DatabaseError:  # before the first migration there is no table
        return []
    return [Error(MESSAGE, id="users.E001")] if is_wrong else []
