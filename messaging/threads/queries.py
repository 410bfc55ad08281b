"""What pages, lists and streams read about discussions: each says its cost, however long a discussion is."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from accounts.bylines import Author, apart_from, beside_the_byline
from accounts.permissions import StandIn, stand_in
from core.compiled import Slot, compiled
from messaging.threads import hosts
from messaging.threads.hosts import Card
from messaging.threads.models import Board, Post, PostRevision, ReadMark, Seat, StreamEvent, Thread
from messaging.threads.permissions import counts

PAGE = 20
FRAMES = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A discussion as one viewer stands in it: their role there, how far they have read, how they write."""

    thread: Thread
    role: str
    read: int
    read_at: dt.datetime | None
    language: str


class Spoken(NamedTuple):
    """A post as the page of its discussion reads it: what is shown there, and by whom."""

    pk: UUID
    number: int
    author_id: int
    voice: int
    state: str
    state_at: dt.datetime | None
    hidden_why: str
    language: str
    html: str
    reply_to: int | None
    created_at: dt.datetime
    edited_at: dt.datetime | None
    thread: Thread
    author: Author

    @property
    def thread_id(self) -> UUID:
        return self.thread.pk


COLUMNS = Spoken._fields[:-2]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which of a discussion's posts a page shows, by number."""

    first: int
    last: int
    number: int

    @property
    def earlier(self) -> int | None:
        """The number that the page before begins with."""
        return max(1, self.first - PAGE) if self.first > 1 else None

    @property
    def later(self) -> int | None:
        """The number that the page after begins with."""
        return self.last + 1 if self.last < self.number else None

    @property
    def newest(self) -> int:
        """The number that the last page begins with."""
        return max(1, self.number - PAGE + 1)


@dataclass(frozen=True, slots=True)
class Page(Stretch):
    """A stretch of a discussion with its posts, and the people whom a block keeps from the reader."""

    posts: list[Spoken]
    blocked: frozenset[int]


@dataclass(frozen=True, slots=True)
class Listed:
    """A discussion in a list. `unread` is 0 also when the viewer never opened it."""

    thread: Thread
    unread: int
    card: Card


def place(ident: UUID, viewer: Any) -> Place:
    """A discussion that the viewer may know of, with all that the page asks about them: one query.

    Raises Http404 for what they may not know of. Its counters are read before any post, so a page's `seq` is
    never newer than its posts.
    """
    found = _place(stand_in(viewer), thread=ident, viewer=viewer.pk)
    if not found:
        raise Http404
    thread = found[0]
    if not viewer.is_authenticated:
        return Place(thread, role="", read=0, read_at=None, language="")
    return Place(
        thread,
        role=counts(viewer, thread.board, thread.my_role),
        read=thread.my_mark or 0,
        read_at=thread.my_mark_at,
        language=thread.my_language or viewer.language,
    )


@compiled(thread=models.UUIDField(), viewer=models.BigIntegerField())
def _place(who: StandIn, thread: Slot, viewer: Slot) -> QuerySet:
    seen = Thread.objects.visible_to(who.with_pk(viewer)).filter(pk=thread)
    found = seen.select_related("board", "author").defer(*beside_the_byline("author"))
    if not who.is_authenticated:
        return found
    mark = ReadMark.objects.filter(user=viewer, thread=OuterRef("pk"))
    mine = Post.objects.filter(author=viewer, thread=OuterRef("pk")).order_by("-number")
    return found.annotate(
        my_role=Subquery(Seat.objects.filter(user=viewer, board=OuterRef("board")).values("role")[:1]),
        my_mark=Subquery(mark.values("number")[:1]),
        my_mark_at=Subquery(mark.values("at")[:1]),
        my_language=Subquery(mine.values("language")[:1]),
    )


def page(thread: Thread, viewer: Any, *, start: int) -> Page:
    """Up to 20 posts from a number on, with their authors: one query, and one for blocks when signed in."""
    first = min(max(1, start), max(1, thread.number))
    last = min(first + PAGE - 1, thread.number)
    own = len(COLUMNS)
    rows = _posts(thread=thread.pk, first=first, last=last)
    found = [Spoken._make((*row[:own], thread, Author._make(row[own:]))) for row in rows]
    return Page(first, last, thread.number, found, apart_from(viewer) if found else frozenset())


@compiled(thread=models.UUIDField(), first=models.IntegerField(), last=models.IntegerField())
def _posts(thread: Slot, first: Slot, last: Slot) -> QuerySet:
    posts = Post.objects.filter(thread=thread, number__gte=first, number__lte=last).order_by("number")
    # The limit is for PostgreSQL, which in a long discussion expects far more rows and would read all people.
    return posts.values_list(*COLUMNS, *Author.columns("author"))[:PAGE]


def opening(here: Place) -> int:
    """Where a discussion opens: one read post above the first unread; when all is read, its last page."""
    if not here.read:
        return 1
    if here.read >= here.thread.number:
        return max(1, here.thread.number - PAGE + 1)
    return here.read


def post_at(thread: Thread, number: int, viewer: Any, *, meets_all: bool = False) -> Post:
    """One post with its author, as absent as one that never was across a block: two queries.

    Raises Http404. `meets_all` is for those who tend the discussion: blocks are not between them and a post.
    """
    found = Post.objects.filter(thread=thread, number=number).select_related("author").first()
    if found is None or (not meets_all and found.author_id in apart_from(viewer)):
        raise Http404
    found.thread = thread
    return found


def post_by_id(ident: str | UUID) -> Post | None:
    """One post with its author, discussion and board: one query."""
    return Post.objects.select_related("author", "thread__board").filter(pk=ident).first()


def versions(post: Post) -> list[PostRevision]:
    """What a post said before, newest first: one query."""
    return list(PostRevision.objects.filter(post=post).order_by("-pk"))


def posts_after(thread: Thread, number: int, limit: int) -> list[Post]:
    """Posts after a number, with their authors: one query."""
    found = Post.objects.filter(thread=thread, number__gt=number, number__lte=thread.number)
    return list(found.select_related("author").defer("text").order_by("number")[:limit])


def events_after(thread: UUID, seq: int, limit: int = FRAMES) -> list[StreamEvent]:
    """The stream of a discussion after a number, with what its frames show: one query."""
    return _events(limit, thread=thread, seq=seq)


@compiled(thread=models.UUIDField(), seq=models.BigIntegerField())
def _events(limit: int, thread: Slot, seq: Slot) -> QuerySet[StreamEvent]:
    found = StreamEvent.objects.filter(thread=thread, seq__gt=seq)
    rows = found.select_related("thread", "post__author").defer("post__text")
    return rows.order_by("seq")[:limit]


def threads_of(
    board: Board, viewer: Any, *, before: tuple[dt.datetime, UUID] | None = None, limit: int = PAGE
) -> list[Listed]:
    """A board's discussions, last activity first; `before` is where the page above ended: one query.

    The caller has made sure that the viewer may read the board.
    """
    found = Thread.objects.filter(board=board)
    if before is not None:
        moment, ident = before
        found = found.filter(Q(last_post_at__lt=moment) | Q(last_post_at=moment, pk__gt=ident))
    return [_listed(thread, Card()) for thread in _newest(found, viewer)[:limit]]


def lively_threads(viewer: Any, limit: int, boards: Collection[Board | int] | None = None) -> list[Listed]:
    """Where something happened last, of all that the viewer may read: one query, and one per kind of host."""
    found = Thread.objects.readable_by(viewer).select_related("board")
    if boards is not None:
        found = found.filter(board__in=boards)
    return _with_cards(list(_newest(found, viewer)[:limit]), viewer)


def these_threads(idents: Collection[str | UUID], viewer: Any) -> list[Listed]:
    """The ones of these that the viewer may read, in the order given: as `lively_threads`, none for none."""
    if not idents:
        return []
    found = _newest(Thread.objects.readable_by(viewer).filter(pk__in=idents).select_related("board"), viewer)
    by_ident = {str(thread.pk): thread for thread in found}
    return _with_cards([by_ident[str(ident)] for ident in idents if str(ident) in by_ident], viewer)


def _with_cards(threads: list[Thread], viewer: Any) -> list[Listed]:
    cards = hosts.cards({thread.board for thread in threads}, viewer)
    return [_listed(thread, cards[thread.board_id]) for thread in threads]


def _newest(found: QuerySet[Thread], viewer: Any) -> QuerySet[Thread]:
    mark = ReadMark.objects.filter(user=viewer.pk, thread=OuterRef("pk"))
    if viewer.is_authenticated:
        found = found.annotate(my_mark=Subquery(mark.values("number")[:1]))
    return found.order_by("-last_post_at", "pk")


def _listed(thread: Thread, card: Card) -> Listed:
    mark = getattr(thread, "my_mark", None)
    return Listed(thread, unread=max(0, thread.number - mark) if mark else 0, card=card)


def readable(idents: Iterable[UUID], viewer: Any) -> set[UUID]:
    """Which of these discussions the viewer may read: one query."""
    found = Thread.objects.readable_by(viewer).filter(pk__in=list(idents))
    return set(found.values_list("pk", flat=True))
