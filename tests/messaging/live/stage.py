"""What the tests of live delivery play with: a stream in memory, pages that keep what they are sent."""

import asyncio
import json
from dataclasses import dataclass
from itertools import count
from unittest.mock import patch

from asgiref.sync import async_to_sync

from messaging.live import queries, registry
from messaging.live.database import OneThread, use
from messaging.live.frames import text_of
from messaging.live.hub import Hub
from messaging.live.queries import Mark, Visitor
from messaging.live.registry import Row, Stand
from messaging.live.socket import Socket

_n = count(1)


class Stream:
    """A kind of topic whose one topic, `stream:1`, lives in memory and counts what it is asked."""

    name = "stream"

    def __init__(self, events=0, *, banned=(), counts_readers=True):
        self.rows, self.epoch, self.banned = [], 0, set(banned)
        self.counts_readers, self.exists = counts_readers, True
        self.reads, self.drawn = 0, []
        self.before_read = lambda: None
        for _ in range(events):
            self.say()

    def say(self, author_id=None):
        self.rows.append(Row(len(self.rows) + 1, "post.new", author_id, {}))
        return len(self.rows)

    def ban(self, user_id):
        self.banned.add(user_id)
        self.epoch += 1

    # -- what the hub asks

    def key(self, ident, user_id):
        return ident or None

    def wire_name(self, key):
        return f"stream:{key}"

    def stand(self, key, viewer):
        if key != "1" or not self.exists or viewer.pk in self.banned:
            return None
        return Stand(len(self.rows), self.epoch, self.counts_readers)

    def heads(self, keys):
        return {"1": Stand(len(self.rows), self.epoch, self.counts_readers)} if self.exists else {}

    def still_allowed(self, key, user_ids):
        return set(user_ids) - self.banned

    def after(self, key, seq, limit):
        self.reads += 1
        self.before_read()
        return self.epoch, self.rows[seq : seq + limit]

    def html(self, row, language, audience):
        self.drawn.append((row.seq, language, audience))
        return f"{row.seq} in {language} for {audience}"

    def withheld(self, row, language):
        return f"{row.seq} withheld in {language}"


@dataclass
class Somebody:
    """An account that takes part, without a database."""

    pk: int
    is_authenticated: bool = True
    is_verified: bool = True
    is_suspended: bool = False
    erased_at: None = None


class Pipe:
    """A connection whose other end reads at once, or not at all (`is_stuck`)."""

    def __init__(self):
        self.frames, self.unread = [], 0
        self.is_stuck = self.is_closed = False

    def write(self, data):
        self.frames.append(json.loads(text_of(data)))
        self.unread += len(data)

    def get_write_buffer_size(self):
        return self.unread if self.is_stuck else 0

    def read_everything(self):
        self.is_stuck, self.unread = False, 0

    def is_closing(self):
        return self.is_closed

    def abort(self):
        self.is_closed = True


class Page(Socket):
    """A page in the hub, with the frames that it got."""

    __slots__ = ("closed_with", "pipe")

    def __init__(self, hub, *, user_id=None, language="en", audience="members", blocked=()):
        self.pipe = Pipe()
        self.closed_with = None
        blocked = frozenset(blocked)
        visitor = Visitor(user_id, f"session {next(_n)}", language, audience, Mark(0, 0), blocked)
        super().__init__(self._note_close, visitor, language, self.pipe)
        assert hub.enter(self, None)

    async def _note_close(self, message):
        self.closed_with = message["code"]

    @property
    def frames(self):
        return self.pipe.frames

    @property
    def seqs(self):
        return [frame["seq"] for frame in self.frames if frame["t"] == "event"]

    def kinds(self):
        return [frame["t"] for frame in self.frames]


def play(scene, stream):
    """Run `await scene(hub)` with a hub of its own and this stream, in the thread of the test."""

    async def whole():
        hub = Hub()
        try:
            return await scene(hub)
        finally:
            await hub.stop()

    before = dict(registry.KINDS)
    registry.register(stream)
    try:
        with use(OneThread()), patch.object(queries, "person", Somebody):
            return async_to_sync(whole)()
    finally:
        registry.KINDS.clear()
        registry.KINDS.update(before)


async def settle(hub):
    """Until the hub has nothing left to do."""
    while hub._tasks:
        await asyncio.gather(*hub._tasks)
