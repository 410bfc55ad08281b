"""The hub's own few database threads, each with a connection that lasts.

Django's per-request handling would open a connection for each page that connects (19 handshakes a second
against 505), and asgiref's one shared thread would let a slow query hold up everybody.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, connection

R = TypeVar("R")
THREADS = 4
AWAY = (OperationalError, InterfaceError)
"""What a database that cannot be reached raises."""


class Database(Protocol):
    async def run(self, ask: Callable[..., R], *args: Any) -> R:
        """Run `ask(*args)` where it may use the database, off the event loop."""


class Pool:
    """Four threads that keep their connections. Everything the hub asks only reads, so it may ask twice."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = ThreadPoolExecutor(threads, "live-database")

    async def run(self, ask: Callable[..., R], *args: Any) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, ask, args)

    @staticmethod
    def _ask(ask: Callable[..., R], args: tuple) -> R:
        try:
            return ask(*args)
        except AWAY:
            connection.close()  # it may be only this connection that died: PostgreSQL was restarted
        try:
            return ask(*args)
        except AWAY:
            connection.close()
            raise


class OneThread:
    """For tests: asks in the thread of the test, inside its transaction."""

    async def run(self, ask: Callable[..., R], *args: Any) -> R:
        return await sync_to_async(ask, thread_sensitive=True)(*args)


_database: Database | None = None


def database() -> Database:
    global _database
    if _database is None:
        _database = Pool()
    return _database


@contextmanager
def use(other: Database):
    """Put another in its place for a while."""
    global _database
    before, _database = _database, other
    try:
        yield other
    finally:
        _database = before
