"""What a host does to its board: open it, seat people, take seats away, change who may read.

A host calls these in the transaction of its own change. Whenever somebody may lose a right, every discussion
of the board gets a new `permission_epoch`: open sockets and posts on their way check their right again.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from messaging.threads.models import Board, Seat, Thread


def open_board(
    *,
    host_kind: str,
    reads: str = Board.Reads.ALL,
    existence: str = Board.Existence.KNOWN,
    institutions: str = Board.Institutions.NONE,
) -> Board:
    """A new board without seats."""
    return Board.objects.create(
        host_kind=host_kind, reads=reads, existence=existence, institutions=institutions
    )


@transaction.atomic
def admit(board: Board, user: Any, role: str = Seat.Role.MEMBER, *, at: datetime) -> Seat:
    """Give somebody a seat, or their seat another role."""
    _hold(board)
    seat, is_new = Seat.objects.get_or_create(board=board, user=user, defaults={"role": role, "since": at})
    if not is_new and seat.role != role:
        seat.role = role
        seat.save(update_fields=["role"])
        _recheck(board)
    return seat


@transaction.atomic
def unseat(board: Board, user: Any) -> None:
    """Take somebody's seat away. From the commit on they post nothing and, a second later, hear nothing."""
    _hold(board)
    taken, _rows = Seat.objects.filter(board=board, user=user).delete()
    if taken:
        _recheck(board)


@transaction.atomic
def change_policy(board: Board, *, reads: str, existence: str, institutions: str) -> Board:
    """Change who may read, who may know, and what institutions may do."""
    board = _hold(board)
    wanted = {"reads": reads, "existence": existence, "institutions": institutions}
    if {name: getattr(board, name) for name in wanted} == wanted:
        return board
    for name, value in wanted.items():
        setattr(board, name, value)
    board.save(update_fields=[*wanted, "updated_at"])
    _recheck(board)
    return board


def _hold(board: Board) -> Board:
    """One change of a board at a time, so that their updates of many discussions never cross.

    Without the key: who has a discussion's turn may still have to see that its board exists, and a full lock
    would have the two wait for each other.
    """
    return Board.objects.select_for_update(no_key=True).get(pk=board.pk)


def _recheck(board: Board) -> None:
    Thread.objects.filter(board=board).update(permission_epoch=F("permission_epoch") + 1)
