"""Deeds at the same moment, on the database that production uses."""

from accounts.actions import set_office
from communities.groups import actions, refusals
from communities.groups.models import Community, JoinRequest, Membership
from messaging.threads.models import Seat
from notifications.models import Notice
from tests import make
from tests.races import RACES, together

pytestmark = RACES


def belonging(community) -> dict:
    members = dict(Membership.objects.filter(community=community).values_list("user", "role"))
    assert dict(Seat.objects.filter(board=community.board).values_list("user", "role")) == members
    return members


def test_joining_eight_times_at_once_is_joining_once():
    community, person = make.community(), make.user()

    outcomes = together(*[lambda: actions.join(community, by=person, at=make.NOW).pk] * 8)

    assert set(outcomes) == {Membership.objects.get().pk}
    assert belonging(community) == {person.pk: "member"}


def test_asking_at_once_is_one_request_and_one_notice():
    steward, person = make.user(), make.user()
    community = make.community(visibility="request", stewards=[steward])

    outcomes = together(*[lambda: actions.ask(community, by=person, answer="", at=make.NOW).pk] * 6)

    assert set(outcomes) == {JoinRequest.objects.get().pk}
    assert Notice.objects.filter(kind="community.asked").count() == 1


def test_one_answer_to_a_request_wins():
    first, second = make.user(), make.user()
    community = make.community(visibility="request", stewards=[first], moderators=[second])
    request = actions.ask(community, by=make.user(), answer="", at=make.NOW)

    outcomes = together(
        lambda: actions.admit(request, by=first, at=make.NOW).state,
        lambda: actions.decline(request, by=second, reason="No.", at=make.NOW).state,
    )

    request.refresh_from_db()
    assert set(outcomes) == {request.state, refusals.NoLongerWaiting}
    assert (request.user_id in belonging(community)) is (request.state == "admitted")


def test_nobody_starts_more_than_three_communities():
    person = make.user()
    facts = {"by": person, "purpose": "We.", "language": "en", "visibility": "public", "at": make.NOW}

    outcomes = together(*[lambda n=n: actions.create(name=f"Name {n}", **facts).slug for n in range(5)])

    assert outcomes.count(refusals.ThreeAlready) == 2
    assert Community.objects.count() == 3


def test_communities_of_one_name_get_addresses_of_their_own():
    facts = {"name": "Fleuve", "purpose": "We.", "language": "en", "visibility": "public", "at": make.NOW}
    people = [make.user() for _ in range(4)]

    slugs = together(*[lambda by=by: actions.create(by=by, **facts).slug for by in people])

    assert len(set(slugs)) == 4


def test_two_stewards_who_leave_at_once_do_not_leave_it_without_one():
    first, second = make.user(), make.user()
    community = make.community(stewards=[first, second])

    outcomes = together(
        lambda: actions.leave(community, by=first), lambda: actions.leave(community, by=second)
    )

    assert sorted(map(str, outcomes)) == sorted(map(str, [None, refusals.LastSteward]))
    assert list(belonging(community).values()) == ["steward"]


def test_an_officer_who_joins_while_institutions_are_shown_out_does_not_stay():
    steward, officer = make.user(), make.officer()
    community = make.community(institutions="write", stewards=[steward])

    together(
        lambda: actions.join(community, by=officer, at=make.NOW),
        lambda: actions.change_institutions(community, institutions="none", by=steward, at=make.NOW),
    )

    assert belonging(community) == {steward.pk: "steward"}


def test_who_joins_while_becoming_an_officer_does_not_stay():
    community, person, office = make.community(), make.user(), make.institution()

    together(
        lambda: actions.join(community, by=person, at=make.NOW),
        lambda: set_office(person, name=office.name, slug=office.slug, kind=office.kind),
    )

    assert belonging(community) == {}
