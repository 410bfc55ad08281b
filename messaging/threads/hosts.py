"""What a page shows of the place that hosts a board: hosts register an adapter, the board never asks them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from messaging.threads.models import Board


@dataclass(frozen=True, slots=True)
class Card:
    """A host as its boards' pages show it to one viewer.

    `join_state` says how the viewer stands to it (``member``, ``open``, ``request``, ``pending``, ``invite``,
    or empty); `join_url` is the page that lets them in, empty when there is nothing to press.
    """

    name: str = ""
    url: str = ""
    seed: str = ""
    language: str = ""
    join_state: str = ""
    join_url: str = ""
    can_start: bool = False


NOWHERE = Card()
Cards = Callable[[list[int], Any], Mapping[int, Card]]
ADAPTERS: dict[str, Cards] = {}


def register(host_kind: str, cards: Cards) -> None:
    """Tell how boards of a kind look: ``cards(board_ids, viewer)`` → {board id: Card}, in one query."""
    ADAPTERS[host_kind] = cards


def cards(boards: Iterable[Board], viewer: Any) -> dict[int, Card]:
    """The card of every board, by board id: one call per kind of host."""
    kinds: dict[str, set[int]] = defaultdict(set)
    for board in boards:
        kinds[board.host_kind].add(board.pk)
    found = {pk: NOWHERE for ids in kinds.values() for pk in ids}
    for kind, ids in kinds.items():
        if kind in ADAPTERS:
            found.update(ADAPTERS[kind](sorted(ids), viewer))
    return found
