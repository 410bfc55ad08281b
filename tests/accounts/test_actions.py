"""Blocks, suspension, roles and office."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions
from accounts.events import blocked, standing_changed
from accounts.models import Block, User
from accounts.permissions import is_administrator, is_moderator
from tests import make

EARLIER = make.NOW - dt.timedelta(days=1)


@pytest.fixture
def heard():
    news = []

    def hear(sender, signal, **facts):
        news.append(facts)

    standing_changed.connect(hear)
    blocked.connect(hear)
    yield news
    standing_changed.disconnect(hear)
    blocked.disconnect(hear)


def test_block_is_kept_once_and_makes_both_reread(heard, django_capture_on_commit_callbacks):
    one, other = make.user(), make.user()

    with django_capture_on_commit_callbacks(execute=True):
        answers = [actions.block(one, whom=other, at=make.NOW) for _ in range(2)]

    assert answers == [True, False]
    assert list(Block.objects.values_list("by", "whom")) == [(one.pk, other.pk)]
    assert list(User.objects.filter(pk__in=[one.pk, other.pk]).values_list("blocks_epoch")) == [(1,), (1,)]
    assert heard == [{"by_id": one.pk, "whom_id": other.pk, "at": make.NOW}]


def test_unblock_leaves_the_block_of_the_other():
    one, other = make.user(), make.user()
    actions.block(one, whom=other, at=make.NOW)
    actions.block(other, whom=one, at=make.NOW)

    answers = [actions.unblock(one, whom=other) for _ in range(2)]

    assert answers == [True, False]
    assert list(Block.objects.values_list("by", "whom")) == [(other.pk, one.pk)]


def test_suspend_takes_rights_and_sockets_and_lifting_gives_them_back(
    heard, django_capture_on_commit_callbacks
):
    person, moderator = make.user(), make.moderator()

    with django_capture_on_commit_callbacks(execute=True):
        actions.suspend(person, by=moderator, why="Threats.", until=None, at=EARLIER)
    person.refresh_from_db()
    while_suspended = (person.standing, person.suspended_why, person.epoch)
    actions.lift_suspension(person, by=moderator, at=make.NOW)

    person.refresh_from_db()
    assert while_suspended == ("suspended", "Threats.", 1)
    assert (person.standing, person.suspended_why) == ("member", "")
    assert heard == [{"user_id": person.pk}]


def test_suspension_ends_by_itself():
    person = make.user(suspended_at=make.NOW, suspended_until=make.NOW + dt.timedelta(days=1))

    moments = [make.NOW + dt.timedelta(hours=h) for h in (-1, 0, 23, 24)]

    assert [person.is_suspended_at(moment) for moment in moments] == [False, True, True, False]


def test_suspend_refuses_an_end_in_the_past():
    person = make.user()

    with pytest.raises(ValidationError):
        actions.suspend(person, by=make.moderator(), why="x", until=make.NOW, at=make.NOW)


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        (make.moderator, make.user, True),
        (make.moderator, make.officer, True),
        (make.moderator, make.moderator, False),
        (make.moderator, make.administrator, False),
        (make.administrator, make.moderator, True),
        (make.administrator, make.user, False),
        (make.user, make.user, False),
        (make.editor, make.user, False),
        (make.officer, make.user, False),
    ],
)
def test_who_may_suspend_whom(who, whom, may):
    by, person = who(), whom()

    try:
        actions.suspend(person, by=by, why="x", until=None, at=make.NOW)
        did = True
    except PermissionDenied:
        did = False

    assert did is may


def test_nobody_suspends_themselves():
    moderator = make.moderator()

    with pytest.raises(PermissionDenied):
        actions.suspend(moderator, by=moderator, why="x", until=None, at=make.NOW)


def test_role_is_given_and_taken_by_administrators_and_ends_sockets(
    heard, django_capture_on_commit_callbacks
):
    administrator, person = make.administrator(), make.user(second_factor_since=make.NOW)

    with django_capture_on_commit_callbacks(execute=True):
        actions.give_role(person, "moderators", by=administrator, at=make.NOW)
        given = is_moderator(User.objects.get(pk=person.pk))
        actions.take_role(person, "moderators", by=administrator, at=make.NOW)

    person = User.objects.get(pk=person.pk)
    assert (given, is_moderator(person), person.epoch) == (True, False, 1)
    assert heard == [{"user_id": person.pk}] * 2


def test_role_is_not_given_to_oneself_nor_by_others():
    administrator = make.administrator()

    with pytest.raises(PermissionDenied):
        actions.give_role(administrator, "moderators", by=administrator, at=make.NOW)
    with pytest.raises(PermissionDenied):
        actions.give_role(make.user(), "moderators", by=make.moderator(), at=make.NOW)


def test_officer_holds_no_role():
    with pytest.raises(actions.OfficersHoldNoRole):
        actions.give_role(make.officer(), "editors", by=None, at=make.NOW)


def test_office_ends_roles_and_sockets():
    person = make.administrator()

    actions.set_office(person, name="Desk", slug="desk", kind="government")

    person = User.objects.get(pk=person.pk)
    assert (person.standing, person.roles, is_administrator(person), person.epoch) == (
        "officer", frozenset(), False, 1,
    )  # fmt: skip


def test_office_ends_and_the_officer_is_a_member():
    officer = make.officer()

    actions.clear_office(officer)

    officer.refresh_from_db()
    assert (officer.standing, officer.office_name, officer.epoch) == ("member", "", 1)
