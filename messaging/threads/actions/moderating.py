"""Tending a discussion: hide and restore posts, close and reopen it; with a reason, never with an edit."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.access import require
from core.events import announce
from messaging.threads.actions import turns
from messaging.threads.actions.changing import mine, set_state
from messaging.threads.actions.said import reason_of
from messaging.threads.events import post_hidden
from messaging.threads.models import Post, StreamEvent, Thread
from messaging.threads.permissions import can_close, can_hide
from notifications.actions import notify

LONGEST_WHY = 500
LONGEST_CLOSING = 300


def hide_post(
    post: Post, *, by: Any, why: str, at: datetime, reported: bool | None = None, told_at: str = ""
) -> Post:
    """Hide a post that stands: its place says so, with the reason, and its author is told.

    `reported` is for who decides a case and knows; otherwise moderation is asked. `told_at` is where the
    author reads the decision, below the language prefix; by default at the place of the post.
    """
    require(can_hide, by, post, reported)
    why = reason_of(why, most=LONGEST_WHY)
    with transaction.atomic():
        post, turn = mine(post, by=by)
        if post.state != Post.State.STANDS:
            transaction.set_rollback(True)
            return post
        set_state(post, Post.State.HIDDEN, at=at, why=why)
        turns.record(post.thread, turn, StreamEvent.Kind.HIDDEN, at=at, post=post)
        announce(post_hidden, post_id=post.pk)
        _tell_author(post, "post.hidden", turn.seq, path=told_at, why=why)
    return post


def restore_post(post: Post, *, by: Any, at: datetime, reported: bool | None = None) -> Post:
    """Show a hidden post again, under the same number, and tell its author."""
    require(can_hide, by, post, reported)
    with transaction.atomic():
        post, turn = mine(post, by=by)
        if post.state != Post.State.HIDDEN or not post.text:  # its words were not kept for ever
            transaction.set_rollback(True)
            return post
        set_state(post, Post.State.STANDS, at=None)
        turns.record(post.thread, turn, StreamEvent.Kind.RESTORED, at=at, post=post)
        _tell_author(post, "post.restored", turn.seq)
    return post


def close_thread(thread: Thread, *, by: Any, why: str, at: datetime) -> Thread:
    """From now on only moderators and stewards post here; the reason stands where the composer was."""
    why = reason_of(why, most=LONGEST_CLOSING)
    return _set_closed(thread, by=by, at=at, kind=StreamEvent.Kind.CLOSED, why=why)


def reopen_thread(thread: Thread, *, by: Any, at: datetime) -> Thread:
    """Let everybody with a seat post again."""
    return _set_closed(thread, by=by, at=at, kind=StreamEvent.Kind.OPENED)


def _set_closed(thread: Thread, *, by: Any, at: datetime, kind: str, why: str = "") -> Thread:
    require(can_close, by, thread)
    closes = kind == StreamEvent.Kind.CLOSED
    with transaction.atomic():
        turn = turns.take(thread, by=by)
        thread = Thread.objects.select_related("board").get(pk=thread.pk)
        require(can_close, by, thread)
        if thread.is_closed == closes:
            transaction.set_rollback(True)
            return thread
        thread.closed_at, thread.closed_by = (at, by) if closes else (None, None)
        thread.closed_why = why
        thread.save(update_fields=["closed_at", "closed_by", "closed_why"])
        turns.record(thread, turn, kind, at=at)
    return thread


def _tell_author(post: Post, kind: str, seq: int, *, path: str = "", **more: str) -> None:
    notify(
        post.author_id,
        kind,
        key=f"{post.pk}:{seq}",
        facts={"thread": str(post.thread_id), "title": post.thread.title, "number": post.number, **more},
        path=path or f"/discussions/{post.thread_id}/{post.number}/",
    )
