"""What goes by itself (trust.md 5.4): each room registers what it deletes, `manage.py purge` does it."""

import datetime as dt
from collections.abc import Callable

Purge = Callable[[dt.datetime], int]
_purges: dict[str, Purge] = {}


def purges(what: str) -> Callable[[Purge], Purge]:
    """Register a function that deletes what is too old at a moment and returns how much that was; again at
    once, it returns 0. Raises ValueError when the name is taken."""

    def register(purge: Purge) -> Purge:
        if what in _purges:
            raise ValueError(f"{what} is purged already")
        _purges[what] = purge
        return purge

    return register


def purge(*, at: dt.datetime) -> dict[str, int]:
    """Delete what is older than it may be at that moment. Returns how much of what; again is nothing."""
    return {what: gone(at) for what, gone in _purges.items()}
