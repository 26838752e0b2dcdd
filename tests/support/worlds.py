"""Rows of the whole database, kept in memory: made once a worker, and put back wherever a test begins with them.

Emptying the database as Django does and provisioning again took 1.6 s on PostgreSQL and 0.7 s on SQLite for each test
that commits, and loading the small demo 7 s for each class that walks in it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, time
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

T = TypeVar("T")


def as_written(value: Any) -> Any:
    """Return what a driver that gave this value takes: SQLite's reads dates and times, and writes text."""
    is_text = connection.vendor == "sqlite" and isinstance(value, date | time)  # a datetime is a date
    return str(value) if is_text else value


class Rows:
    """The rows of every table as they are now. Numbers that are given later are not given again."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[list[str], list[Any]]] = {}
        with connection.cursor() as cursor:
            names = connection.introspection.django_table_names(only_existing=True, include_views=False)
            # SQLite's full text is a virtual table, which the triggers of its own table fill and empty.
            for table in (name for name in names if not name.endswith("_fts")):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = [tuple(map(as_written, row)) for row in cursor.fetchall()]
                self._kept[table] = ([column[0] for column in cursor.description], rows)

    def put_back(self, beside: "Rows | None" = None) -> None:
        """Make the database equal to these rows; where it holds those of ``beside``, only the tables that differ.

        Foreign keys are looked at when the transaction ends: the order of the tables is nobody's concern.
        """
        others = beside._kept if beside else {}
        wanted = {table: kept for table, kept in self._kept.items() if others.get(table) != kept}
        with transaction.atomic(), connection.cursor() as cursor:
            for table in wanted:
                cursor.execute(f'DELETE FROM "{table}"')
            for table, (columns, rows) in wanted.items():
                if rows:
                    names = ", ".join(f'"{name}"' for name in columns)
                    slots = ", ".join(["%s"] * len(columns))
                    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({slots})', rows)
        ContentType.objects.clear_cache()  # a test that emptied the database itself gave them other numbers


class World(Generic[T]):
    """What ``make`` writes and returns: made where it is first asked for, put back from then on."""

    provisioned: ClassVar[Rows | None] = None  # what every test finds before its fixtures write

    def __init__(self, make: Callable[..., T]) -> None:
        self._make = make
        self._made: T | None = None
        self._rows: Rows | None = None

    def put(self, *args: Any) -> T:
        """Give the database this world's rows, and a copy of what was returned when they were made (from ``args``).

        Before anything else is written: tables in which it does not differ from the provisioned site are left alone. A
        world that is made of another one keeps its rows too. Files are not put back: a world that has any is for
        classes (django.test.TestCase), whose media folder is the worker's.
        """
        if self._rows is None:
            self._made = self._make(*args)
            self._rows = Rows()
        else:
            self._rows.put_back(beside=self.provisioned)
        return deepcopy(self._made)  # type: ignore[return-value]


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
