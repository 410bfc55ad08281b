"""The ways a hint travels from the process that wrote to those that hold sockets: Redis, or else PostgreSQL.

Where there is neither (SQLite: the embedded process) the hub is in the same process and needs no road.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Protocol

import psycopg
import redis
import redis.asyncio
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff

log = logging.getLogger("live")
Wake = Callable[[str, int], None]
PATIENCE = 0.25  # seconds to reach Redis before a hint is given up
PAUSE = 0.5  # seconds between tries to listen


class Road(Protocol):
    def publish(self, news: dict[str, int]) -> None:
        """From a thread: these topics have reached these numbers. May raise."""

    def rest(self) -> None:
        """From the same thread: nothing to publish for a while, so hold nothing."""

    async def listen(self, wake: Wake) -> None:
        """For ever, however often the other end goes away: call `wake` for what is heard."""

    def follow(self, topic: str) -> None:
        """Listen to this topic too."""

    def unfollow(self, topic: str) -> None:
        """Listen to it no longer."""


def road() -> Road | None:
    if settings.REDIS_URL:
        return RedisRoad(settings.REDIS_URL)
    if connection.vendor == "postgresql" and not settings.EMBEDDED:
        return PostgresRoad()
    return None


class RedisRoad:
    """Redis pub/sub, under the group names of the channel layer, so that any consumer may hear the hints.

    One subscription per process, to the topics that somebody here listens to.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._writer: redis.Redis | None = None
        self._followed: set[str] = set()
        self._changed = asyncio.Event()

    # -- publishing ----------------------------------------------------------------------------------------

    def publish(self, news: dict[str, int]) -> None:
        if self._writer is None:
            self._writer = redis.Redis.from_url(
                self._url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None
            )
        for topic, seq in news.items():
            message = {"type": "live.hint", "topic": topic, "seq": seq}
            self._writer.publish(group_channel(topic), get_channel_layer().serialize(message))

    def rest(self) -> None:
        """Redis does not mind a connection that is idle."""

    # -- listening -----------------------------------------------------------------------------------------

    def follow(self, topic: str) -> None:
        self._followed.add(group_channel(topic))
        self._changed.set()

    def unfollow(self, topic: str) -> None:
        self._followed.discard(group_channel(topic))
        self._changed.set()

    async def listen(self, wake: Wake) -> None:
        said = False
        while True:
            try:
                await self._listen_once(wake)
            except* Exception as group:  # Redis away, restarted, or talking nonsense: the hub lives on
                if not said:
                    log.warning("hints do not arrive: %s", type(group.exceptions[0]).__name__)
                said = True
            await asyncio.sleep(PAUSE)

    async def _listen_once(self, wake: Wake) -> None:
        client = redis.asyncio.Redis.from_url(
            self._url, socket_connect_timeout=2, socket_keepalive=True, retry=AsyncRetry(NoBackoff(), 0)
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as heard:
            await heard.subscribe(group_channel("live"))  # so that there is a connection to wait on
            async with asyncio.TaskGroup() as both:
                both.create_task(self._hear(heard, wake))
                both.create_task(self._keep_following(heard))

    @staticmethod
    async def _hear(heard: Any, wake: Wake) -> None:
        deserialize = get_channel_layer().deserialize
        while True:
            message = await heard.get_message(timeout=10)
            if message is not None:
                hint = deserialize(message["data"])
                wake(hint["topic"], hint["seq"])

    async def _keep_following(self, heard: Any) -> None:
        here: set[str] = set()
        while True:
            self._changed.clear()
            more, fewer = self._followed - here, here - self._followed
            here = set(self._followed)
            if more:
                await heard.subscribe(*more)
            if fewer:
                await heard.unsubscribe(*fewer)
            await self._changed.wait()


def group_channel(topic: str) -> str:
    """The Redis channel of the topic's group; group names may not hold colons."""
    return f"asgi__group__{topic.replace(':', '.')}"


class PostgresRoad:
    """NOTIFY on a connection of its own: inside the poster's transaction it would halve the commits.

    It is kept while there is news: a connection for each hint costs more than the posts themselves.
    """

    CHANNEL = "live"

    def __init__(self) -> None:
        self._writer: psycopg.Connection | None = None

    def publish(self, news: dict[str, int]) -> None:
        if self._writer is None or self._writer.closed:
            self._writer = psycopg.connect(**_parameters(), autocommit=True, connect_timeout=2)
        for topic, seq in news.items():
            self._writer.execute("SELECT pg_notify(%s, %s)", [self.CHANNEL, f"{topic} {seq}"])

    def rest(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    async def listen(self, wake: Wake) -> None:
        while True:
            try:
                own = await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)
                async with own:
                    await own.execute(f"LISTEN {self.CHANNEL}")
                    async for notice in own.notifies():
                        topic, _, seq = notice.payload.rpartition(" ")
                        wake(topic, int(seq))
            except (psycopg.Error, OSError) as error:
                log.warning("hints do not arrive: %s", type(error).__name__)
            await asyncio.sleep(PAUSE)

    def follow(self, topic: str) -> None:
        """Every hint arrives on the one channel."""

    unfollow = follow


def _parameters() -> dict[str, Any]:
    """How Django would connect, for a connection of psycopg's own."""
    given = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port", "sslmode")
    return {name: given[name] for name in known if given.get(name)}
