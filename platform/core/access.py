"""The policy's grammar: rights are registered under their matrix row, asked for, and insisted on.

A right is a predicate `(viewer, *context) -> bool`. What a viewer may not even know of is not refused here:
a view finds its object through the QuerySet twin `visible_to(viewer)`, so that what is hidden answers as
what never existed. `require` is for what is known and still not allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404

Predicate = Callable[..., bool]
P = TypeVar("P", bound=Predicate)


class SignInNeeded(Exception):
    """The visitor is nobody yet: pages lead to sign-in and back, the API answers 401."""


@dataclass(frozen=True)
class Right:
    """One predicate for one kind of object, under the rows of the matrix that it keeps."""

    rows: tuple[str, ...]
    kind: str
    predicate: Predicate
    hides: bool


RIGHTS: list[Right] = []


def right(*rows: str, kind: str, hides: bool = False) -> Callable[[P], P]:
    """Register a predicate under rows of the trust matrix, e.g. ``@right("T03", kind="thread")``.

    `hides`: who may not gets 404, as if the object never existed, instead of 403 or sign-in.
    """

    def keep(predicate: P) -> P:
        RIGHTS.append(Right(rows, kind, predicate, hides))
        predicate.hides = hides  # type: ignore[attr-defined]
        return predicate

    return keep


def rights(row: str) -> list[Right]:
    """The predicates registered under a row, one per kind of object."""
    return [entry for entry in RIGHTS if row in entry.rows]


def require(predicate: Predicate, viewer: Any, *context: Any, **known: Any) -> None:
    """Insist on a right. Raises Http404 (hidden), SignInNeeded (nobody signed in) or PermissionDenied.

    `known` hands the predicate, by keyword, what the caller has already read.
    """
    if predicate(viewer, *context, **known):
        return
    if getattr(predicate, "hides", False):
        raise Http404
    if not viewer.is_authenticated:
        raise SignInNeeded
    raise PermissionDenied(predicate.__name__)
