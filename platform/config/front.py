"""One address for pages and sockets: the first request line says which, then bytes are only copied.

A browser opens a new connection for every WebSocket, so the first line decides for the whole connection.
Nothing is added to what either side says; pages are told the visitor's address by a PROXY line before it
(haproxy's protocol, version 1), which only our own gunicorn reads.
"""

import asyncio
import itertools
import signal
import socket
from typing import cast

SOCKETS = b"/ws/"
LIMIT = 64 * 1024  # bytes held for a side that reads more slowly than the other writes
PATIENCE = 20  # seconds a visitor may take for the first line
TRIES = (0.0, 0.1, 0.3, 0.6)  # seconds between tries while a process behind comes back
GRACE = 12  # seconds joined connections may go on once the front is stopping
AWAY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Front:
    """Where the two kinds of processes listen, and which connections are open."""

    def __init__(self, pages: int, sockets: list[int]) -> None:
        self.pages = pages
        self.sockets = itertools.cycle(sockets)
        self.open: set[asyncio.Transport] = set()

    async def serve(self, listener: socket.socket) -> None:
        """Take connections until SIGTERM; then let those that are joined come to their end."""
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, stop.set)
        server = await loop.create_server(lambda: Visitor(self), sock=listener, backlog=2048)
        await stop.wait()
        server.close()
        deadline = loop.time() + GRACE
        while self.open and loop.time() < deadline:
            await asyncio.sleep(0.05)

    async def connect(self, first: bytes, visitor: "Visitor") -> "Behind | None":
        """A connection to the process that the first line asks for; None while there is none."""
        path = first.split(b" ", 2)[1:2]
        to_sockets = bool(path) and path[0].startswith(SOCKETS)
        for wait in TRIES:
            await asyncio.sleep(wait)
            port = next(self.sockets) if to_sockets else self.pages
            try:
                loop = asyncio.get_running_loop()
                _transport, behind = await loop.create_connection(lambda: Behind(visitor), "127.0.0.1", port)
            except OSError:
                continue
            if not to_sockets:
                behind.transport.write(proxy_line(visitor.transport))
            return behind
        return None


def proxy_line(transport: asyncio.Transport) -> bytes:
    """Who is at the other end, for pages to read before the first request."""
    (there, there_port), (here, here_port) = (
        transport.get_extra_info(n)[:2] for n in ("peername", "sockname")
    )
    family = "TCP6" if ":" in there else "TCP4"
    return f"PROXY {family} {there} {here} {there_port} {here_port}\r\n".encode()


class Side(asyncio.Protocol):
    """One end of a joined pair: passes on what it hears, and asks its end to wait while the other is slow."""

    transport: asyncio.Transport
    other: "Side | None" = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but name
        self.transport.set_write_buffer_limits(LIMIT)

    def data_received(self, data: bytes) -> None:
        if self.other:
            self.other.transport.write(data)

    def pause_writing(self) -> None:
        if self.other:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other:
            self.other.transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        if self.other:
            self.other.transport.close()


class Behind(Side):
    """The end at one of our processes."""

    def __init__(self, visitor: "Visitor") -> None:
        self.other = visitor


class Visitor(Side):
    """The end at the visitor, who waits for a partner until the first line is read."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.heard = b""
        self.said_all = False
        self.joining: asyncio.Task | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.front.open.add(self.transport)
        self.timer = asyncio.get_running_loop().call_later(PATIENCE, self.transport.close)

    def data_received(self, data: bytes) -> None:
        if self.other:
            self.other.transport.write(data)
            return
        self.heard += data
        if self.joining is None and b"\n" in self.heard:
            self.timer.cancel()
            self.joining = asyncio.create_task(self.join())
        if len(self.heard) > LIMIT:
            self.transport.pause_reading() if self.joining else self.transport.close()

    async def join(self) -> None:
        behind = await self.front.connect(self.heard, self)
        if behind is None:
            self.transport.write(AWAY)
            self.transport.close()
        elif self.transport.is_closing():
            behind.transport.close()
        else:
            behind.transport.write(self.heard)
            self.heard, self.other = b"", behind
            self.transport.resume_reading()
            if self.said_all:
                behind.transport.write_eof()

    def eof_received(self) -> bool:
        """A visitor who has no more to say still hears the answer; our own processes never half-close."""
        self.said_all = True
        if self.other and not self.other.transport.is_closing():
            self.other.transport.write_eof()
        return self.joining is not None

    def connection_lost(self, error: Exception | None) -> None:
        self.timer.cancel()
        self.front.open.discard(self.transport)
        super().connection_lost(error)
