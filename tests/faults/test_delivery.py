"""Nothing is lost, doubled or out of order, whatever dies: realtime.md R1–R6, trust.md F1, F4, F9.

Four people post and thirty read through two socket processes while something is killed and comes back.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from tests.faults.readers import Crowd

pytestmark = [pytest.mark.services, pytest.mark.timeout(120)]
POSTS = 300


async def _nothing(site) -> None:
    """Only every seventh hint is lost."""


async def _a_socket_process_is_killed(site) -> None:
    await asyncio.sleep(1)
    victim = site.sockets[0]
    victim.kill()
    await asyncio.sleep(2)
    victim.start()
    await asyncio.to_thread(victim.wait_until_ready)


async def _redis_is_killed_and_comes_back_empty(site) -> None:
    await asyncio.sleep(1)
    site.redis.kill()
    await asyncio.sleep(3)
    await asyncio.to_thread(site.redis.start)


async def _postgres_stops_for_five_seconds(site) -> None:
    await asyncio.sleep(1)
    await asyncio.to_thread(site.postgres.stop_at_once)
    await asyncio.sleep(5)
    await asyncio.to_thread(site.postgres.start)


FAULTS: dict[str, tuple[Callable[..., Awaitable[None]], int]] = {
    "every seventh hint lost": (_nothing, 7),
    "a socket process killed": (_a_socket_process_is_killed, 0),
    "Redis killed, back empty": (_redis_is_killed_and_comes_back_empty, 0),
    "PostgreSQL away for 5 s": (_postgres_stops_for_five_seconds, 0),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_reader_has_every_post_once_and_in_order(site, say, fault):
    happen, lose_every = FAULTS[fault]
    first = max(site.stored(), default=0) + 1
    told_before = len(site.posts())

    async def scene():
        async with Crowd(site.readers()) as crowd:
            site.writers.post(POSTS, lose_every=lose_every)
            await happen(site)
            ended = time.monotonic()
            accepted = await asyncio.to_thread(site.writers.accepted)
            stored = await asyncio.to_thread(site.stored)
            waited = await crowd.all_have(stored[-1], seconds=30)
            return crowd.readers, accepted, stored, ended, waited

    readers, accepted, stored, ended, waited = asyncio.run(scene())
    after = [one["at"] - ended for one in accepted if one["at"] > ended]
    posts = site.posts()
    expected = list(range(first, stored[-1] + 1))
    lost = {one["token"] for one in accepted} - {text for _, text in posts}
    say(
        fault=fault,
        posts=len(accepted),
        lost=len(lost),
        doubled=sum(reader.doubled for reader in readers),
        disordered=sum(reader.disordered for reader in readers),
        complete=f"{sum(reader.given == expected for reader in readers)}/{len(readers)}",
        returns=sum(reader.returns for reader in readers),
        asked_again=sum(one["tries"] - 1 for one in accepted),
        first_accepted_after_fault=round(min(after, default=0), 2),
        last_reader_complete_after_last_post=round(waited, 2),
    )

    assert stored == list(range(1, len(stored) + 1))
    assert [number for number, _ in posts] == list(range(1, len(posts) + 1))
    assert not lost
    assert len(accepted) == POSTS == len(posts) - told_before
    assert len({text for _, text in posts}) == len(posts)
    assert [(reader.doubled, reader.disordered) for reader in readers] == [(0, 0)] * len(readers)
    assert [reader.given for reader in readers] == [expected] * len(readers)
    assert not any("denied" in reader.heard for reader in readers)
    if "PostgreSQL" in fault:
        assert all("degraded" in reader.heard for reader in readers)


def test_a_stop_is_announced_and_ends_with_zero(site, say):
    """R7: `restart` with a moment to come back, close 1012, exit 0; the other process takes the readers."""

    async def scene():
        async with Crowd(site.readers()) as crowd:
            await asyncio.sleep(1)
            began = time.monotonic()
            code = await asyncio.to_thread(site.sockets[1].stop)
            took = time.monotonic() - began
            site.writers.post(20)
            await asyncio.to_thread(site.writers.accepted)
            await crowd.all_have(max(await asyncio.to_thread(site.stored)), seconds=20)
            return code, took, crowd.readers

    code, took, readers = asyncio.run(scene())
    moved = [reader for reader in readers if "restart" in reader.heard]
    site.sockets[1].start()
    site.sockets[1].wait_until_ready()
    say(stop="SIGTERM", exit_code=code, seconds=round(took, 2), told=len(moved), moved=len(moved))

    assert code == 0
    assert took < 12
    assert moved
    assert all(reader.returns >= 1 for reader in moved)
    assert [(reader.doubled, reader.disordered) for reader in readers] == [(0, 0)] * len(readers)
