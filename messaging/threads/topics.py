"""Topic `thread:<uuid>`: the numbered stream of a discussion, for those who may read it."""

import uuid
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from messaging.live.registry import Row, Stand
from messaging.threads import frames, queries
from messaging.threads.models import Board, Seat, StreamEvent, Thread
from messaging.threads.permissions import can_read, counts


class Discussion:
    """The hub's way into a discussion. Its key is the discussion's id, written the one canonical way."""

    name = "thread"

    def key(self, ident: str, user_id: int | None) -> str | None:
        try:
            return ident if str(uuid.UUID(ident)) == ident else None
        except ValueError:
            return None

    def wire_name(self, key: str) -> str:
        return f"{self.name}:{key}"

    def stand(self, key: str, viewer: Any) -> Stand | None:
        thread = Thread.objects.select_related("board").filter(pk=key).first()
        if thread is None or not can_read(viewer, thread):
            return None
        return _stand(thread.seq, thread.permission_epoch, thread.board.reads)

    def heads(self, keys: Collection[str]) -> dict[str, Stand]:
        rows = Thread.objects.filter(pk__in=keys).values_list("pk", "seq", "permission_epoch", "board__reads")
        return {str(pk): _stand(seq, epoch, reads) for pk, seq, epoch, reads in rows}

    def still_allowed(self, key: str, user_ids: Collection[int | None]) -> set[int | None]:
        """Three queries, however many people: the discussion, their seats, their accounts."""
        thread = Thread.objects.select_related("board").filter(pk=key).first()
        if thread is None:
            return set()
        ids = [user_id for user_id in user_ids if user_id is not None]
        roles = dict(Seat.objects.filter(board=thread.board_id, user__in=ids).values_list("user_id", "role"))
        allowed: set[int | None] = {
            person.pk
            for person in User.objects.filter(pk__in=ids)
            if can_read(person, thread, role=counts(person, thread.board, roles.get(person.pk)))
        }
        if None in user_ids and can_read(AnonymousUser(), thread):
            allowed.add(None)
        return allowed

    def after(self, key: str, seq: int, limit: int) -> tuple[int, list[Row]]:
        events = queries.events_after(uuid.UUID(key), seq, limit)
        epoch = events[0].thread.permission_epoch if events else 0
        return epoch, [_row(event) for event in events]

    def html(self, row: Row, language: str, audience: str) -> str:
        return frames.html(row.subject, language, audience)

    def withheld(self, row: Row, language: str) -> str:
        return frames.withheld(row.subject, language)


def _stand(seq: int, epoch: int, reads: str) -> Stand:
    return Stand(seq, epoch, counts_readers=reads == Board.Reads.ALL)


def _row(event: StreamEvent) -> Row:
    author_id = event.post.author_id if event.post else None
    return Row(event.seq, event.kind, author_id, frames.data(event), event)
