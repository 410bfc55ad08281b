"""What can be decided about, and where a person is a moderator: the rooms above register both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.functional import Promise

if TYPE_CHECKING:
    from moderation.models import Case


class CannotAct(Exception):
    """A kind's `act` refuses for a reason that the moderator should read: a translated sentence."""


@dataclass(frozen=True)
class Subject:
    """The thing as it is now. `text` is its Markdown or plain source; `version`, of 64 characters at most,
    changes with its words.

    `scope` names the place whose own moderators may decide, e.g. ``board:12``; `institution_id` the
    institution behind it, whose people never decide about it.
    """

    title: str
    text: str
    language: str
    url: str
    author_id: int | None
    scope: str = ""
    version: str = ""
    institution_id: int | None = None


class Act(Protocol):
    def __call__(self, case: "Case", verdict: str, *, by: Any, reason: str, at: Any) -> None: ...


@dataclass(frozen=True)
class CaseKind:
    """How one kind of thing is found, reported and decided about.

    `can_report` is true for whoever may see the thing. `act` carries a verdict out, inside the transaction of
    the decision; `case.object_id` says about what. `verdicts` are the values of `Decision.Verdict` on offer.
    """

    name: str
    label: str | Promise
    subject: Callable[[str], Subject | None]
    can_report: Callable[[Any, str], bool]
    verdicts: tuple[str, ...]
    act: Act


KINDS: dict[str, CaseKind] = {}
SCOPES: list[Callable[[Any], Iterable[str]]] = []


def register(kind: CaseKind) -> None:
    KINDS[kind.name] = kind


def register_scopes(scopes_of: Callable[[Any], Iterable[str]]) -> None:
    """Add a function that says in which scopes a viewer is a moderator or steward."""
    if scopes_of not in SCOPES:
        SCOPES.append(scopes_of)


def scopes(viewer: Any) -> frozenset[str]:
    """Every scope in which this viewer decides, asked of all rooms."""
    return frozenset(scope for scopes_of in SCOPES for scope in scopes_of(viewer))


def subject(kind: str, object_id: str) -> Subject | None:
    """The thing, or None: no such kind, no such thing, or an id that cannot be one."""
    try:
        return KINDS[kind].subject(object_id) if kind in KINDS else None
    except (ValueError, ValidationError):
        return None
