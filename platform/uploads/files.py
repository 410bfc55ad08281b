"""Who may read a file is known by the room that it belongs to: the registry that asks it, each time."""

from collections.abc import Callable
from typing import Any

MayRead = Callable[[Any, str], bool]
_readers: dict[str, MayRead] = {}


def register(kind: str, may_read: MayRead) -> None:
    """Let a room answer for its kind: `may_read(viewer, object_id)`. Rooms call it when the apps are ready.

    Raises ValueError when another one answers for it already.
    """
    if _readers.get(kind, may_read) is not may_read:
        raise ValueError(f"files of kind {kind} belong to another room already")
    _readers[kind] = may_read


def may_read(viewer: Any, kind: str, object_id: str) -> bool:
    """Does the owning room let this viewer read what belongs to its object? Nobody reads what no room has."""
    reader = _readers.get(kind)
    return reader is not None and reader(viewer, object_id)
