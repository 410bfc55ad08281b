"""The hub of a process: every event is read once, drawn once, encoded once, and given to all who listen.

A hint says that a topic may have moved; it may be lost. What counts is the numbered stream in the database:
the hub reads on from the topic's head, checks rights first when the topic's epoch has moved, and hands the
same bytes to every page. `reconcile` asks once a second what hints and signals may have failed to say.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Coroutine

from django.conf import settings

from messaging.live import registry
from messaging.live.database import AWAY, database
from messaging.live.frames import frame
from messaging.live.joining import join
from messaging.live.places import Places
from messaging.live.reconcile import reconcile
from messaging.live.registry import STEP, Stand, TopicKind
from messaging.live.roads import Road, road
from messaging.live.socket import Socket
from messaging.live.sums import Sums
from messaging.live.topic import Circle, Listening, Topic

log = logging.getLogger("live")
RESTART_WITHIN = 5.0  # seconds over which pages come back after a restart, so that they do not come at once


class Hub:
    """Topics and sockets of this process. All methods but `hint` belong to its event loop."""

    def __init__(self) -> None:
        self.topics: dict[str, Topic] = {}  # by address
        self.sockets: set[Socket] = set()
        self.is_degraded = False
        self.is_stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._road: Road | None = None
        self._tasks: set[asyncio.Future] = set()
        self.places = Places()

    # -- the process ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin on the running loop: listen for hints, reconcile for ever."""
        self._loop = asyncio.get_running_loop()
        self.is_stopping = False
        self._road = road()
        if self._road is not None:
            self.keep(self._road.listen(self.wake))
        if settings.REDIS_URL:
            self.keep(Sums(settings.REDIS_URL).keep(self))
        self.keep(reconcile(self))

    async def stop(self) -> None:
        self._loop = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def keep(self, work: Coroutine) -> None:
        """Run something beside the rest, and hold on to it until it is done."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Future) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("live work failed", exc_info=error)

    def hint(self, address: str, seq: int) -> bool:
        """From any thread: a topic has moved. False when no hub runs in this process."""
        loop = self._loop
        if loop is None:
            return False
        try:
            loop.call_soon_threadsafe(self.wake, address, seq)
        except RuntimeError:  # the loop closed a moment ago
            return False
        return True

    # -- coming and going ----------------------------------------------------------------------------------

    def enter(self, socket: Socket, address: str | None) -> bool:
        """Take a page in; False when its session, account or address has too many."""
        if not self.places.take(socket, address):
            return False
        self.sockets.add(socket)
        return True

    def leave(self, socket: Socket, address: str | None) -> None:
        if socket in self.sockets:
            self.sockets.discard(socket)
            self.places.give_back(socket, address)
            self.drop_all(socket)

    def close(self, socket: Socket, code: int) -> None:
        """End a page's socket; from this moment it gets nothing more."""
        self.drop_all(socket)
        if goodbye := socket.close(code):
            self.keep(_quietly(goodbye))

    # -- listening -----------------------------------------------------------------------------------------

    async def join(self, socket: Socket, name: str, since: int | None) -> None:
        """Answer `sub`; the caller waits until the page has caught up."""
        await join(self, socket, name, since)

    def topic_at(self, kind: TopicKind, key: str, stand: Stand) -> Topic:
        """The topic as this process knows it, from now on if nobody listened here before."""
        topic = self.topics.get(registry.address(kind.name, key))
        if topic is None:
            topic = Topic.at(kind, key, stand)
            self.topics[topic.address] = topic
            if self._road is not None:
                self._road.follow(topic.address)
        return topic

    def drop(self, listening: Listening) -> None:
        """The page no longer listens to the topic; a topic that nobody listens to is forgotten."""
        topic = listening.topic
        topic.dismiss(listening.socket)
        if not topic.listeners:
            self.topics.pop(topic.address, None)
            topic.stir()
            if self._road is not None:
                self._road.unfollow(topic.address)

    def drop_all(self, socket: Socket) -> None:
        socket.has_left = True
        for listening in list(socket.listening.values()):
            self.drop(listening)

    # -- delivering ----------------------------------------------------------------------------------------

    def wake(self, address: str, seq: int) -> None:
        """A hint: read on, unless that is already being done."""
        topic = self.topics.get(address)
        if topic is None or seq <= topic.head:
            return
        topic.wanted = max(topic.wanted, seq)
        if not topic.is_reading:
            topic.is_reading = True
            self.keep(self._read_on(topic))

    async def _read_on(self, topic: Topic) -> None:
        """Read what follows the head and give it out, until nothing more is wanted."""
        try:
            while topic.wanted > topic.head and topic.listeners:
                circles = topic.circles
                epoch, events = await database().run(topic.events_after, topic.head, STEP, circles)
                if epoch > topic.epoch:  # rights first: nothing said after a ban reaches the banned
                    await self.recheck(topic, epoch)
                await self._draw_for_newcomers(topic, events, set(circles))
                for event in events:
                    topic.give(event)
                topic.stir()
                if not events:  # a hint for what was never stored
                    topic.wanted = topic.head
        except AWAY:
            log.warning("a topic waits for the database")  # reconcile asks again
        finally:
            topic.is_reading = False

    @staticmethod
    async def _draw_for_newcomers(topic: Topic, events: list, drawn: set[Circle]) -> None:
        """Pages of another language may have come in meanwhile; what they need is drawn off the loop too."""
        while events and (more := set(topic.circles) - drawn):
            await database().run(topic.draw, events, tuple(more))
            drawn |= more

    async def recheck(self, topic: Topic, epoch: int) -> None:
        """Rights may have changed: ask again for everybody whose right is older than `epoch`."""
        while stale := [one for one in topic.listeners.values() if one.epoch < epoch]:
            people = {one.socket.user_id for one in stale}
            allowed = await database().run(topic.kind.still_allowed, topic.key, people)
            for one in stale:
                if one.socket.user_id in allowed:
                    one.epoch = epoch
                else:
                    self.deny(one)
        topic.epoch = max(topic.epoch, epoch)

    def deny(self, listening: Listening) -> None:
        if listening.topic.listeners.get(listening.socket) is listening:
            self.drop(listening)
            listening.socket.say("denied", topic=listening.topic.name)

    # -- telling everybody ---------------------------------------------------------------------------------

    def degrade(self) -> None:
        """The database is away: every page is told, once."""
        if self.is_degraded:
            return
        self.is_degraded = True
        wire = frame("degraded")
        for socket in self.sockets:
            socket.put(wire)

    def recover(self) -> None:
        """It is back: heads tell the pages."""
        self.is_degraded = False
        for topic in self.topics.values():
            topic.tell_all(topic.frame("head", seq=topic.head))

    def say_restart(self) -> None:
        """This process ends: each page is given a moment of its own to come back at."""
        for socket in self.sockets:
            socket.say("restart", after=round(random.uniform(0, RESTART_WITHIN), 1))


async def _quietly(goodbye: Awaitable[None]) -> None:
    try:
        await goodbye
    except Exception:  # it went first
        log.debug("a page left before it was closed")


hub = Hub()
"""The hub of this process; it runs only where sockets are served."""
