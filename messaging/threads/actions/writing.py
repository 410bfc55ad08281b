"""Writing a post: stored once, numbered in the same transaction, told after the commit (R1, R2)."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from accounts.bylines import apart_from
from accounts.models import User
from core.access import require
from core.events import announce
from core.limits import spend
from messaging.threads.actions import turns
from messaging.threads.actions.refusals import KeyReused, StillRunning
from messaging.threads.actions.said import said
from messaging.threads.events import posted
from messaging.threads.models import Post, ReadMark, StreamEvent, Thread
from messaging.threads.permissions import can_post, can_read, can_see, counts
from notifications.actions import notify


@dataclass(frozen=True, slots=True)
class Written:
    """The post, and whether its key had brought it before."""

    post: Post
    is_replay: bool


def write_post(
    thread: Thread,
    *,
    by: Any,
    text: str,
    language: str,
    key: UUID,
    at: datetime,
    reply_to: int | None = None,
) -> Written:
    """Post once, whatever happens to the answer on its way: the same key and body bring the same post again.

    Raises KeyReused (the key posted something else), StillRunning (send it again), ValidationError by field
    (the key stays free), TooMany, and what `require` raises.
    """
    stands = turns.standing(thread, by, key)
    role = counts(by, thread.board, stands.role)
    require(can_see, by, thread, role=role)
    require(can_post, by, thread, role=role)
    words = said(text, language)
    body_hash = words.hash(thread=str(thread.pk), reply_to=reply_to)
    if stands.has_used_key:
        return _again(key, by, body_hash)
    answered = _answered(thread, reply_to, by)
    spend("post", by.pk)
    spend("posts in a day", by.pk)
    new = Post(
        thread=thread,
        author=by,
        text=words.text,
        html=words.html,
        language=words.language,
        reply_to=reply_to,
        key=key,
        body_hash=body_hash,
        created_at=at,
    )
    try:
        _store(new, answered, stands)
    except IntegrityError:
        if Post.objects.filter(author=by, key=key).exists():  # the same request overtook this one
            return _again(key, by, body_hash)
        raise
    except OperationalError as error:
        if turns.waited_in_vain(error):
            raise StillRunning from error
        raise
    return Written(new, is_replay=False)


def _store(new: Post, answered: Post | None, stands: turns.Standing) -> None:
    """Everything that needs the discussion's turn, and as little as that: others wait meanwhile.

    A post that is no answer is a single statement where it can be, without a transaction around it.
    """
    thread = new.thread
    alone = answered is None and not connection.in_atomic_block
    with nullcontext() if alone else transaction.atomic():
        if stands.voice is not None:
            new.voice = stands.voice
        if stands.voice is None or not turns.store_at_once(new):
            _store_step_by_step(new, stands)
        announce(posted, thread_id=thread.pk, post_id=new.pk, seq=new.seq)
        if answered is not None and can_read(answered.author, thread):
            notify(
                answered.author_id,
                "post.reply",
                key=str(new.pk),
                facts={"thread": str(thread.pk), "title": thread.title},
                path=f"/discussions/{thread.pk}/{new.number}/",
                about_id=new.author_id,
            )


@transaction.atomic(savepoint=False)
def _store_step_by_step(new: Post, stands: turns.Standing) -> None:
    """Asking for rights again that may have been lost, with a place among the speakers for a first post."""
    thread, by, at = new.thread, new.author, new.created_at
    turn = turns.take(thread, by=by, posts_at=at)
    if not turn.finds_as_checked(thread, by):
        now = Thread.objects.select_related("board").get(pk=thread.pk)
        person = User.objects.get(pk=by.pk)
        require(can_see, person, now)
        require(can_post, person, now)
    new.number, new.seq = turn.number, turn.seq
    new.voice = stands.voice or turns.speaker(thread, by)
    new.save(force_insert=True)
    turns.record(thread, turn, StreamEvent.Kind.NEW, at=at, post=new)
    if stands.read == new.number - 1:  # who had read everything before their own post has read it, too
        marks = ReadMark.objects.filter(user=by, thread=thread, number__lt=new.number)
        marks.update(number=new.number, at=at)


def _again(key: UUID, by: Any, body_hash: str) -> Written:
    earlier = Post.objects.get(author=by, key=key)
    if earlier.body_hash != body_hash:
        raise KeyReused
    return Written(earlier, is_replay=True)


def _answered(thread: Thread, number: int | None, by: Any) -> Post | None:
    """The post that is answered. One by somebody across a block is as absent as one that never was."""
    if number is None:
        return None
    post = Post.objects.filter(thread=thread, number=number).select_related("author").first()
    if post is None or post.author_id in apart_from(by):
        raise ValidationError({"reply_to": _("There is no such post to answer in this discussion.")})
    return post
