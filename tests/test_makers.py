"""The makers make what they say: every one of them, saved and valid."""

from tests import make


def test_every_maker_makes():
    made = [
        make.user(),
        make.officer(),
        make.moderator(),
        make.opportunity(),
        make.thread(posts=2),
        make.suspended(),
        make.profile(),
        make.opt_in(make.user(), make.institution()),
        make.opening(make.user()),
        make.staff_opening(make.user()),
    ]

    assert [thing.pk is not None for thing in made] == [True] * len(made)
    assert make.member(make.community(visibility="hidden")).seats.get().board.reads == "seats"
