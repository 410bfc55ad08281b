"""Django's SQLite, where writers of this process queue in memory instead of racing for the file.

With IMMEDIATE transactions every `atomic` block takes SQLite's write lock at once, and waiting for it means
polling: under load some writers starve and get "database is locked". One fair lock per process in front of
it lets each have its turn (measured in realtime.md, design point 8).
"""

import threading

from django.db.backends.sqlite3 import base

_turn = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the process's write lock for as long as a transaction is open."""

    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self._take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._give()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give()

    def _take(self) -> None:
        if not self.is_in_memory_db() and not self._has_turn:
            _turn.acquire()
            self._has_turn = True

    def _give(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _turn.release()
