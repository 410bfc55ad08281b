"""What this room erases: marks and seats, the name in every text, and the words if they are to go.

A post keeps its number and its replies whatever happens: without its words it is one that its author removed.
"""

import datetime as dt
from uuid import UUID

from django.db.models import Q

from accounts.erasing import DELETED, KEPT, UNNAMED, Room, Steps, register, unmentioned
from accounts.models import User
from messaging.threads.actions import turns
from messaging.threads.models import Post, PostRevision, ReadMark, Seat, StreamEvent, Thread
from moderation.models import Case
from notifications.models import Notice

UNTITLED = "…"  # in every language


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    ReadMark.objects.filter(user=person).delete()
    Seat.objects.filter(user=person).delete()
    own = Post.objects.filter(author=person)
    going = own if words else own.exclude(state=Post.State.STANDS)  # what nobody reads any more goes anyhow
    PostRevision.objects.filter(post__in=going).delete()
    yield
    spoken = going.exclude(text="")
    for ident in list(spoken.values_list("thread", flat=True).distinct().order_by("thread")):
        _empty(spoken.filter(thread=ident), ident, person, at=at)
        yield
    if words:
        for thread in list(Thread.objects.filter(author=person).exclude(title=UNTITLED).order_by("pk")):
            _untitle(thread)
            yield
    yield from _unmention(person, at=at)


def _empty(posts, ident: UUID, person: User, *, at: dt.datetime) -> None:
    """Take the words out of these posts of one discussion, and tell open pages that they stand no more."""
    thread = _held(ident)
    for post in posts.order_by("number"):
        stood = post.state == Post.State.STANDS
        if stood:
            post.state, post.state_at = Post.State.REMOVED, at
        post.text = post.html = post.body_hash = ""
        post.save(update_fields=["text", "html", "body_hash", "state", "state_at"])
        kind = StreamEvent.Kind.REMOVED if stood else StreamEvent.Kind.EDITED
        turns.record(thread, turns.take(thread, by=person), kind, at=at, post=post)


def _held(ident: UUID) -> Thread:
    """The discussion, kept still: nobody else changes its posts until the commit."""
    return Thread.objects.select_for_update(no_key=True).get(pk=ident)


def _untitle(thread: Thread) -> None:
    """The title is their words too; it was copied into notices and cases."""
    posts = [str(pk) for pk in thread.posts.values_list("pk", flat=True)]
    Case.objects.filter(kind="post", object_id__in=posts).exclude(title="").update(title=UNTITLED)
    for notice in Notice.objects.filter(facts__thread=str(thread.pk)):
        notice.facts["title"] = UNTITLED
        notice.save(update_fields=["facts"])
    Thread.objects.filter(pk=thread.pk).update(title=UNTITLED)


def _unmention(person: User, *, at: dt.datetime) -> Steps:
    named = Q(text__icontains=f"@{person.handle}") | Q(text__icontains=f"/people/{person.handle}")
    for pk in list(Post.objects.filter(named).order_by("thread", "number").values_list("pk", flat=True)):
        thread = _held(Post.objects.values_list("thread", flat=True).get(pk=pk))
        post = Post.objects.get(pk=pk)
        text, html = (unmentioned(part, person.handle) for part in (post.text, post.html))
        if (text, html) != (post.text, post.html):
            post.text, post.html = text, html
            post.save(update_fields=["text", "html"])
            turns.record(thread, turns.take(thread, by=person), StreamEvent.Kind.EDITED, at=at, post=post)
        yield


register(
    Room(
        "threads",
        steps,
        covers={
            "threads.ReadMark": DELETED,
            "threads.Seat": DELETED,
            "threads.Thread.author": UNNAMED,
            "threads.Thread.title": "emptied with the words",
            "threads.Thread.language": KEPT,
            "threads.Thread.closed_by": UNNAMED,
            "threads.Thread.closed_why": UNNAMED,
            "threads.Post.author": UNNAMED,
            "threads.Post.text": "emptied with the words",
            "threads.Post.html": "emptied with the words",
            "threads.PostRevision": "deleted with the words",
            **{
                f"threads.Post.{name}": KEPT
                for name in (
                    "voice",
                    "language",
                    "reply_to",
                    "created_at",
                    "edited_at",
                    "state",
                    "state_at",
                    "hidden_why",
                )
            },
        },
        mentions={
            "threads.PostRevision": ("text", "html"),
            "threads.Thread": ("title", "closed_why"),
            "threads.Post": ("hidden_why",),
        },
    )
)
