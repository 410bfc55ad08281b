"""Changing one's own words: edit them, take them back, put them back. The number stays."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.access import require
from core.limits import spend
from messaging.threads.actions import turns
from messaging.threads.actions.said import said
from messaging.threads.actions.turns import Turn
from messaging.threads.models import Post, PostRevision, StreamEvent
from messaging.threads.permissions import can_edit, can_put_back, can_remove


def edit_post(post: Post, *, by: Any, text: str, language: str, at: datetime) -> Post:
    """Say it better. What it said before is kept for its author and for moderators.

    Raises ValidationError by field, TooMany, and what `require` raises.
    """
    require(can_edit, by, post, at=at)
    words = said(text, language)
    if (words.text, words.language) == (post.text, post.language):
        return post
    spend("edit", by.pk)
    with transaction.atomic():
        post, turn = mine(post, by=by)
        require(can_edit, by, post, at=at)
        PostRevision.objects.create(
            post=post,
            text=post.text,
            html=post.html,
            language=post.language,
            written_at=post.edited_at or post.created_at,
        )
        post.text, post.html, post.language, post.edited_at = words.text, words.html, words.language, at
        post.save(update_fields=["text", "html", "language", "edited_at"])
        turns.record(post.thread, turn, StreamEvent.Kind.EDITED, at=at, post=post)
    return post


def remove_post(post: Post, *, by: Any, at: datetime) -> Post:
    """Take one's own post back. A placeholder keeps its number."""
    require(can_remove, by, post)
    spend("remove", by.pk)
    with transaction.atomic():
        post, turn = mine(post, by=by)
        require(can_remove, by, post)
        set_state(post, Post.State.REMOVED, at=at)
        turns.record(post.thread, turn, StreamEvent.Kind.REMOVED, at=at, post=post)
    return post


def put_back(post: Post, *, by: Any, at: datetime) -> Post:
    """Undo one's own removal: the same words under the same number."""
    require(can_put_back, by, post, at=at)
    with transaction.atomic():
        post, turn = mine(post, by=by)
        require(can_put_back, by, post, at=at)
        set_state(post, Post.State.STANDS, at=None)
        turns.record(post.thread, turn, StreamEvent.Kind.RESTORED, at=at, post=post)
    return post


def mine(post: Post, *, by: Any) -> tuple[Post, Turn]:
    """Take the turn of the post's discussion, then read the post as it is now."""
    turn = turns.take(post.thread, by=by)
    return Post.objects.select_related("thread__board", "author").get(pk=post.pk), turn


def set_state(post: Post, state: str, *, at: datetime | None, why: str = "") -> None:
    post.state, post.state_at, post.hidden_why = state, at, why
    post.save(update_fields=["state", "state_at", "hidden_why"])
