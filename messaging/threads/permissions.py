"""Who may read, write and tend discussions: rows C01–C06 and T01–T13 of the trust matrix.

A viewer's place at a board is one word, the role of a seat that counts (`role_at`), empty for none. A page
that has read it already hands it on as `role`; a predicate that is not told asks the database, once.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.permissions import is_member, is_moderator, is_officer, takes_part
from core.access import right
from messaging.threads.models import Board, Post, ReadMark, Seat, Thread
from moderation.queries import is_reported

EDIT_WINDOW = dt.timedelta(hours=24)
UNDO_WINDOW = dt.timedelta(hours=24)
TENDING = {Seat.Role.MODERATOR, Seat.Role.STEWARD}


def counts(viewer: Any, board: Board, role: str | None) -> str:
    """A seat's role as far as the viewer's standing and the board's policy let it count, else empty."""
    if not role or not takes_part(viewer):
        return ""
    if viewer.is_officer and not (is_officer(viewer) and board.institutions != Board.Institutions.NONE):
        return ""
    return role


def role_at(viewer: Any, board: Board) -> str:
    """The role of the viewer's seat that counts, else empty: at most one query."""
    if not takes_part(viewer):
        return ""
    seat = Seat.objects.filter(board=board, user=viewer).values_list("role", flat=True).first()
    return counts(viewer, board, seat)


def boards_tended(viewer: Any) -> list[int]:
    """The boards where a person is moderator or steward: one query."""
    if not is_member(viewer):
        return []
    return list(Seat.objects.filter(user=viewer, role__in=TENDING).values_list("board_id", flat=True))


def _role(viewer: Any, board: Board, role: str | None) -> str:
    return role_at(viewer, board) if role is None else role


@right("C04", "C06", kind="board", hides=True)
def can_see_board(viewer: Any, board: Board, *, role: str | None = None) -> bool:
    """May know that the board exists: everybody, unless it is secret."""
    return board.existence == Board.Existence.KNOWN or bool(_role(viewer, board, role))


@right("C05", "C06", kind="thread", hides=True)
def can_see(viewer: Any, thread: Thread, *, role: str | None = None) -> bool:
    """May know that the discussion exists."""
    return can_see_board(viewer, thread.board, role=role)


@right("C01", "C03", "T01", kind="thread")
def can_read(viewer: Any, thread: Thread, *, role: str | None = None) -> bool:
    """Everybody reads a public board; otherwise those with a seat that counts."""
    return thread.board.reads == Board.Reads.ALL or bool(_role(viewer, thread.board, role))


@right("T02", kind="board")
def can_start(viewer: Any, board: Board, *, role: str | None = None) -> bool:
    """Those with a seat; officers where the board lets institutions write."""
    if not _role(viewer, board, role):
        return False
    return not viewer.is_officer or board.institutions == Board.Institutions.WRITE


@right("T03", "T04", kind="thread")
def can_post(viewer: Any, thread: Thread, *, role: str | None = None) -> bool:
    """Who may start discussions there; once it is closed, its moderators and stewards only."""
    role = _role(viewer, thread.board, role)
    if not can_start(viewer, thread.board, role=role):
        return False
    return not thread.is_closed or _tends(viewer, role)


@right("T05", "T06", kind="post")
def can_edit(viewer: Any, post: Post, *, role: str | None = None, at: dt.datetime | None = None) -> bool:
    """One's own words, for 24 hours, where one may still post. Nobody else's words, ever."""
    if not _is_own(viewer, post) or post.state != Post.State.STANDS:
        return False
    if (at or timezone.now()) - post.created_at > EDIT_WINDOW:
        return False
    return can_post(viewer, post.thread, role=role)


@right("T07", kind="post")
def can_remove(viewer: Any, post: Post, *, role: str | None = None) -> bool:
    """One's own words, at any time, as long as one may read where they stand."""
    if not (_is_own(viewer, post) and takes_part(viewer)):
        return False
    return post.state == Post.State.STANDS and can_read(viewer, post.thread, role=role)


@right("T07", kind="removed post")
def can_put_back(viewer: Any, post: Post, *, role: str | None = None, at: dt.datetime | None = None) -> bool:
    """Undo one's own removal within 24 hours, with a seat as for posting."""
    if not _is_own(viewer, post) or post.state != Post.State.REMOVED or post.state_at is None:
        return False
    if (at or timezone.now()) - post.state_at > UNDO_WINDOW:
        return False
    return can_start(viewer, post.thread.board, role=role)


@right("T08", kind="post")
def can_hide(viewer: Any, post: Post, reported: bool | None = None, *, role: str | None = None) -> bool:
    """Hide or restore, with a reason: moderators and stewards; platform moderators what was reported.

    Never one's own post. `reported` spares the question when the answer is known.
    """
    return not _is_own(viewer, post) and _moderates(viewer, post, reported, role)


@right("T09", kind="post", hides=True)
def can_read_hidden(
    viewer: Any, post: Post, reported: bool | None = None, *, role: str | None = None
) -> bool:
    """The text of a hidden post: its author (not an office), and who may hide it."""
    if _is_own(viewer, post) and not viewer.is_officer:
        return True
    return _moderates(viewer, post, reported, role)


@right("T10", kind="post")
def can_see_history(
    viewer: Any, post: Post, reported: bool | None = None, *, role: str | None = None
) -> bool:
    """Earlier versions: the author, and who may hide the post."""
    if _is_own(viewer, post) and is_member(viewer):
        return True
    return _moderates(viewer, post, reported, role)


@right("T12", kind="thread")
def can_close(viewer: Any, thread: Thread, *, role: str | None = None) -> bool:
    """Close and reopen: moderators and stewards of the board."""
    return _tends(viewer, _role(viewer, thread.board, role))


@right("T13", kind="read mark", hides=True)
def can_see_read_mark(viewer: Any, mark: ReadMark) -> bool:
    """How far somebody has read is nobody else's business."""
    return viewer.is_authenticated and viewer.pk == mark.user_id


def _is_own(viewer: Any, post: Post) -> bool:
    return viewer.is_authenticated and viewer.pk == post.author_id


def _tends(viewer: Any, role: str) -> bool:
    return role in TENDING and is_member(viewer)


def _moderates(viewer: Any, post: Post, reported: bool | None, role: str | None) -> bool:
    if _tends(viewer, _role(viewer, post.thread.board, role)):
        return True
    if not is_moderator(viewer):
        return False
    return is_reported("post", str(post.pk)) if reported is None else reported
