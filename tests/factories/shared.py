"""Content that many tests of a module only read: made once, rolled back after the last of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

REAL = connection.settings_dict["NAME"]  # as this module is imported while tests are collected


@contextmanager
def shared(django_db_blocker: Any) -> Iterator[None]:
    """Around a module's fixture. Each test's own transaction is a savepoint inside this one.

    Its tests must ask for the database themselves (``db`` or the mark): pytest-django makes the test database only
    for those. Not for tests marked ``transaction=True``, which empty it.
    """
    assert connection.settings_dict["NAME"] != REAL, "no test of this module asked for the test database"
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
