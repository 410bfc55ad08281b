"""Once a second the hub asks what no hint or signal may have told it: where topics stand, and who still may.

Log-out and suspension depend on this alone; every other loss of a right reaches open sockets this way at the
latest. One query per kind of topic that is present, and two for all the people here.
"""

import asyncio
import logging
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from accounts.bylines import blocked_ids
from messaging.live import queries
from messaging.live.database import AWAY, database
from messaging.live.registry import TopicKind

if TYPE_CHECKING:
    from messaging.live.hub import Hub
    from messaging.live.socket import Socket

log = logging.getLogger("live")
PERIOD = 1.0
HEAD_EVERY = 20
READERS_EVERY = 5
AWAY_AFTER = 5.0  # seconds without an answer that count as: the database is away
NO_SESSION = 4401


async def reconcile(hub: "Hub") -> None:
    """For ever, every second, whatever goes wrong in between."""
    turn = 0
    while True:
        began = time.monotonic()
        turn += 1
        try:
            async with asyncio.timeout(AWAY_AFTER):
                await check_people(hub)
                await check_topics(hub)
        except (*AWAY, TimeoutError) as error:
            log.warning("reconcile waits for the database: %s", type(error).__name__)
            hub.degrade()
        except Exception:
            log.exception("reconcile failed")
        else:
            if hub.is_degraded:
                hub.recover()
        tell(hub, turn)
        await asyncio.sleep(max(0.1, PERIOD - (time.monotonic() - began)))


async def check_topics(hub: "Hub") -> None:
    """Moved epochs first, then numbers; a topic that no longer exists is denied to all."""
    by_kind: dict[TopicKind, list] = defaultdict(list)
    for topic in hub.topics.values():
        by_kind[topic.kind].append(topic)
    for kind, topics in by_kind.items():
        stands = await database().run(kind.heads, [topic.key for topic in topics])
        for topic in topics:
            stand = stands.get(topic.key)
            if stand is None:
                for listening in list(topic.listeners.values()):
                    hub.deny(listening)
                continue
            topic.counts_readers = stand.counts_readers
            if stand.epoch > topic.epoch:
                await hub.recheck(topic, stand.epoch)
            hub.wake(topic.address, stand.seq)


async def check_people(hub: "Hub") -> None:
    """Close the sockets of lost sessions and changed accounts; read blocks again where they changed."""
    here: dict[int, list[Socket]] = defaultdict(list)
    for socket in hub.sockets:
        if socket.user_id is not None and not socket.is_gone:
            here[socket.user_id].append(socket)
    if not here:
        return
    keys = {socket.session_key for sockets in here.values() for socket in sockets}
    marks = await database().run(queries.marks, list(here))
    living = await database().run(queries.living_sessions, keys)
    for user_id, sockets in here.items():
        mark = marks.get(user_id)
        for socket in sockets:
            if socket.is_gone:  # it left while the database was asked
                continue
            if mark is None or mark.rights != socket.mark.rights or socket.session_key not in living:
                hub.close(socket, NO_SESSION)
        if mark is not None and any(socket.mark.blocks != mark.blocks for socket in sockets):
            blocked = await database().run(blocked_ids, user_id)
            for socket in sockets:
                socket.blocked, socket.mark = blocked, mark


def tell(hub: "Hub", turn: int) -> None:
    """What pages hear though nothing happened: the head, how many read along, what a slow one missed."""
    for topic in hub.topics.values():
        if (turn + topic.phase) % HEAD_EVERY == 0:
            topic.tell_all(topic.frame("head", seq=topic.head))
        if turn % READERS_EVERY == 0 and (count := topic.readers()) != topic.shown_readers:
            topic.shown_readers = count
            topic.tell_all(topic.frame("readers", count=count))
    for socket in hub.sockets:
        socket.breathe()
