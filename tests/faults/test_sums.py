"""Sockets of one account in several processes: ten in all while Redis is there, ten in each while it is not."""

import asyncio

import pytest

from messaging.live.hub import Hub
from messaging.live.sums import TOO_MANY, Sums
from tests.faults.services import ARE_HERE, Redis
from tests.messaging.live.stage import Page

pytestmark = [
    pytest.mark.services,
    pytest.mark.timeout(60),
    pytest.mark.skipif(not ARE_HERE, reason="PostgreSQL or Redis is not installed here"),
]


class Process:
    """A hub with its sums, as in a process of its own."""

    def __init__(self, url):
        self.hub, self.sums = Hub(), Sums(url)

    def open(self, how_many, user_id=1):
        for _ in range(how_many):
            Page(self.hub, user_id=user_id)

    async def exchange(self):
        await self.sums.exchange(self.hub)
        for socket in [socket for socket in self.hub.sockets if socket.is_gone]:
            self.hub.leave(socket, None)  # as its consumer does once it is closed

    @property
    def held(self):
        return len(self.hub.sockets)


@pytest.fixture
def redis():
    server = Redis()
    yield server
    server.remove()


def test_an_account_holds_ten_sockets_in_all_and_the_newest_go(redis):
    async def scene():
        one, other = Process(redis.url), Process(redis.url)
        one.open(6)
        await one.exchange()
        other.open(3, user_id=2)
        other.open(7)
        newest = [page for page in other.hub.sockets if page.user_id == 1]
        await other.exchange()
        await one.exchange()
        held = one.held, other.held
        assert sorted(page.closed_with or 0 for page in newest) == [0] * 4 + [TOO_MANY] * 3
        for process in (one, other):
            await process.sums._leave()
        return held

    assert asyncio.run(scene()) == (6, 4 + 3)


def test_what_a_process_held_counts_no_more_once_it_has_gone(redis):
    async def scene():
        one, other = Process(redis.url), Process(redis.url)
        one.open(9)
        await one.exchange()
        await one.sums._leave()
        other.open(9)
        await other.exchange()
        held = other.held
        await other.sums._leave()
        return held

    assert asyncio.run(scene()) == 9


def test_a_redis_that_came_back_empty_is_told_everything_again(redis):
    async def scene():
        one, other = Process(redis.url), Process(redis.url)
        one.open(6)
        await one.exchange()
        redis.kill()
        keeping = asyncio.create_task(one.sums.keep(one.hub))
        await asyncio.sleep(0.2)
        alone = one.held
        await asyncio.to_thread(redis.start)
        await asyncio.sleep(1.5)
        other.open(7)
        await other.exchange()
        held = alone, one.held, other.held
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await other.sums._leave()
        return held

    assert asyncio.run(scene()) == (6, 6, 4)


def test_ending_never_waits_for_redis_whenever_it_comes(redis):
    async def scene():
        for moment in range(60):
            process = Process(redis.url)
            keeping = asyncio.create_task(process.sums.keep(process.hub))
            await asyncio.sleep(moment / 10_000)
            keeping.cancel()
            async with asyncio.timeout(10):
                await asyncio.gather(keeping, return_exceptions=True)

    asyncio.run(scene())
