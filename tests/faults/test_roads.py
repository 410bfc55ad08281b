"""Hints on the road: through a Redis that was away at the start and came back empty, and PostgreSQL."""

import asyncio
import contextlib

import pytest

from messaging.live import roads
from messaging.live.roads import PostgresRoad, RedisRoad
from tests.faults.services import ARE_HERE, Postgres, Redis

pytestmark = [
    pytest.mark.services,
    pytest.mark.timeout(60),
    pytest.mark.skipif(not ARE_HERE, reason="PostgreSQL or Redis is not installed here"),
]


@contextlib.asynccontextmanager
async def listening(road):
    """What is heard on a road, for as long as the block lasts."""
    heard = []
    task = asyncio.create_task(road.listen(lambda topic, seq: heard.append((topic, seq))))
    try:
        yield heard
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def publish_until_heard(road, heard, topic, seq):
    """A hint may be lost while the listener comes back; one soon after is heard."""
    async with asyncio.timeout(10):
        while (topic, seq) not in heard:
            with contextlib.suppress(Exception):
                await asyncio.to_thread(road.publish, {topic: seq})
            await asyncio.sleep(0.1)


def test_redis_may_be_away_at_the_start_and_come_back_empty(monkeypatch, settings):
    monkeypatch.setattr(roads, "PAUSE", 0.05)
    redis = Redis()
    layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [redis.url]}}
    settings.CHANNEL_LAYERS = {"default": layer}
    redis.kill()

    async def scene():
        road = RedisRoad(redis.url)
        road.follow("thread:a")
        async with listening(road) as heard:
            await asyncio.sleep(0.3)
            await asyncio.to_thread(redis.start)
            await publish_until_heard(road, heard, "thread:a", 1)
            redis.kill()
            await asyncio.to_thread(redis.start)
            await publish_until_heard(road, heard, "thread:a", 2)
            road.follow("thread:b")
            await publish_until_heard(road, heard, "thread:b", 3)
            road.unfollow("thread:a")
            await asyncio.sleep(0.2)
            await asyncio.to_thread(road.publish, {"thread:a": 4})
            await asyncio.sleep(0.2)
            return heard

    try:
        heard = asyncio.run(scene())
    finally:
        redis.remove()

    assert {("thread:a", 1), ("thread:a", 2), ("thread:b", 3)} == set(heard)


def test_postgres_carries_hints_where_there_is_no_redis(monkeypatch):
    monkeypatch.setattr(roads, "PAUSE", 0.05)
    cluster = Postgres()
    where = {"host": "127.0.0.1", "port": cluster.port, "user": "postgres", "dbname": "postgres"}
    monkeypatch.setattr(roads, "_parameters", lambda: where)

    async def scene():
        road = PostgresRoad()
        async with listening(road) as heard:
            await publish_until_heard(road, heard, "thread:a", 1)
            await asyncio.to_thread(cluster.stop_at_once)
            await asyncio.to_thread(cluster.start)
            await publish_until_heard(road, heard, "thread:a", 2)
            road.rest()
            await publish_until_heard(road, heard, "thread:a", 3)
            road.rest()
            return heard

    try:
        heard = asyncio.run(scene())
    finally:
        cluster.remove()

    assert {("thread:a", 1), ("thread:a", 2), ("thread:a", 3)} == set(heard)
