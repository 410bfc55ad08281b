"""Starting a discussion: its title and first post in one transaction, once per key."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from core.access import require
from core.events import announce
from core.limits import spend
from messaging.threads.actions import turns
from messaging.threads.actions.refusals import KeyReused
from messaging.threads.actions.said import Said, said, title_of
from messaging.threads.events import posted
from messaging.threads.models import Board, Post, ReadMark, Seat, StreamEvent, Thread
from messaging.threads.permissions import can_see_board, can_start


def start_thread(
    board: Board, *, by: Any, title: str, text: str, language: str, key: UUID, at: datetime
) -> Thread:
    """Start a discussion. The same key and words bring the same discussion again.

    Raises KeyReused, ValidationError by field, TooMany, and what `require` raises.
    """
    require(can_see_board, by, board)
    require(can_start, by, board)
    line, words = title_of(title), said(text, language)
    body_hash = words.hash(board=board.pk, title=line)
    if earlier := _started_with(key, by):
        return _again(earlier, body_hash)
    spend("thread", by.pk)
    try:
        return _store(board, by, line, words, key, body_hash, at)
    except IntegrityError:
        if earlier := _started_with(key, by):
            return _again(earlier, body_hash)
        raise


@transaction.atomic
def _store(board: Board, by: Any, title: str, words: Said, key: UUID, body_hash: str, at: datetime) -> Thread:
    list(Seat.objects.select_for_update().filter(board=board, user=by))  # nobody takes it away meanwhile
    require(can_start, by, Board.objects.get(pk=board.pk))
    thread = Thread.objects.create(
        id=uuid4(),
        board=board,
        author=by,
        title=title,
        language=words.language,
        number=1,
        seq=1,
        voices=1,
        created_at=at,
        last_post_at=at,
    )
    first = Post.objects.create(
        thread=thread,
        number=1,
        seq=1,
        voice=1,
        author=by,
        text=words.text,
        html=words.html,
        language=words.language,
        key=key,
        body_hash=body_hash,
        created_at=at,
    )
    StreamEvent.objects.create(thread=thread, seq=1, kind=StreamEvent.Kind.NEW, post=first, at=at)
    ReadMark.objects.create(user=by, thread=thread, number=1, at=at)
    turns.tell(thread, 1)
    announce(posted, thread_id=thread.pk, post_id=first.pk, seq=1)
    return thread


def _started_with(key: UUID, by: Any) -> Post | None:
    return Post.objects.filter(author=by, key=key).select_related("thread__board").first()


def _again(earlier: Post, body_hash: str) -> Thread:
    if earlier.body_hash != body_hash:
        raise KeyReused
    return earlier.thread
