"""What hosts do to their boards, and that open discussions check rights again."""

from messaging.threads import boards, hosts
from messaging.threads.models import Seat
from tests import make


def epochs(*threads):
    for thread in threads:
        thread.refresh_from_db()
    return [thread.permission_epoch for thread in threads]


def test_admit_gives_one_seat_and_moves_no_epoch():
    board, person = make.board(), make.user()
    thread = make.thread(board)

    boards.admit(board, person, Seat.Role.MEMBER, at=make.NOW)
    boards.admit(board, person, Seat.Role.MEMBER, at=make.NOW)

    assert [(seat.user, seat.role) for seat in board.seats.all()] == [(person, "member")]
    assert epochs(thread) == [0]


def test_admit_with_another_role_makes_discussions_check_again():
    board, person = make.board(), make.user()
    thread = make.thread(board)
    boards.admit(board, person, Seat.Role.STEWARD, at=make.NOW)

    boards.admit(board, person, Seat.Role.MEMBER, at=make.NOW)

    assert board.seats.get().role == "member"
    assert epochs(thread) == [1]


def test_unseat_makes_every_discussion_of_the_board_check_again():
    board, person = make.board(), make.user()
    here, there, elsewhere = make.thread(board), make.thread(board), make.thread()
    boards.admit(board, person, at=make.NOW)

    boards.unseat(board, person)
    boards.unseat(board, person)

    assert board.seats.exists() is False
    assert epochs(here, there, elsewhere) == [1, 1, 0]


def test_change_policy_makes_discussions_check_again_when_something_changes():
    board = make.board()
    thread = make.thread(board)
    same = {"reads": "all", "existence": "known", "institutions": "none"}

    boards.change_policy(board, **same)
    before = epochs(thread)
    boards.change_policy(board, **same | {"reads": "seats"})

    board.refresh_from_db()
    assert (before, epochs(thread), board.reads) == ([0], [1], "seats")


def test_open_board_has_no_seats():
    board = boards.open_board(host_kind="community", reads="seats", existence="secret", institutions="read")

    assert (board.reads, board.existence, board.institutions) == ("seats", "secret", "read")
    assert board.seats.count() == 0


def test_cards_of_an_unknown_kind_of_host_are_empty():
    board = make.board(host_kind="nothing-we-know")

    assert hosts.cards([board], make.user()) == {board.pk: hosts.NOWHERE}


def test_cards_ask_a_kind_of_host_once(monkeypatch):
    asked = []
    monkeypatch.setitem(
        hosts.ADAPTERS, "sample", lambda ids, viewer: asked.append(ids) or {ids[0]: hosts.Card("One")}
    )
    one, two = make.board(host_kind="sample"), make.board(host_kind="sample")

    cards = hosts.cards([one, two, one], make.user())

    assert asked == [[one.pk, two.pk]]
    assert [cards[one.pk].name, cards[two.pk].name] == ["One", ""]
