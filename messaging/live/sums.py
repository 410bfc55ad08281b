"""Counts of sockets summed over all processes through Redis; without it each process counts for itself.

Once a second a process tells what has changed here and hears what the others hold of the same. Whoever holds
too many in all loses the newest: a limit is met a second late, and no handshake waits for an answer.
"""

import asyncio
import logging
import secrets
from typing import TYPE_CHECKING

import redis.asyncio

from messaging.live.places import Holder

if TYPE_CHECKING:
    from messaging.live.hub import Hub

log = logging.getLogger("live")
PERIOD = 1.0
LASTS = 15  # seconds after which a process that tells nothing is forgotten
PROCESSES = "live:processes"
TOO_MANY = 4429


class Sums:
    """What this process tells and hears. All of it belongs to the hub's event loop."""

    def __init__(self, url: str) -> None:
        self._redis = redis.asyncio.Redis.from_url(
            url, socket_timeout=0.5, socket_connect_timeout=0.5, decode_responses=True
        )
        self._own = f"live:places:{secrets.token_hex(8)}"
        self._told = False  # whether Redis holds what we told it so far

    async def keep(self, hub: "Hub") -> None:
        """For ever, every second; whatever goes wrong, the counts of this process stand."""
        said, task = False, asyncio.current_task()
        try:
            while task and not task.cancelling():  # redis may swallow a cancellation while it connects
                try:
                    await self.exchange(hub)
                    said = False
                except (redis.RedisError, OSError) as error:
                    self._told = False
                    if not said:
                        log.warning("sockets are counted by process: %s", type(error).__name__)
                    said = True
                if not task.cancelling():
                    await asyncio.sleep(PERIOD)
        finally:
            await self._leave()

    async def exchange(self, hub: "Hub") -> None:
        """Tell the counts that moved, and let go of what is too much in all."""
        moved = hub.places.moved()
        telling = moved if self._told else hub.places.all()
        counts = {holder: hub.places.count(holder) for holder in telling}
        self._told = False
        others = await self._tell(counts)
        self._told = True
        for holder, elsewhere in others.items():
            too_many = int(elsewhere + hub.places.count(holder) - holder.most)
            for socket in hub.places.newest(holder, too_many):
                hub.close(socket, TOO_MANY)

    async def _tell(self, counts: dict[Holder, int]) -> dict[Holder, int]:
        """What the other processes hold of the same."""
        async with self._redis.pipeline(transaction=False) as ask:
            for holder, count in counts.items():
                ask.hset(self._own, holder.name, count) if count else ask.hdel(self._own, holder.name)
            ask.hset(self._own, "here", 1)
            ask.expire(self._own, LASTS)
            ask.sadd(PROCESSES, self._own)
            ask.smembers(PROCESSES)
            *_told, processes = await ask.execute()
        present = [holder for holder, count in counts.items() if count]
        others = sorted(processes - {self._own})
        if not present or not others:
            return {}
        async with self._redis.pipeline(transaction=False) as ask:
            for process in others:
                ask.hmget(process, ["here", *(holder.name for holder in present)])
            rows = await ask.execute()
        if gone := [process for process, row in zip(others, rows, strict=True) if row[0] is None]:
            await self._redis.srem(PROCESSES, *gone)
        sums = [
            sum(int(count or 0) for count in held) for held in zip(*(row[1:] for row in rows), strict=True)
        ]
        return dict(zip(present, sums, strict=True))

    async def _leave(self) -> None:
        try:
            await self._redis.delete(self._own)
            await self._redis.srem(PROCESSES, self._own)
        except (redis.RedisError, OSError):
            log.debug("Redis forgets us by itself")
        finally:
            await self._redis.aclose()
