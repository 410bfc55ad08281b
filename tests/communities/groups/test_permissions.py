"""Who may do what, tried on each of the ten roles; the twin agrees everywhere."""

import pytest

from communities.groups import permissions
from communities.groups.models import Community, JoinRequest, Membership
from tests import make
from tests.communities.groups.conftest import CAST, ROLES

VISIBILITIES = ("public", "request", "invite", "hidden")
PERSONS = {"ME", "CM", "CO", "PM", "ED", "AD"}


def those(predicate, community) -> set[str]:
    return {who for who in ROLES if predicate(CAST[who](community), community)}


@pytest.mark.parametrize("institutions", ["none", "write"])
@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("who", ROLES)
def test_who_knows_of_a_community_and_the_twin_agrees(who, visibility, institutions):
    community = make.community(visibility=visibility, institutions=institutions)
    viewer = CAST[who](community)

    expected = visibility in ("public", "request") or who in ("CM", "CO")

    assert permissions.can_see(viewer, community) is expected
    assert Community.objects.visible_to(viewer).contains(community) is expected


@pytest.mark.parametrize(
    "institutions, has_second_factor, sees",
    [("none", True, False), ("read", True, True), ("write", True, True), ("read", False, False)],
)
def test_an_officer_knows_of_a_hidden_community_only_while_institutions_are_let_in(
    institutions, has_second_factor, sees
):
    community = make.community(visibility="hidden", institutions=institutions)
    officer = make.officer()
    if not has_second_factor:
        officer.second_factor_since = None
        officer.save()
    make.member(community, officer)

    assert permissions.can_see(officer, community) is sees
    assert Community.objects.visible_to(officer).contains(community) is sees


@pytest.mark.parametrize("standing", ["suspended", "unverified"])
def test_a_member_who_lost_their_standing_no_longer_knows_of_a_hidden_community(standing):
    community = make.community(visibility="hidden")
    person = make.member(community, getattr(make, standing)())

    assert not permissions.can_see(person, community)
    assert not Community.objects.visible_to(person).contains(community)


def test_only_persons_who_belong_list_the_members():
    community = make.community(institutions="write")
    member, officer = make.member(community), make.member(community, make.officer())

    assert those(permissions.can_list_members, community) == {"CM", "CO"}
    assert permissions.can_list_members(member, community)
    assert not permissions.can_list_members(officer, community)


def test_every_member_may_start_a_community():
    assert {who for who in ROLES if permissions.can_create(CAST[who](make.community()))} == PERSONS


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_who_may_join_and_who_may_ask(visibility):
    closed = make.community(visibility=visibility)
    open_to_offices = make.community(visibility=visibility, institutions="read")

    joins, asks = visibility == "public", visibility == "request"

    assert those(permissions.can_join, closed) == (PERSONS if joins else set())
    assert those(permissions.can_join, open_to_offices) == (PERSONS | {"GO"} if joins else set())
    assert those(permissions.can_ask, closed) == (PERSONS if asks else set())
    assert those(permissions.can_ask, open_to_offices) == (PERSONS | {"GO"} if asks else set())


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_who_runs_a_community(visibility):
    community = make.community(visibility=visibility, institutions="write")

    assert those(permissions.can_admit, community) == {"CM", "CO"}
    assert those(permissions.can_govern, community) == {"CO"}
    assert those(permissions.can_appoint, community) == {"CO"}


def test_an_officer_runs_nothing_whatever_their_role_says():
    community = make.community(institutions="write")
    officer = make.member(community, make.officer(), role="steward")

    assert permissions.role_of(officer, community) == "member"
    assert not permissions.can_admit(officer, community)


@pytest.mark.parametrize(
    "role, removable_by", [("member", {"CM", "CO"}), ("moderator", {"CO"}), ("steward", set())]
)
def test_who_removes_whom(role, removable_by):
    community = make.community()
    person = make.member(community, role=role)
    membership = Membership.objects.get(community=community, user=person)

    assert {who for who in ROLES if permissions.can_remove(CAST[who](community), membership)} == removable_by
    assert not permissions.can_remove(person, membership)


def test_only_who_asked_takes_a_request_back():
    community = make.community(visibility="request", stewards=[make.user()])
    person = make.user()
    request = JoinRequest.objects.create(community=community, user=person)

    assert permissions.can_withdraw(person, request)
    assert {who for who in ROLES if permissions.can_withdraw(CAST[who](community), request)} == set()


def test_a_role_read_with_the_page_is_not_asked_for_again(django_assert_num_queries):
    community = make.community()
    moderator, stranger = make.member(community, role="moderator"), make.user()
    met = Community.objects.as_met_by(moderator).select_related("board").get()

    with django_assert_num_queries(0):
        assert permissions.role_of(moderator, met) == "moderator"
    with django_assert_num_queries(1):
        assert permissions.role_of(stranger, met) == ""
