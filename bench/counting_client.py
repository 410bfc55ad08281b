"""Thousands of sockets in one process that only count: each frame's header is read, its text is not.

Speaks JSON lines: on standard input `connect` opens sockets and `say` sends a text from the first or all; on
standard output it tells when all are open and when the last socket has the n-th event.
"""

import asyncio
import base64
import json
import os
import struct
import sys
import time

import uvloop

PING = 0x89
MARK = b'{"t":"event"'


class Counting(asyncio.Protocol):
    """One socket: shakes hands, subscribes, counts event frames."""

    def __init__(self, crowd: "Crowd", cookie: str) -> None:
        self.crowd, self.cookie = crowd, cookie
        self.buffer = b""
        self.is_open = False
        self.events = 0

    def connection_made(self, transport) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /ws/ HTTP/1.1\r\nHost: {self.crowd.host}\r\nOrigin: http://{self.crowd.host}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\nCookie: {self.cookie}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        data = self.buffer + data if self.buffer else data
        if not self.is_open:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self.buffer = head
                return
            if b" 101 " not in head:
                raise SystemExit(head.decode("latin-1"))
            self.is_open = True
            self.crowd.opened()
        at, size = 0, len(data)
        while size - at >= 2:
            length, start = data[at + 1], at + 2
            if length == 126 and size - at >= 4:
                length, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length >= 126:
                break
            if start + length > size:
                break
            self.frame(data, start)
            if data[at] == PING:
                self.transport.write(bytes((0x8A, 0x80 | length)) + bytes(4) + data[start : start + length])
            at = start + length
        self.buffer = data[at:]

    def frame(self, data: bytes, start: int) -> None:
        if data.startswith(MARK, start):
            self.events += 1
            self.crowd.counted(self.events)
        elif data.startswith(b'{"t":"ok"', start):
            self.crowd.subscribed += 1
            if self.crowd.subscribed == self.crowd.wanted:
                tell(subscribed=self.crowd.subscribed)

    def connection_lost(self, error) -> None:
        tell(lost=str(error))

    def say(self, text: str) -> None:
        payload = text.encode()
        size = (
            bytes((0x81, 0x80 | len(payload)))
            if len(payload) < 126
            else struct.pack("!BBH", 0x81, 254, len(payload))
        )
        self.transport.write(size + bytes(4) + payload)  # masked with zeros


class Crowd:
    def __init__(self) -> None:
        self.sockets: list[Counting] = []
        self.open = self.subscribed = self.wanted = 0
        self.have: dict[int, int] = {}

    async def connect(self, host: str, cookies: list[str]) -> None:
        self.host, self.wanted = host, len(cookies)
        loop = asyncio.get_running_loop()
        name, _, port = host.partition(":")
        for start in range(0, len(cookies), 50):
            made = [
                loop.create_connection(lambda cookie=cookie: Counting(self, cookie), name, int(port))
                for cookie in cookies[start : start + 50]
            ]
            self.sockets += [socket for _, socket in await asyncio.gather(*made)]

    def opened(self) -> None:
        self.open += 1
        if self.open == self.wanted:
            tell(open=self.open, at=time.monotonic())

    def counted(self, events: int) -> None:
        self.have[events] = self.have.get(events, 0) + 1
        if self.have[events] == self.wanted:
            tell(all=events, at=time.monotonic())


def tell(**facts) -> None:
    print(json.dumps(facts), flush=True)


async def main() -> None:
    crowd = Crowd()
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    lines._limit = 2**24
    while line := await lines.readline():
        order = json.loads(line)
        if order["do"] == "connect":
            await crowd.connect(order["host"], order["cookies"])
        elif order["do"] == "say":
            for socket in crowd.sockets if order["who"] == "all" else crowd.sockets[:1]:
                socket.say(order["text"])


if __name__ == "__main__":
    uvloop.run(main())
