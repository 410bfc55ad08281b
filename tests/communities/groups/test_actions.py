"""Every deed: what it changes, what it refuses, that doing it twice is doing it once."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from accounts.actions import set_office
from communities.groups import actions, refusals
from communities.groups.events import membership_changed
from communities.groups.models import Community, JoinRequest, Membership
from core.access import SignInNeeded
from core.outbox import drain
from messaging.threads.models import Board, Seat
from notifications.models import Notice
from tests import make

PLAN = {"name": "Health Workers Abroad", "purpose": "We help each other.", "language": "en", "at": make.NOW}


def create(by, **given) -> Community:
    return actions.create(by=by, **PLAN | {"visibility": "public"} | given)


def belonging(community) -> dict:
    """Who belongs in which role; the seats say the same, or the test fails here."""
    members = dict(Membership.objects.filter(community=community).values_list("user", "role"))
    assert dict(Seat.objects.filter(board=community.board).values_list("user", "role")) == members
    return members


def told(person) -> list[str]:
    return list(Notice.objects.filter(to=person).order_by("seq").values_list("kind", flat=True))


@pytest.fixture
def heard():
    facts = []

    def hear(sender, **given):
        given.pop("signal")
        facts.append(given)

    membership_changed.connect(hear)
    yield facts
    membership_changed.disconnect(hear)


# -- create -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "visibility, policy",
    [
        ("public", ("all", "known")),
        ("request", ("seats", "known")),
        ("invite", ("seats", "secret")),
        ("hidden", ("seats", "secret")),
    ],
)
def test_create_opens_a_board_as_the_visibility_says_and_seats_the_steward(visibility, policy):
    person = make.user()

    community = create(person, visibility=visibility, about="**Why**", ties=["SN", "SN", "ML"], lives=["FR"])

    board = Board.objects.get(pk=community.board_id)
    assert (board.reads, board.existence, board.institutions) == (*policy, "none")
    assert belonging(community) == {person.pk: "steward"}
    assert community.about_html == "<p><strong>Why</strong></p>"
    assert (community.ties, community.lives) == (["SN", "ML"], ["FR"])


def test_create_sent_twice_is_one_community():
    person = make.user()

    assert create(person) == create(person)


def test_create_refuses_the_fourth():
    person = make.user()
    for name in "ABC":
        create(person, name=name)

    with pytest.raises(refusals.ThreeAlready):
        create(person, name="D")
    assert Community.objects.filter(created_by=person).count() == 3


@pytest.mark.parametrize("who", [make.officer, make.unverified, make.suspended])
def test_create_is_for_members(who):
    with pytest.raises(PermissionDenied):
        create(who())


def test_create_leads_a_visitor_to_sign_in():
    with pytest.raises(SignInNeeded):
        create(AnonymousUser())


def test_create_refuses_the_look_of_an_institutions_name():
    make.institution(name="Ministère des Diasporas")

    with pytest.raises(ValidationError, match="name of an institution"):
        create(make.user(), name="ministere des  diasporas")


def test_create_finds_a_free_address():
    first, second = create(make.user()), create(make.user())
    arabic = create(make.user(), name="عائلات تونس في كندا")
    reserved = create(make.user(), name="New")

    assert first.slug == "health-workers-abroad"
    assert second.slug.startswith("health-workers-abroad-")
    assert arabic.slug.startswith("community-")
    assert reserved.slug.startswith("new-")


def test_a_secret_community_takes_no_address_that_its_name_would_betray():
    secret = create(make.user(), visibility="hidden")

    assert "health" not in secret.slug
    assert create(make.user()).slug == "health-workers-abroad"


def test_edit_changes_the_description_and_the_places():
    steward = make.user()
    community = create(steward, ties=["SN"], rules="Old.")

    actions.edit(
        community,
        by=steward,
        purpose="New purpose.",
        language="fr",
        about="",
        rules="Be *kind*.",
        question="",
        ties=["ML"],
        lives=[],
    )

    community = Community.objects.get()
    assert (community.purpose, community.language) == ("New purpose.", "fr")
    assert community.rules_html == "<p>Be <em>kind</em>.</p>"
    assert community.ties == ["ML"]


# -- join and leave ---------------------------------------------------------------------------------------


def test_join_seats_once_and_announces_once(heard, django_capture_on_commit_callbacks):
    community, person = make.community(), make.user()

    with django_capture_on_commit_callbacks(execute=True):
        first = actions.join(community, by=person, at=make.NOW)
        second = actions.join(community, by=person, at=make.NOW)

    assert first == second
    assert belonging(community) == {person.pk: "member"}
    assert heard == [{"community_id": community.pk, "user_id": person.pk, "role": "member"}]


@pytest.mark.parametrize(
    "visibility, error", [("request", PermissionDenied), ("invite", Http404), ("hidden", Http404)]
)
def test_join_is_for_public_communities(visibility, error):
    community = make.community(visibility=visibility)

    with pytest.raises(error):
        actions.join(community, by=make.user(), at=make.NOW)


@pytest.mark.parametrize("institutions, enters", [("none", False), ("read", True), ("write", True)])
def test_an_officer_joins_only_where_institutions_are_let_in(institutions, enters):
    community, officer = make.community(institutions=institutions), make.officer()

    if enters:
        actions.join(community, by=officer, at=make.NOW)
    else:
        with pytest.raises(PermissionDenied):
            actions.join(community, by=officer, at=make.NOW)

    assert belonging(community) == ({officer.pk: "member"} if enters else {})


def test_join_asks_the_account_as_it_is_now():
    community, person = make.community(), make.user()
    office = make.institution()
    set_office(person, name=office.name, slug=office.slug, kind=office.kind)

    with pytest.raises(PermissionDenied):
        actions.join(community, by=person, at=make.NOW)


def test_leave_twice_is_leaving_once():
    community = make.community(stewards=[make.user()])
    person = make.member(community)

    actions.leave(community, by=person)
    actions.leave(community, by=person)

    assert person.pk not in belonging(community)


def test_the_last_steward_stays_until_there_is_another():
    steward, member = make.user(), make.user()
    community = make.community(stewards=[steward], members=[member])

    with pytest.raises(refusals.LastSteward):
        actions.leave(community, by=steward)
    actions.appoint(community, member, role="steward", by=steward, at=make.NOW)
    actions.leave(community, by=steward)

    assert belonging(community) == {member.pk: "steward"}


# -- ask, admit, decline, withdraw ------------------------------------------------------------------------


def asking(**given) -> tuple[Community, JoinRequest]:
    community = make.community(visibility="request", stewards=[make.user()], **given)
    return community, actions.ask(community, by=make.user(), answer="I live in Lyon.", at=make.NOW)


def test_ask_waits_and_tells_stewards_and_moderators_once():
    steward, moderator, member, person = (make.user() for _ in range(4))
    community = make.community(
        visibility="request", stewards=[steward], moderators=[moderator], members=[member]
    )

    first = actions.ask(community, by=person, answer="I live in Lyon.", at=make.NOW)
    second = actions.ask(community, by=person, answer="Again.", at=make.NOW)

    assert first == second
    assert (first.state, first.answer) == ("pending", "I live in Lyon.")
    assert [told(who) for who in (steward, moderator, member)] == [
        ["community.asked"],
        ["community.asked"],
        [],
    ]
    assert person.pk not in belonging(community)


def test_ask_of_somebody_who_belongs_changes_nothing():
    community = make.community(visibility="request")
    member = make.member(community)

    assert actions.ask(community, by=member, answer="", at=make.NOW) is None
    assert not JoinRequest.objects.exists()


def test_admit_twice_is_admitting_once():
    community, request = asking(moderators=[moderator := make.user()])

    actions.admit(request, by=moderator, at=make.NOW)
    actions.admit(request, by=moderator, at=make.NOW)

    request.refresh_from_db()
    assert (request.state, request.decided_by, request.decided_at) == ("admitted", moderator, make.NOW)
    assert belonging(community)[request.user_id] == "member"
    assert told(request.user) == ["community.admitted"]


def test_decline_needs_a_reason_and_tells_it():
    community, request = asking()
    steward = community.memberships.get(role="steward").user

    with pytest.raises(ValidationError, match="Say why"):
        actions.decline(request, by=steward, reason="  ", at=make.NOW)
    actions.decline(request, by=steward, reason="For nurses only.", at=make.NOW)
    actions.decline(request, by=steward, reason="Twice.", at=make.NOW)

    notice = Notice.objects.get(to=request.user)
    assert (notice.kind, notice.facts["reason"]) == ("community.declined", "For nurses only.")
    assert request.user_id not in belonging(community)


def test_who_was_declined_asks_again_after_a_week():
    community, request = asking()
    steward = community.memberships.get(role="steward").user
    actions.decline(request, by=steward, reason="Not yet.", at=make.NOW)
    week = dt.timedelta(days=7)

    with pytest.raises(refusals.AskedTooSoon, match="27"):
        actions.ask(community, by=request.user, answer="", at=make.NOW + week - dt.timedelta(seconds=1))

    assert actions.ask(community, by=request.user, answer="", at=make.NOW + week).state == "pending"


def test_what_was_decided_otherwise_is_not_decided_again():
    community, request = asking()
    steward = community.memberships.get(role="steward").user
    actions.withdraw(request, by=request.user, at=make.NOW)
    actions.withdraw(request, by=request.user, at=make.NOW)

    with pytest.raises(refusals.NoLongerWaiting):
        actions.admit(request, by=steward, at=make.NOW)
    with pytest.raises(refusals.NoLongerWaiting):
        actions.decline(request, by=steward, reason="Late.", at=make.NOW)

    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert request.user_id not in belonging(community)


def test_withdraw_is_for_who_asked():
    _community, request = asking()

    with pytest.raises(Http404):
        actions.withdraw(request, by=make.user(), at=make.NOW)


def test_members_do_not_decide_who_enters():
    community, request = asking()
    member = make.member(community)

    for decide in (
        lambda: actions.admit(request, by=member, at=make.NOW),
        lambda: actions.decline(request, by=member, reason="No.", at=make.NOW),
    ):
        with pytest.raises(PermissionDenied):
            decide()

    request.refresh_from_db()
    assert request.state == "pending"


def test_admit_refuses_who_may_no_longer_belong():
    community, request = asking()
    office = make.institution()
    set_office(request.user, name=office.name, slug=office.slug, kind=office.kind)

    with pytest.raises(refusals.MayNotBelong):
        actions.admit(request, by=community.memberships.get(role="steward").user, at=make.NOW)

    assert request.user_id not in belonging(community)


# -- appoint, remove --------------------------------------------------------------------------------------


def test_appoint_changes_the_role_and_the_seat_and_tells_the_person():
    steward, member = make.user(), make.user()
    community = make.community(stewards=[steward], members=[member])

    actions.appoint(community, member, role="moderator", by=steward, at=make.NOW)
    actions.appoint(community, member, role="moderator", by=steward, at=make.NOW)

    assert belonging(community) == {steward.pk: "steward", member.pk: "moderator"}
    assert told(member) == ["community.appointed"]


def test_appoint_is_for_stewards_and_never_of_an_officer_or_a_stranger():
    steward, moderator, officer = make.user(), make.user(), make.officer()
    community = make.community(
        institutions="write", stewards=[steward], moderators=[moderator], members=[officer]
    )

    with pytest.raises(PermissionDenied):
        actions.appoint(community, moderator, role="steward", by=moderator, at=make.NOW)
    with pytest.raises(refusals.MayNotRun):
        actions.appoint(community, officer, role="moderator", by=steward, at=make.NOW)
    with pytest.raises(refusals.NoLongerMember):
        actions.appoint(community, make.user(), role="moderator", by=steward, at=make.NOW)


def test_the_last_steward_is_not_made_a_member():
    steward = make.user()
    community = make.community(stewards=[steward])

    with pytest.raises(refusals.LastSteward):
        actions.appoint(community, steward, role="member", by=steward, at=make.NOW)


def test_remove_member_takes_the_seat_and_tells_the_reason():
    moderator, member = make.user(), make.user()
    community = make.community(visibility="hidden", moderators=[moderator], members=[member])

    actions.remove_member(community, member, by=moderator, reason="Sold visas.", at=make.NOW)
    actions.remove_member(community, member, by=moderator, reason="Sold visas.", at=make.NOW)

    assert belonging(community) == {moderator.pk: "moderator"}
    notice = Notice.objects.get(to=member)
    assert (notice.facts["reason"], notice.path) == ("Sold visas.", "/communities/")


def test_a_moderator_removes_no_steward():
    moderator, steward = make.user(), make.user()
    community = make.community(moderators=[moderator], stewards=[steward])

    with pytest.raises(PermissionDenied):
        actions.remove_member(community, steward, by=moderator, reason="Mine now.", at=make.NOW)

    assert steward.pk in belonging(community)


# -- institutions -----------------------------------------------------------------------------------------


def test_letting_institutions_in_is_told_to_every_member():
    steward, member = make.user(), make.user()
    community = make.community(stewards=[steward], members=[member])

    actions.change_institutions(community, institutions="read", by=steward, at=make.NOW)
    actions.change_institutions(community, institutions="read", by=steward, at=make.NOW)
    drain()

    assert Board.objects.get(pk=community.board_id).institutions == "read"
    assert told(member) == ["community.policy"]
    assert "community.policy" not in told(steward)


def test_no_longer_letting_institutions_in_shows_officers_out_at_once():
    steward, member, officer, waiting = make.user(), make.user(), make.officer(), make.officer()
    community = make.community(
        visibility="request", institutions="write", stewards=[steward], members=[member, officer]
    )
    thread = make.thread(community)
    request = actions.ask(community, by=waiting, answer="", at=make.NOW)

    actions.change_institutions(community, institutions="none", by=steward, at=make.NOW)

    assert belonging(community) == {steward.pk: "steward", member.pk: "member"}
    before = thread.permission_epoch
    thread.refresh_from_db()
    request.refresh_from_db()
    assert thread.permission_epoch > before  # open pages of the officer close
    assert request.state == "withdrawn"


def test_only_stewards_change_the_policy():
    moderator = make.user()
    community = make.community(moderators=[moderator])

    with pytest.raises(PermissionDenied):
        actions.change_institutions(community, institutions="write", by=moderator, at=make.NOW)


def test_who_becomes_an_officer_leaves_what_lets_no_institution_in(django_capture_on_commit_callbacks):
    person, moderator = make.user(), make.user()
    closed = make.community(stewards=[person], moderators=[moderator])
    ajar = make.community(institutions="read", stewards=[person])
    asked = make.community(visibility="request")
    actions.ask(asked, by=person, answer="", at=make.NOW)
    office = make.institution()

    with django_capture_on_commit_callbacks(execute=True):
        set_office(person, name=office.name, slug=office.slug, kind=office.kind)

    assert belonging(closed) == {moderator.pk: "steward"}  # the community is not left without one
    assert belonging(ajar) == {person.pk: "member"}
    assert JoinRequest.objects.get(community=asked).state == "withdrawn"


def test_other_changes_of_standing_leave_memberships_alone(django_capture_on_commit_callbacks):
    person = make.user()
    community = make.community(members=[person])

    with django_capture_on_commit_callbacks(execute=True):
        actions.leave_as_officer(person.pk, at=make.NOW)

    assert belonging(community) == {person.pk: "member"}
