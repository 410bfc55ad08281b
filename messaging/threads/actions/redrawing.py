"""Showing anew what somebody said, because what stands beside it changed: they went dark, or came back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.outbox import promise
from messaging.threads.actions import turns
from messaging.threads.models import Post, StreamEvent, Thread


@transaction.atomic
def redraw_everywhere(author_id: int, *, why: str) -> None:
    """Promise it discussion by discussion, so that none is held up by the others. `why` is new each time."""
    spoken = Post.objects.filter(author=author_id, state=Post.State.STANDS).values_list("thread", flat=True)
    for ident in spoken.distinct().order_by("thread"):
        payload = {"author": author_id, "thread": str(ident)}
        promise("threads.redraw", key=f"redraw:{author_id}:{ident}:{why}", payload=payload)


@transaction.atomic
def redraw(thread_id: UUID | str, *, author_id: int, at: datetime) -> int:
    """Let every open page draw this author's posts of one discussion again. Returns how many there are."""
    author = User.objects.get(pk=author_id)
    thread = Thread.objects.get(pk=thread_id)
    posts = Post.objects.filter(thread=thread, author=author, state=Post.State.STANDS).order_by("number")
    for post in posts.only("pk", "thread"):
        turns.record(thread, turns.take(thread, by=author), StreamEvent.Kind.EDITED, at=at, post=post)
    return len(posts)
