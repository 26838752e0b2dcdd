"""People who press at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

PATIENCE = 60  # seconds
# Writers of SQLite stand in line, so that one order differs little from another: there most are the exhaustive run's.
FEW = 2 if connection.vendor == "sqlite" else 6
often = pytest.mark.parametrize(
    "n", [n if n < FEW else pytest.param(n, marks=pytest.mark.exhaustive) for n in range(6)]
)


def together(*actions: Callable) -> list:
    """Run all at once; no exception and no 500 is ever right."""
    results, barrier = [None] * len(actions), threading.Barrier(len(actions))

    def run(index: int, action: Callable) -> None:
        try:
            barrier.wait(PATIENCE)
            results[index] = action()
        except BaseException as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    for answer in results:
        if isinstance(answer, BaseException):
            raise answer
        assert answer is not None and (isinstance(answer, dict) or answer.status_code < 500)
    return results
