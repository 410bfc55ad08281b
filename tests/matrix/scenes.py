"""What a scene is: one way of using the right of one row, set up for a role, with what must become of it.

A scene's function is given a `World` and returns an `Ask`. Verdicts are the matrix's words: A allowed,
D denied, H hidden, L led to sign-in. What a cell leaves open (C1–C28, =) or what this version answers more
strictly stands in `conditions`, each with its reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.table import ROLES, cell
from tests.matrix.world import World

NOT_MEANINGFUL = "-"


@dataclass(frozen=True)
class Ask:
    """One request, and how to see what became of it.

    `found`: words that an allowed answer has and a refused one has not. `effect`: true once the deed is done.
    `twin`: the same request for something that never existed. `protected`: what no answer may change, for
    fields that are ignored rather than refused. `open_page`: the page itself is everybody's; what is refused
    is only that `found` stands on it. `done_by`, `denied_by`: the status of a library that answers in
    its own way.
    """

    path: str
    method: str = "GET"
    data: Mapping[str, Any] = field(default_factory=dict)
    json: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    found: str = ""
    effect: Callable[[], Any] | None = None
    twin: str = ""
    protected: Callable[[], Any] | None = None
    open_page: bool = False
    done_by: int = 0
    denied_by: int = 403
    address: str = "203.0.113.9"


@dataclass(frozen=True)
class Deed:
    """An action that has no page yet: called as the page would, refused as the page would be."""

    act: Callable[[], Any]
    effect: Callable[[], Any]


@dataclass(frozen=True)
class Topic:
    """A subscription: the topic, and one of the same shape that never existed."""

    name: str
    twin: str


@dataclass(frozen=True)
class Scene:
    row: str
    surface: str
    name: str
    build: Callable[[World], Ask | Deed | Topic]
    conditions: Mapping[str, tuple[str, str]]
    roles: tuple[str, ...]
    others: str  # H, or D where somebody else's object is visible anyway
    has_owner: bool
    reads_as: str
    tenants: bool

    def verdict(self, role: str) -> str:
        """A, D, H, L, O or -; from the conditions, else from the cell."""
        if role in self.conditions:
            return self.conditions[role][0]
        found = cell(self.reads_as or self.row, role)
        if found not in ("A", "D", "H", "L", "O", NOT_MEANINGFUL):
            raise LookupError(f"{self.row} {self.name} says nothing of {found} for {role}")
        return found

    def id(self, role: str) -> str:
        return "-".join(part for part in (self.row, self.surface, self.name, role) if part)


SCENES: list[Scene] = []


def scene(
    row: str,
    *,
    surface: str = "html",
    name: str = "",
    conditions: Mapping[str, tuple[str, str]] | None = None,
    only: tuple[str, ...] = (),
    others: str = "H",
    has_owner: bool = False,
    reads_as: str = "",
    tenants: bool = False,
) -> Callable:
    """Register a scene. `only`: for these roles alone, where another scene plays the rest of the row.
    `has_owner`: O is tried with the viewer's own object and with somebody else's. `tenants`: also played by
    moderators and stewards of another community, who are ordinary members here."""

    def keep(build: Callable) -> Callable:
        roles = tuple(only or ROLES)
        SCENES.append(
            Scene(row, surface, name, build, conditions or {}, roles, others, has_owner, reads_as, tenants)
        )
        return build

    return keep
