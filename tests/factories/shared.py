"""Content that many tests of a module only read: made once, rolled back after the last of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def shared(django_db_blocker: Any) -> Iterator[None]:
    """Around a module's fixture. Each test's own transaction is a savepoint inside this one.

    Not for tests marked ``transaction=True``: they empty the database.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
