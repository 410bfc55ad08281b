"""The kinds of topics a page can listen to: each room puts in an adapter from its `topics.py`.

An adapter is plain synchronous code. The hub calls it on its own few database threads and never for one
reader at a time, except when that reader comes in.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

STEP = 200  # events read, and given to one page, at a time
NAME = re.compile(r"[a-z]{1,20}(:[0-9a-z-]{1,64})?")


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a topic stands: its newest number, and the epoch that moves when somebody may lose it."""

    seq: int
    epoch: int
    counts_readers: bool = False  # whether pages may be told how many read along


@dataclass(frozen=True, slots=True)
class Row:
    """One numbered event. `author_id` is whose words it shows; from who does not meet them it is withheld."""

    seq: int
    kind: str
    author_id: int | None = None
    data: dict = field(default_factory=dict)
    subject: Any = None


class TopicKind(Protocol):
    """How one kind of topic (`thread:<uuid>`, `me`) is found, read and drawn."""

    name: str

    def key(self, ident: str, user_id: int | None) -> str | None:
        """The key of the topic that a page names by `ident` (what follows the colon); None: no such topic."""

    def wire_name(self, key: str) -> str:
        """What frames call the topic."""

    def stand(self, key: str, viewer: Any) -> Stand | None:
        """Where the topic stands; None when `viewer` may not listen or nothing is there: the same answer."""

    def heads(self, keys: Collection[str]) -> dict[str, Stand]:
        """Where many topics stand, in one query. What no longer exists is left out."""

    def still_allowed(self, key: str, user_ids: Collection[int | None]) -> set[int | None]:
        """Which of these people (None: everybody without an account) may listen now."""

    def after(self, key: str, seq: int, limit: int) -> tuple[int, list[Row]]:
        """The topic's epoch and up to `limit` rows after `seq`, in order, from one query."""

    def html(self, row: Row, language: str, audience: str) -> str:
        """What the row shows to an audience, in the interface language."""

    def withheld(self, row: Row, language: str) -> str:
        """What it shows to somebody who does not meet the author."""


KINDS: dict[str, TopicKind] = {}


def register(*kinds: TopicKind) -> None:
    """Make kinds of topics known. A name registered again is replaced."""
    for kind in kinds:
        KINDS[kind.name] = kind


def find(name: str, user_id: int | None) -> tuple[TopicKind, str] | None:
    """The kind and key of a topic that a page asks for by name; None when there cannot be such a topic."""
    kind_name, _, ident = name.partition(":")
    kind = KINDS.get(kind_name)
    key = kind.key(ident, user_id) if kind else None
    return (kind, key) if kind and key is not None else None


def address(kind_name: str, key: str) -> str:
    """What hints call a topic: unlike the wire name of `me`, it names one stream."""
    return f"{kind_name}:{key}"


def seqs_after(seq: int, newest: int, limit: int) -> Iterable[int]:
    """The numbers that follow `seq`, for streams that keep only a counter."""
    return range(seq + 1, min(newest, seq + limit) + 1)
