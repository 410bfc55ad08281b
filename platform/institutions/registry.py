"""What stands in the way of becoming an officer: rooms above this one say so from their `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Obstacle:
    """Something the member runs and must hand over first; `path` leads to where that is done."""

    name: str
    path: str


FINDERS: list[Callable[[User], list[Obstacle]]] = []


def register(finder: Callable[[User], list[Obstacle]]) -> None:
    """Make a finder known; registering twice does no harm."""
    if finder not in FINDERS:
        FINDERS.append(finder)


def obstacles(person: User) -> list[Obstacle]:
    """Everything that this member must hand over before they act for an institution."""
    return [found for finder in FINDERS for found in finder(person)]
