"""One open page: who it is, what it listens to, and how much it may fall behind."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from messaging.live.frames import frame, text_of
from messaging.live.queries import Visitor
from messaging.live.topic import Listening

Send = Callable[[dict], Awaitable[None]]
MOST_EVENTS = 256
MOST_BYTES = 1_000_000
RELIEVED = 64_000  # a reader that fell behind has caught its breath below this many unsent bytes
PATIENCE = 20.0  # seconds that it may stay behind


class Pipe(Protocol):
    """Where frames go: the part of an asyncio transport that is needed."""

    def write(self, data: bytes) -> None: ...
    def get_write_buffer_size(self) -> int: ...
    def is_closing(self) -> bool: ...
    def abort(self) -> None: ...


class AsgiPipe:
    """For servers whose transport cannot be had: frames wait here while the server takes them one by one.

    There is a task only while something waits.
    """

    def __init__(self, send: Send) -> None:
        self._send, self._waiting, self._size = send, deque[dict](), 0
        self._task: asyncio.Task | None = None
        self._closed = False

    def write(self, data: bytes) -> None:
        self._size += len(data)
        self.put({"type": "websocket.send", "text": text_of(data)}, len(data))

    def put(self, message: dict, size: int = 0) -> None:
        self._waiting.append({**message, "size": size})
        if self._task is None:
            self._task = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._waiting:
                message = dict(self._waiting[0])
                size = message.pop("size")
                await self._send(message)
                self._waiting.popleft()
                self._size -= size
        except Exception:  # the page has gone; its disconnect is on the way
            self.abort()
        finally:
            self._task = None

    def get_write_buffer_size(self) -> int:
        return self._size

    def is_closing(self) -> bool:
        return self._closed

    def abort(self) -> None:
        self._closed = True
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()


def pipe_of(send: Send) -> Pipe:
    """Straight to the transport under uvicorn's sans-IO protocol, which frames nothing that it did not send
    itself and keeps no state about text it sent; through `send` anywhere else."""
    protocol = getattr(send, "__self__", None)
    if isinstance(protocol, WebSocketsSansIOProtocol):
        return protocol.transport
    return AsgiPipe(send)


class Socket:
    """A page that listens. Whoever reads too slowly loses its place, never the server its memory: past
    256 events or 1 MB it gets no more until it has read what it has, then a `gap` says where to read on."""

    __slots__ = (
        "_missed", "_pipe", "_send", "_since", "_unsent", "blocked", "circle", "has_left",
        "listening", "mark", "session_key", "user_id",
    )  # fmt: skip

    def __init__(self, send: Send, visitor: Visitor, language: str, pipe: Pipe | None = None) -> None:
        self._send, self._pipe = send, pipe or pipe_of(send)
        self.user_id, self.session_key = visitor.user_id, visitor.session_key
        self.mark, self.blocked = visitor.mark, visitor.blocked
        self.circle = (language, visitor.audience)
        self.listening: dict[str, Listening] = {}  # by the topic's wire name
        self.has_left = False
        self._unsent = 0
        self._missed: dict[str, int] = {}  # wire name → the last number it got
        self._since = 0.0

    @property
    def reader(self) -> object:
        """Who counts as one reader, with however many windows."""
        return self.user_id or self

    @property
    def is_gone(self) -> bool:
        return self.has_left or self._pipe.is_closing()

    @property
    def unsent_bytes(self) -> int:
        return self._pipe.get_write_buffer_size()

    def say(self, t: str, **facts: Any) -> None:
        """One frame for this page alone."""
        self.put(frame(t, **facts))

    def put(self, wire: bytes) -> None:
        """Anything but an event: small, rare, never dropped."""
        if not self.is_gone:
            self._pipe.write(wire)

    def put_event(self, wire: bytes, name: str, seq: int) -> None:
        """The next event of a topic, in order; the hot path of everything."""
        pipe = self._pipe
        if self.has_left or pipe.is_closing():
            return
        backlog = pipe.get_write_buffer_size()
        if not backlog:
            self._unsent = 0
        elif self._unsent >= MOST_EVENTS or backlog > MOST_BYTES or self._missed:
            if not self._missed:
                self._since = time.monotonic()
            self._missed.setdefault(name, seq - 1)
            return
        if self._missed:
            self._tell_gaps()
        self._unsent += 1
        pipe.write(wire)

    def breathe(self) -> None:
        """Once a second: tell a page that has caught its breath what it missed, and give up on one that stays
        behind. There is no closing a reader that does not read: its buffer is dropped with the connection."""
        if not self._missed:
            return
        if self.unsent_bytes < RELIEVED:
            self._tell_gaps()
        elif time.monotonic() - self._since > PATIENCE:
            self._pipe.abort()

    def _tell_gaps(self) -> None:
        missed, self._missed = self._missed, {}
        self._unsent = 0
        for name, seq in missed.items():
            if name in self.listening:
                self.say("gap", topic=name, seq=seq)

    async def drained(self) -> bool:
        """Wait until most of what was written has been read: False when that takes too long."""
        until = time.monotonic() + PATIENCE
        while self.unsent_bytes >= RELIEVED:
            if self.is_gone or time.monotonic() > until:
                self._pipe.abort()
                return False
            await asyncio.sleep(0.02)
        self._unsent = 0
        return not self.is_gone

    def close(self, code: int) -> Awaitable[None] | None:
        """Say goodbye with a code. Returns what is left to wait for, if anything."""
        self.has_left = True
        message = {"type": "websocket.close", "code": code}
        if isinstance(self._pipe, AsgiPipe):
            self._pipe.put(message)
            return None
        if self._missed or self._pipe.is_closing():
            self._pipe.abort()
            return None
        return self._send(message)
