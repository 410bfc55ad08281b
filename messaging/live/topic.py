"""One topic that somebody in this process listens to: its head here, and who gets what comes next."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils import translation

from messaging.live.frames import frame
from messaging.live.registry import Row, Stand, TopicKind, address

if TYPE_CHECKING:
    from messaging.live.socket import Socket

Circle = tuple[str, str]
"""Pages that get the same bytes: interface language and audience."""
READERS_FROM = 10


class Event:
    """One numbered event with its frames, each drawn and encoded once."""

    __slots__ = ("_draw", "_frames", "_withheld", "author_id", "seq")

    def __init__(self, row: Row, draw: Callable[..., bytes]) -> None:
        self.seq, self.author_id = row.seq, row.author_id
        self._draw = draw
        self._frames: dict[Circle, bytes] = {}
        self._withheld: dict[str, bytes] = {}

    def drawn_for(self, circle: Circle) -> bytes:
        if circle not in self._frames:
            self._frames[circle] = self._draw(*circle)
        return self._frames[circle]

    def withheld_in(self, language: str) -> bytes:
        if language not in self._withheld:
            self._withheld[language] = self._draw(language, None)
        return self._withheld[language]


@dataclass(slots=True)
class Listening:
    """One page's place in a topic: the epoch its right was last checked at, and the last number it has."""

    topic: "Topic"
    socket: "Socket"
    epoch: int
    seq: int


@dataclass(slots=True, eq=False)
class Topic:
    """A stream as this process knows it. `head` is the last number that its live listeners were given."""

    kind: TopicKind
    key: str
    head: int
    epoch: int
    counts_readers: bool
    listeners: dict["Socket", Listening] = field(default_factory=dict)
    live: dict[Circle, set["Socket"]] = field(default_factory=dict)
    wanted: int = 0
    is_reading: bool = False
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    shown_readers: int | None = None
    phase: int = field(default_factory=count(1).__next__)  # so that not all say their head in the same second

    @classmethod
    def at(cls, kind: TopicKind, key: str, stand: Stand) -> "Topic":
        return cls(kind, key, stand.seq, stand.epoch, stand.counts_readers)

    @property
    def address(self) -> str:
        return address(self.kind.name, self.key)

    @property
    def name(self) -> str:
        return self.kind.wire_name(self.key)

    @property
    def circles(self) -> tuple[Circle, ...]:
        return tuple(self.live)

    # -- reading: on a database thread ---------------------------------------------------------------------

    def events_after(self, seq: int, limit: int, circles: tuple[Circle, ...]) -> tuple[int, list[Event]]:
        """The epoch and the next events, drawn for these circles: one query."""
        epoch, rows = self.kind.after(self.key, seq, limit)
        events = [Event(row, self._drawing(row)) for row in rows]
        self.draw(events, circles)
        return epoch, events

    @staticmethod
    def draw(events: list[Event], circles: tuple[Circle, ...]) -> None:
        for circle in circles:
            for event in events:
                event.drawn_for(circle)

    def _drawing(self, row: Row) -> Callable[..., bytes]:
        def draw(language: str, audience: str | None) -> bytes:
            with translation.override(language):
                if audience is None:
                    html = self.kind.withheld(row, language)
                else:
                    html = self.kind.html(row, language, audience)
            return self.frame("event", seq=row.seq, kind=row.kind, html=html, data=row.data)

        return draw

    # -- giving: on the event loop -------------------------------------------------------------------------

    def frame(self, t: str, **facts: Any) -> bytes:
        return frame(t, topic=self.name, **facts)

    def give(self, event: Event) -> None:
        """The next event to everybody who is live, withheld from those who do not meet its author."""
        name, seq, author = self.name, event.seq, event.author_id
        for circle, sockets in self.live.items():
            wire = event.drawn_for(circle)
            for socket in sockets:
                if author in socket.blocked:
                    socket.put_event(event.withheld_in(circle[0]), name, seq)
                else:
                    socket.put_event(wire, name, seq)
        self.head = seq

    def give_one(self, event: Event, socket: "Socket") -> None:
        """The same for one page that catches up."""
        is_withheld = event.author_id in socket.blocked
        wire = event.withheld_in(socket.circle[0]) if is_withheld else event.drawn_for(socket.circle)
        socket.put_event(wire, self.name, event.seq)

    def stir(self) -> None:
        """Wake those who wait for the head to move."""
        self.moved.set()
        self.moved = asyncio.Event()

    async def stirs(self) -> None:
        """Wait for that, but not so long that a page which has gone would be kept."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.moved.wait(), 1)

    def tell_all(self, wire: bytes) -> None:
        for sockets in self.live.values():
            for socket in sockets:
                socket.put(wire)

    # -- who listens ---------------------------------------------------------------------------------------

    def admit(self, socket: "Socket", listening: Listening) -> None:
        self.listeners[socket] = listening
        socket.listening[self.name] = listening

    def go_live(self, socket: "Socket") -> None:
        """From here on the page gets every event; it has them all up to `head`."""
        self.live.setdefault(socket.circle, set()).add(socket)

    def dismiss(self, socket: "Socket") -> None:
        self.listeners.pop(socket, None)
        socket.listening.pop(self.name, None)
        if sockets := self.live.get(socket.circle):
            sockets.discard(socket)
            if not sockets:
                del self.live[socket.circle]

    def readers(self) -> int | None:
        """How many people read along in this process; nobody learns that below ten, or on closed boards."""
        if not self.counts_readers:
            return None
        people = len({socket.reader for socket in self.listeners})
        return people if people >= READERS_FROM else None
