"""Several deeds at the same moment, each on a connection of its own: what PostgreSQL must stand."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

# The skip is a mark, not a fixture: a transactional test that skips itself has emptied the database already.
RACES = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("filled_again"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL: set DATABASE_URL"),
]


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Run every deed in a thread of its own, all from the same moment on.

    Returns what each gave back, or the class of what it raised.
    """
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return deed()
        except Exception as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def each_at_once(do: Callable[[Any], Any], each: list[Any]) -> list[Any]:
    """`together`, for one deed done with each of several things."""
    return together(*[lambda one=one: do(one) for one in each])
