"""The hub: order, cursors, one read for all, rights before delivery, readers that cannot follow."""

import asyncio

import pytest
from django.db import OperationalError

from messaging.live import joining
from messaging.live import socket as socket_module
from messaging.live.reconcile import check_topics, tell
from messaging.live.registry import Stand
from tests.messaging.live.stage import Page, Stream, play, settle

TOPIC = "stream:1"


def test_join_answers_the_head_and_then_gives_every_event_once():
    stream = Stream(events=3)

    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, None)
        for _ in range(3):
            hub.wake(TOPIC, stream.say())
            await settle(hub)
        return page

    page = play(scene, stream)

    assert page.frames[0] == {"t": "ok", "topic": TOPIC, "seq": 3}
    assert page.seqs == [4, 5, 6]


@pytest.mark.parametrize(
    "since, cursor, given",
    [(None, 10, []), (10, 10, []), (7, 7, [8, 9, 10]), (0, 0, list(range(1, 11))), (99, 10, [])],
)
def test_join_gives_what_follows_the_cursor(since, cursor, given):
    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, since)
        return page

    page = play(scene, Stream(events=10))

    assert (page.frames[0]["seq"], page.seqs) == (cursor, given)


def test_join_far_behind_is_told_of_the_gap_and_then_follows():
    stream = Stream(events=600)

    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, 5)
        hub.wake(TOPIC, stream.say())
        await settle(hub)
        return page

    page = play(scene, stream)

    assert [(frame["t"], frame["seq"]) for frame in page.frames if "seq" in frame] == [
        ("ok", 600),
        ("gap", 5),
        ("event", 601),
    ]
    assert stream.reads == 1


def test_join_misses_and_doubles_nothing_said_while_it_catches_up():
    stream = Stream(events=450)

    async def scene(hub):
        early, late = Page(hub), Page(hub)
        await hub.join(early, TOPIC, None)
        wake = asyncio.get_running_loop().call_soon_threadsafe
        stream.before_read = lambda: len(stream.rows) < 470 and wake(hub.wake, TOPIC, stream.say())
        await hub.join(late, TOPIC, 0)
        await settle(hub)
        return early.seqs, late.seqs

    early, late = play(scene, stream)

    assert early == list(range(451, len(stream.rows) + 1))
    assert late == list(range(1, len(stream.rows) + 1))


def test_join_of_a_page_newer_than_this_process_waits_for_the_hub():
    stream = Stream(events=5)

    async def scene(hub):
        first, newer = Page(hub), Page(hub)
        await hub.join(first, TOPIC, None)
        stream.say()
        stream.say()  # no hint arrived here
        await hub.join(newer, TOPIC, 7)
        hub.wake(TOPIC, stream.say())
        await settle(hub)
        return first.seqs, newer.seqs

    assert play(scene, stream) == ([6, 7, 8], [8])


def test_join_again_moves_the_cursor():
    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, None)
        await hub.join(page, TOPIC, 2)
        return page.seqs, len(hub.topics[TOPIC].listeners)

    assert play(scene, Stream(events=4)) == ([3, 4], 1)


def test_join_answers_hidden_and_never_existing_the_same():
    async def scene(hub):
        page = Page(hub, user_id=7)
        for topic in (TOPIC, "stream:2", "nothing:1", "nothing"):
            await hub.join(page, topic, None)
        return page.frames

    frames = play(scene, Stream(banned={7}))

    assert [frame.pop("topic") for frame in frames] == [TOPIC, "stream:2", "nothing:1", "nothing"]
    assert frames == [{"t": "denied"}] * 4


def test_join_takes_a_hundred_topics_and_no_more(monkeypatch):
    stream = Stream()
    monkeypatch.setattr(Stream, "stand", lambda self, key, viewer: Stand(0, 0))

    async def scene(hub):
        page = Page(hub)
        for number in range(101):
            await hub.join(page, f"stream:{number}", None)
        return page.frames[-1], len(hub.topics)

    assert play(scene, stream) == ({"t": "error", "code": "limit"}, 100)


def test_wake_reads_and_draws_once_however_many_listen():
    stream = Stream()

    async def scene(hub):
        pages = [Page(hub) for _ in range(60)]
        for page in pages:
            await hub.join(page, TOPIC, None)
        hub.wake(TOPIC, stream.say())
        hub.wake(TOPIC, 1)
        await settle(hub)
        return [page.seqs for page in pages]

    assert play(scene, stream) == [[1]] * 60
    assert (stream.reads, stream.drawn) == (1, [(1, "en", "members")])


def test_wake_draws_for_each_language_and_audience():
    stream = Stream()

    async def scene(hub):
        pages = [
            Page(hub, language=lang, audience=who) for lang in ("en", "ar") for who in ("members", "outside")
        ]
        for page in pages:
            await hub.join(page, TOPIC, None)
        hub.wake(TOPIC, stream.say())
        await settle(hub)
        return [page.frames[-1]["html"] for page in pages]

    assert play(scene, stream) == [
        "1 in en for members",
        "1 in en for outside",
        "1 in ar for members",
        "1 in ar for outside",
    ]


def test_wake_draws_for_a_page_of_another_language_that_comes_in_meanwhile():
    stream = Stream()

    async def scene(hub):
        first, second = Page(hub), Page(hub, language="fr")
        await hub.join(first, TOPIC, None)
        stream.before_read = lambda: hub.topics[TOPIC].go_live(second)
        hub.wake(TOPIC, stream.say())
        await settle(hub)
        return second.frames

    assert [frame["html"] for frame in play(scene, stream)] == ["1 in fr for members"]


def test_a_blocked_authors_event_is_withheld_under_its_own_number():
    stream = Stream(events=1)

    async def scene(hub):
        page = Page(hub, user_id=1, language="es", blocked={9})
        stream.say(author_id=9)
        await hub.join(page, TOPIC, 1)
        for author in (9, 8):
            hub.wake(TOPIC, stream.say(author_id=author))
            await settle(hub)
        return [(frame["seq"], frame["html"]) for frame in page.frames if frame["t"] == "event"]

    assert play(scene, stream) == [
        (2, "2 withheld in es"),
        (3, "3 withheld in es"),
        (4, "4 in es for members"),
    ]


def test_nothing_said_after_a_ban_reaches_the_banned():
    stream = Stream()

    async def scene(hub):
        banned, stays = Page(hub, user_id=1), Page(hub, user_id=2)
        for page in (banned, stays):
            await hub.join(page, TOPIC, None)
        stream.ban(1)
        hub.wake(TOPIC, stream.say())
        await settle(hub)
        await hub.join(banned, TOPIC, 0)
        return banned.frames[1:], stays.seqs

    banned, stays = play(scene, stream)

    denied = {"t": "denied", "topic": TOPIC}
    assert [frame for frame in banned if frame["t"] != "readers"] == [denied, denied]
    assert stays == [1]


def test_a_ban_during_catch_up_ends_it():
    stream = Stream(events=400)

    async def scene(hub):
        page = Page(hub, user_id=1)
        stream.before_read = lambda: stream.reads == 2 and stream.ban(1)
        await hub.join(page, TOPIC, 0)
        return page

    page = play(scene, stream)

    assert page.seqs == list(range(1, 201))
    assert page.frames[-1]["t"] == "denied"


def test_check_topics_repairs_a_lost_hint_and_a_lost_revocation():
    stream = Stream()

    async def scene(hub):
        banned, stays = Page(hub, user_id=1), Page(hub, user_id=2)
        for page in (banned, stays):
            await hub.join(page, TOPIC, None)
        stream.say()
        stream.ban(1)
        await check_topics(hub)
        await settle(hub)
        return banned.seqs, banned.frames[-1]["t"], stays.seqs

    assert play(scene, stream) == ([], "denied", [1])


def test_check_topics_denies_what_no_longer_exists():
    stream = Stream()

    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, None)
        stream.exists = False
        await check_topics(hub)
        return page.frames[-1], dict(hub.topics)

    assert play(scene, stream) == ({"t": "denied", "topic": TOPIC}, {})


def test_a_reader_that_stops_is_told_where_to_read_on():
    stream = Stream()

    async def scene(hub):
        slow, quick = Page(hub), Page(hub)
        for page in (slow, quick):
            await hub.join(page, TOPIC, None)
        slow.pipe.is_stuck = True
        for _ in range(300):
            hub.wake(TOPIC, stream.say())
            await settle(hub)
        slow.pipe.read_everything()
        slow.breathe()
        hub.wake(TOPIC, stream.say())
        await settle(hub)
        return slow, quick

    slow, quick = play(scene, stream)

    assert quick.seqs == list(range(1, 302))
    last = slow.frames[-2]["seq"]
    assert 250 <= last <= 257
    assert slow.seqs == [*range(1, last + 1), 301]
    assert slow.frames[-2] == {"t": "gap", "topic": TOPIC, "seq": last}


def test_a_reader_that_stays_behind_is_let_go(monkeypatch):
    monkeypatch.setattr(socket_module, "PATIENCE", 0)
    stream = Stream()

    async def scene(hub):
        slow = Page(hub)
        await hub.join(slow, TOPIC, None)
        slow.pipe.is_stuck, slow.pipe.unread = True, 2_000_000
        hub.wake(TOPIC, stream.say())
        await settle(hub)
        slow.breathe()
        return slow

    slow = play(scene, stream)

    assert (slow.seqs, slow.pipe.is_closed) == ([], True)


@pytest.mark.parametrize("people, counts, shown", [(9, True, None), (10, True, 10), (12, False, None)])
def test_readers_are_counted_from_ten_and_never_on_closed_boards(people, counts, shown):
    async def scene(hub):
        pages = [Page(hub, user_id=number) for number in range(1, people + 1)]
        pages.append(Page(hub, user_id=1))  # a second window is no second reader
        for page in pages:
            await hub.join(page, TOPIC, None)
        tell(hub, 5)
        return [frame["count"] for frame in pages[0].frames if frame["t"] == "readers"]

    counted = play(scene, Stream(counts_readers=counts))

    assert (counted or [None])[-1] == shown


def test_heads_are_told_every_twenty_seconds():
    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, None)
        for turn in range(1, 41):
            tell(hub, turn)
        return [frame for frame in page.frames if frame["t"] == "head"]

    assert play(scene, Stream(events=4)) == [{"t": "head", "topic": TOPIC, "seq": 4}] * 2


def test_a_database_that_is_away_is_said_and_waited_for(monkeypatch):
    monkeypatch.setattr(joining, "UNAVAILABLE", 0.01)
    stream = Stream(events=2)
    tries = iter([OperationalError, OperationalError, None])

    def fail():
        if error := next(tries, None):
            raise error

    stream.before_read = fail

    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, 0)
        return page.kinds()

    assert play(scene, stream)[:5] == ["ok", "degraded", "degraded", "event", "event"]


def test_degrade_tells_everybody_once_and_recover_says_heads():
    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, None)
        hub.degrade()
        hub.degrade()
        hub.recover()
        return page.kinds()[-2:]

    assert play(scene, Stream()) == ["degraded", "head"]


def test_say_restart_spreads_the_return():
    async def scene(hub):
        pages = [Page(hub) for _ in range(5)]
        hub.say_restart()
        return [frame for page in pages for frame in page.frames]

    frames = play(scene, Stream())

    assert {frame["t"] for frame in frames} == {"restart"}
    assert all(0 <= frame["after"] <= 5 for frame in frames)
    assert len({frame["after"] for frame in frames}) > 1


def test_leave_forgets_the_page_and_a_topic_that_nobody_hears():
    async def scene(hub):
        page = Page(hub)
        await hub.join(page, TOPIC, None)
        hub.leave(page, None)
        hub.leave(page, None)
        return dict(hub.topics), set(hub.sockets)

    assert play(scene, Stream()) == ({}, set())


def test_hint_wakes_the_hub_from_another_thread():
    stream = Stream()

    async def scene(hub):
        assert hub.hint(TOPIC, 1) is False
        hub.start()
        page = Page(hub)
        await hub.join(page, TOPIC, None)
        seq = stream.say()
        assert await asyncio.to_thread(hub.hint, TOPIC, seq) is True
        async with asyncio.timeout(0.5):  # well before reconcile would notice
            while not page.seqs:
                await asyncio.sleep(0.005)
        return page.seqs

    assert play(scene, stream) == [1]
