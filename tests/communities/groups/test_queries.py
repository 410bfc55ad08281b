"""What lists and pages show, and that it costs the same however much there is."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Block
from communities.groups import actions, queries
from communities.groups.models import Community, CommunityPlace, JoinRequest
from tests import make
from tests.communities.groups.conftest import CAST, ROLES

VISITOR = AnonymousUser()


def placed(*, ties=(), lives=(), **given) -> Community:
    community = make.community(**given)
    for relation, codes in (("ties", ties), ("lives", lives)):
        for code in codes:
            CommunityPlace.objects.create(community=community, relation=relation, country=code)
    return community


def with_members(number: int, **given) -> Community:
    return make.community(members=[make.user() for _ in range(number)], **given)


@pytest.mark.parametrize("who", ROLES)
def test_communities_lists_what_the_viewer_may_know_of(who):
    made = {
        visibility: make.community(visibility=visibility)
        for visibility in ("public", "request", "invite", "hidden")
    }
    viewer = CAST[who](made["hidden"])

    known = {"public", "request"} | ({"hidden"} if who in ("CM", "CO") else set())

    assert set(queries.communities(viewer)) == {made[visibility] for visibility in known}


def test_communities_puts_the_best_fit_first():
    both = placed(ties=["EC", "CO"], lives=["ES"], name="Both")
    anywhere = placed(ties=["EC"], name="Anywhere")
    elsewhere = placed(ties=["EC"], lives=["IT"], name="Elsewhere")
    neighbours = placed(lives=["ES"], name="Neighbours")
    nowhere = placed(name="Nowhere")

    found = list(queries.communities(VISITOR, ties="EC", lives="ES"))

    assert found == [both, anywhere, neighbours]
    assert elsewhere not in found
    assert nowhere not in found


def test_communities_with_one_country_names_it():
    fits = placed(ties=["EC"], lives=["IT"])
    placed(ties=["SN"])
    placed()

    assert list(queries.communities(VISITOR, ties="EC")) == [fits]


def test_communities_searches_every_word_in_name_and_purpose():
    nurses = make.community(name="Health Workers", purpose="Nurses of Lyon", language="fr")
    make.community(name="Health Insurance", purpose="Papers", language="fr")

    assert list(queries.communities(VISITOR, q="health lyon")) == [nurses]
    assert list(queries.communities(VISITOR, q="health lyon", language="en")) == []


def test_communities_of_fewer_than_ten_members_are_ordered_by_name_alone():
    b, a, big = with_members(9, name="B"), with_members(2, name="A"), with_members(10, name="C")

    assert list(queries.communities(VISITOR)) == [big, a, b]


@pytest.mark.parametrize("number, is_small", [(9, True), (10, False)])
def test_a_community_is_small_below_ten(number, is_small):
    with_members(number)

    assert queries.communities(VISITOR).get().is_small is is_small


@pytest.mark.parametrize("how_many", [1, 3])
def test_communities_cost_two_queries_however_many(how_many, django_assert_num_queries):
    viewer = make.user()
    for _ in range(how_many):
        placed(ties=["EC", "SN"], lives=["ES"], members=[make.user(), viewer])

    with django_assert_num_queries(2):
        rows = list(queries.communities(viewer, ties="EC", lives="ES"))
        seen = [(row.ties, row.lives, row.member_count, row.met_as) for row in rows]

    assert seen == [(["EC", "SN"], ["ES"], 2, "member")] * how_many


@pytest.mark.parametrize(
    "visibility, state",
    [("public", "open"), ("request", "request"), ("invite", "invite"), ("hidden", "invite")],
)
def test_standing_says_what_can_be_pressed(visibility, state):
    community = make.community(visibility=visibility)
    member = make.member(community)

    assert queries.standing(make.user(), community).state == state
    assert queries.standing(VISITOR, community).state == state
    assert queries.standing(member, community).state == "member"


def test_standing_of_who_cannot_press_anything():
    community = make.community(visibility="request")

    states = {
        queries.standing(who(), community).state for who in (make.officer, make.suspended, make.unverified)
    }

    assert states == {""}


def test_standing_remembers_a_request_until_it_is_taken_back():
    steward, person = make.user(), make.user()
    community = make.community(visibility="request", stewards=[steward])
    request = actions.ask(community, by=person, answer="", at=make.NOW)

    assert queries.standing(person, community).state == "pending"
    actions.decline(request, by=steward, reason="No.", at=make.NOW)
    assert queries.standing(person, community).request.reason == "No."
    JoinRequest.objects.update(state="withdrawn")
    assert queries.standing(person, community).request is None


def test_runners_are_named_to_members_and_to_others_only_when_they_chose_so():
    shown = make.user(name="Daniel", name_audience="everyone")
    community = make.community(moderators=[shown], stewards=[make.user(name="Amina")])
    blocker = make.user()
    Block.objects.create(by=community.memberships.get(role="steward").user, whom=blocker)

    def names(viewer):
        return [person.byline.name for person in queries.runners(viewer, community)]

    assert names(make.user()) == ["Amina", "Daniel"]
    assert names(VISITOR) == ["Daniel"]
    assert names(make.officer()) == ["Daniel"]
    assert names(blocker) == ["Daniel"]


def test_members_lists_whom_the_viewer_may_meet():
    viewer, friend, blocked, dark = make.user(), make.user(), make.user(), make.user(dark_since=make.NOW)
    officer = make.officer()
    community = make.community(institutions="read", members=[viewer, friend, blocked, dark, officer])
    Block.objects.create(by=blocked, whom=viewer)

    listed = {row.user for row in queries.members(viewer, community)}

    assert listed == {viewer, friend, officer}
    assert queries.members(viewer, community, newest=True).first().user == officer


def test_an_officer_is_listed_under_the_institutions_name():
    office = make.institution(name="Diaspora Desk")
    community = make.community(institutions="read", members=[make.officer(office, name="Awa")])

    [person] = queries.as_people(
        queries.members(make.member(community), community).exclude(user__office_slug="")
    )

    assert (person.byline.kind, person.byline.name) == ("institution", "Diaspora Desk")


def test_everybody_lists_also_who_blocked_the_steward():
    steward, member = make.user(), make.user()
    community = make.community(stewards=[steward], members=[member])
    Block.objects.create(by=member, whom=steward)

    assert [row.user for row in queries.everybody(community)] == [steward, member]


def test_waiting_lists_the_longest_waiting_first():
    community = make.community(visibility="request", stewards=[make.user()])
    first, second = make.user(), make.user()
    for person in (first, second):
        actions.ask(community, by=person, answer="", at=make.NOW)

    assert [row.user for row in queries.waiting(community)] == [first, second]
