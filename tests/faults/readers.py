"""Readers as the page's script is one: they keep a cursor, come back alone, and resume where they were."""

import asyncio
import json
import random
from dataclasses import dataclass, field

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException


@dataclass
class Reader:
    """One page, with all that it was given and everything that should not have happened to it."""

    topic: str
    origin: str
    ports: list[int]
    cookie: str = ""
    cursor: int = 0
    given: list[int] = field(default_factory=list)
    doubled: int = 0
    disordered: int = 0
    returns: int = 0
    heard: set[str] = field(default_factory=set)

    async def read(self) -> None:
        """For ever: connect to one of the socket processes, resume, read; come back when that ends."""
        while True:
            try:
                await self._read_once(random.choice(self.ports))
            except (OSError, TimeoutError, WebSocketException):
                self.returns += 1
                await asyncio.sleep(random.uniform(0.1, 0.6))

    async def _read_once(self, port: int) -> None:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        address = f"ws://127.0.0.1:{port}/ws/"
        async with connect(
            address, origin=self.origin, additional_headers=headers, open_timeout=5, ping_interval=None
        ) as socket:
            await self._resume(socket)
            async for text in socket:
                await self._take(json.loads(text), socket)

    async def _resume(self, socket) -> None:
        await socket.send(json.dumps({"op": "sub", "topic": self.topic, "since": self.cursor}))

    async def _take(self, frame: dict, socket) -> None:
        self.heard.add(frame["t"])
        if frame["t"] == "gap" or (frame["t"] == "head" and frame["seq"] > self.cursor):
            await self._resume(socket)
        elif frame["t"] == "event":
            if frame["seq"] <= self.cursor:
                self.doubled += 1
            elif frame["seq"] > self.cursor + 1:
                self.disordered += 1
            self.cursor = frame["seq"]
            self.given.append(frame["seq"])


class Crowd:
    """Many readers at once, in the test's own event loop."""

    def __init__(self, readers: list[Reader]) -> None:
        self.readers = readers

    async def __aenter__(self) -> "Crowd":
        self._tasks = [asyncio.create_task(reader.read()) for reader in self.readers]
        return self

    async def __aexit__(self, *failure) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def all_have(self, seq: int, *, seconds: float) -> float:
        """Wait until every reader has come to `seq`; returns how long that took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while loop.time() - began < seconds:
            if all(reader.cursor >= seq for reader in self.readers):
                return loop.time() - began
            await asyncio.sleep(0.01)
        behind = [reader.cursor for reader in self.readers if reader.cursor < seq]
        raise AssertionError(f"{len(behind)} readers are behind {seq}: {behind}")
