"""A discussion's turn: one UPDATE … RETURNING that is its lock and moves its counters at once.

A hot discussion lives on how little is done here, so these few statements are written out in SQL; on
PostgreSQL an ordinary post is one statement as a whole.

Whoever has the turn is alone with the discussion until the commit, so numbers have no holes, and their order
is the order of commits. What a deed was allowed by is compared with what the turn finds: if a right may have
been lost in between, it is asked for again before anything is written.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.http import Http404

from accounts.models import User
from core.events import announce
from messaging.live import herald
from messaging.threads.events import thread_changed
from messaging.threads.models import Post, ReadMark, Seat, StreamEvent, Thread

PATIENCE = "3s"  # how long a turn is waited for (R1)
LOCK_NOT_AVAILABLE, DEADLOCK = "55P03", "40P01"
_THREADS, _POSTS = Thread._meta.db_table, Post._meta.db_table
_RETURNING = f"""
    RETURNING number, seq, permission_epoch, closed_at,
        (SELECT epoch FROM {User._meta.db_table} WHERE id = %s)
"""
_NUMBERED = f"UPDATE {_THREADS} SET number = number + 1, seq = seq + 1, last_post_at = %s WHERE id = %s"
_CHANGED = f"UPDATE {_THREADS} SET seq = seq + 1 WHERE id = %s"
_PATIENTLY = " AND set_config('lock_timeout', %s, true) <> ''"  # said on the way to the lock, not on its own
_BESIDE = [field for field in Post._meta.concrete_fields if field.name not in ("number", "seq")]
_AT_ONCE = f"""
    WITH turn AS (
        {_NUMBERED} AND permission_epoch = %s AND (closed_at IS NOT NULL) = %s
            AND EXISTS (SELECT 1 FROM {User._meta.db_table} WHERE id = %s AND epoch = %s){_PATIENTLY}
        RETURNING id, number, seq
    ), post AS (
        INSERT INTO {_POSTS} ({", ".join(str(field.column) for field in _BESIDE)}, number, seq)
        SELECT {", ".join(["%s"] * len(_BESIDE))}, number, seq FROM turn RETURNING id
    ), event AS (
        INSERT INTO {StreamEvent._meta.db_table} (thread_id, seq, kind, post_id, at)
        SELECT turn.id, turn.seq, '{StreamEvent.Kind.NEW}', post.id, %s FROM turn, post
    ), mark AS (
        UPDATE {ReadMark._meta.db_table} mark SET number = turn.number, at = %s FROM turn
        WHERE mark.user_id = %s AND mark.thread_id = turn.id AND mark.number = turn.number - 1
    ) SELECT number, seq FROM turn
"""
_NEW_SPEAKER = f"UPDATE {_THREADS} SET voices = voices + 1 WHERE id = %s RETURNING voices"
_SPEAKER = f"SELECT voice FROM {_POSTS} WHERE thread_id = %s AND author_id = %s ORDER BY number DESC LIMIT 1"
_STANDING = f"""
    SELECT ({_SPEAKER}),
        (SELECT role FROM {Seat._meta.db_table} WHERE board_id = %s AND user_id = %s),
        (SELECT number FROM {ReadMark._meta.db_table} WHERE thread_id = %s AND user_id = %s),
        EXISTS (SELECT 1 FROM {_POSTS} WHERE author_id = %s AND key = %s)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands in a discussion before they post: what is asked outside the turn, in one query."""

    voice: int | None
    role: str | None
    read: int | None
    has_used_key: bool


def standing(thread: Thread, by: Any, key: UUID) -> Standing:
    """Which speaker they are, the role of their seat, how far they have read, whether the key is used."""
    here = _ident(thread)
    used = Post._meta.get_field("key").get_db_prep_value(key, connection)
    asked = [here, by.pk, thread.board_id, by.pk, here, by.pk, by.pk, used]
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, asked)
        return Standing(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class Turn:
    """What the discussion's counters say now that it is ours, and the epoch of who has it."""

    number: int
    seq: int
    permission_epoch: int
    closed_at: object
    epoch: int

    def finds_as_checked(self, thread: Thread, by: User) -> bool:
        """Nothing that the right rested on has moved since `thread` and `by` were read."""
        found = (self.permission_epoch, self.closed_at is not None, self.epoch)
        return found == (thread.permission_epoch, thread.is_closed, by.epoch)


def take(thread: Thread, *, by: Any, posts_at: datetime | None = None) -> Turn:
    """Wait for the discussion and move its counters: `seq`, and with `posts_at` also `number`."""
    statement, given = _CHANGED, [_ident(thread)]
    if posts_at is not None:
        moment = Thread._meta.get_field("last_post_at").get_db_prep_value(posts_at, connection)
        statement, given = _NUMBERED, [moment, *given]
    if connection.vendor == "postgresql":
        statement, given = statement + _PATIENTLY, [*given, PATIENCE]
    with connection.cursor() as cursor:
        cursor.execute(statement + _RETURNING, [*given, by.pk])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return Turn(*row)


def store_at_once(post: Post) -> bool:
    """Take the turn and store the post, its event and its author's mark in one statement (PostgreSQL): others
    wait for as long as that takes, not until this process runs again. Gives `post` its number and seq.

    False, with nothing written, when a right may have been lost since it was checked, and elsewhere.
    """
    if connection.vendor != "postgresql":
        return False
    thread, by = post.thread, post.author
    row: list[Any] = [field.get_db_prep_save(getattr(post, field.attname), connection) for field in _BESIDE]
    turn: list[Any] = [
        post.created_at,
        thread.pk,
        thread.permission_epoch,
        thread.is_closed,
        by.pk,
        by.epoch,
        PATIENCE,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_AT_ONCE, [*turn, *row, post.created_at, post.created_at, by.pk])
        given = cursor.fetchone()
    if given is None:
        return False
    post.number, post.seq = given
    tell(thread, post.seq)
    return True


def waited_in_vain(error: OperationalError) -> bool:
    """True when somebody else kept the discussion for longer than we wait, or we waited for one another."""
    return getattr(error.__cause__, "sqlstate", None) in (LOCK_NOT_AVAILABLE, DEADLOCK)


def speaker(thread: Thread, by: Any) -> int:
    """Which speaker of the discussion somebody is, during a turn: at their first post, the next one."""
    with connection.cursor() as cursor:
        cursor.execute(_SPEAKER, [_ident(thread), by.pk])
        known = cursor.fetchone()
        if known is None:
            cursor.execute(_NEW_SPEAKER, [_ident(thread)])
            known = cursor.fetchone()
    return known[0]


def record(thread: Thread, turn: Turn, kind: str, *, at: datetime, post: Post | None = None) -> None:
    """Write the turn's event, and let everybody hear of it after the commit."""
    StreamEvent.objects.create(thread=thread, seq=turn.seq, kind=kind, post=post, at=at)
    tell(thread, turn.seq)


def tell(thread: Thread, seq: int) -> None:
    """After the commit: the hint for open pages (it may be lost), and the news for other rooms."""
    topic = thread.topic
    transaction.on_commit(lambda: herald.tell(topic, seq), robust=True)
    announce(thread_changed, thread_id=thread.pk, seq=seq)


def _ident(thread: Thread) -> Any:
    return Thread._meta.pk.get_db_prep_value(thread.pk, connection)
