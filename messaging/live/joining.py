"""How a page comes to listen to a topic: its right, its cursor, what it missed, the moment it goes live."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import AnonymousUser

from accounts.permissions import takes_part
from messaging.live import queries, registry
from messaging.live.database import AWAY, database
from messaging.live.registry import STEP, Stand, TopicKind
from messaging.live.socket import Socket
from messaging.live.topic import Listening

if TYPE_CHECKING:
    from messaging.live.hub import Hub

R = TypeVar("R")
CATCH_UP = 500  # events a page may ask for over its socket; older ones it fetches
TOPICS = 100  # that one page may listen to
UNAVAILABLE = 1.0  # seconds between tries while the database is away


async def join(hub: "Hub", socket: Socket, name: str, since: int | None) -> None:
    """Answer `sub`: `denied`, or `ok` and then every event after the cursor, in order, none twice.

    The caller waits, and reads no further frame of this page, until the page has caught up.
    """
    if held := socket.listening.get(name):
        hub.drop(held)
    if len(socket.listening) >= TOPICS:
        return socket.say("error", code="limit")
    found = registry.find(name, socket.user_id)
    listening = await _admit(hub, socket, *found) if found else None
    if listening is None:
        return socket.say("denied", topic=name)
    topic = listening.topic
    newest = max(listening.seq, topic.head)
    cursor = topic.head if since is None else min(since, newest)
    is_too_far = newest - cursor > CATCH_UP
    listening.seq = topic.head if is_too_far else cursor
    socket.say("ok", topic=name, seq=listening.seq)
    if is_too_far:
        socket.say("gap", topic=name, seq=cursor)
    if await _catch_up(hub, listening) and topic.counts_readers:
        socket.put(topic.frame("readers", count=topic.shown_readers))
    return None


async def _admit(hub: "Hub", socket: Socket, kind: TopicKind, key: str) -> Listening | None:
    """Enter the page in the topic, if it may listen. The answer is as new as the topic's own epoch."""
    while not socket.is_gone:
        stand = await _patiently(socket, _stand, kind, key, socket.user_id)
        if stand is None or socket.is_gone:
            return None
        topic = hub.topic_at(kind, key, stand)
        if stand.epoch < topic.epoch:
            continue  # asked before rights changed
        listening = Listening(topic, socket, stand.epoch, stand.seq)
        topic.admit(socket, listening)
        hub.wake(topic.address, stand.seq)
        return listening
    return None


async def _catch_up(hub: "Hub", listening: Listening) -> bool:
    """Give the page what lies between its cursor and the head, and let it go live at that very moment."""
    topic, socket = listening.topic, listening.socket
    while topic.listeners.get(socket) is listening and not socket.is_gone:
        if listening.seq == topic.head:
            topic.go_live(socket)
            return True
        if listening.seq > topic.head:  # the page was drawn after the newest event given here
            hub.wake(topic.address, listening.seq)
            await topic.stirs()
        elif not await _step(hub, listening):
            return False
    return False


async def _step(hub: "Hub", listening: Listening) -> bool:
    """Up to 200 events for one page that is behind; False when it shall have no more."""
    topic, socket = listening.topic, listening.socket
    ask = topic.events_after, listening.seq, STEP, (socket.circle,)
    epoch, events = await _patiently(socket, *ask) or (listening.epoch, [])
    if epoch > listening.epoch:
        stand = await _patiently(socket, _stand, topic.kind, topic.key, socket.user_id)
        if stand is None:
            hub.deny(listening)
        else:
            listening.epoch = stand.epoch
    if topic.listeners.get(socket) is not listening:
        return False
    for event in events:
        topic.give_one(event, socket)
        listening.seq = event.seq
    if not events:  # rows that are no longer there: let it fetch
        socket.say("gap", topic=topic.name, seq=listening.seq)
        listening.seq = topic.head
    return await socket.drained()


async def _patiently(socket: Socket, ask: Callable[..., R], *args: Any) -> R | None:
    """Ask the database for one page; while it is away the page is told so and kept waiting."""
    while not socket.is_gone:
        try:
            return await database().run(ask, *args)
        except AWAY:
            socket.say("degraded")
            await asyncio.sleep(UNAVAILABLE)
    return None


def _stand(kind: TopicKind, key: str, user_id: int | None) -> Stand | None:
    if user_id is None:
        return kind.stand(key, AnonymousUser())
    viewer = queries.person(user_id)
    return kind.stand(key, viewer) if takes_part(viewer) else None
