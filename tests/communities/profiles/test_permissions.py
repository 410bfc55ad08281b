"""Who sees which field: every audience with every viewer, and the twin that says the same in SQL."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Block, User
from communities.profiles.fields import FIELDS, OPEN_TO_INSTITUTIONS
from communities.profiles.models import Profile
from communities.profiles.permissions import can_see_field, shown_fields
from institutions import actions as institutions
from institutions.people import visible_people
from institutions.permissions import may_meet, may_see
from tests import make
from tests.communities.profiles.conftest import for_all, told

AUDIENCES = ("only_me", "communities", "members", "everyone")
GUARDED = set(FIELDS) - set(OPEN_TO_INSTITUTIONS)


def together(*people):
    """In one community."""
    home = make.community()
    for one in people:
        make.member(home, one)
    return people[-1]


def named_officer(person):
    officer = make.officer()
    institutions.opt_in(officer.mandates.get().institution, by=person, language="en", at=timezone.now())
    return officer


def blocked(person, viewer):
    Block.objects.create(by=person, whom=viewer)
    return viewer


VIEWERS = {  # who → the audiences they are part of
    "visitor": (lambda person: AnonymousUser(), {"everyone"}),
    "unverified": (lambda person: make.unverified(), {"everyone"}),
    "suspended": (lambda person: together(person, make.suspended()), {"everyone"}),
    "stranger": (lambda person: make.user(), {"everyone", "members"}),
    "co-member": (lambda person: together(person, make.user()), {"everyone", "members", "communities"}),
    "moderator": (lambda person: make.moderator(), {"everyone", "members"}),
    "editor": (lambda person: make.editor(), {"everyone", "members"}),
    "administrator": (lambda person: make.administrator(), {"everyone", "members"}),
    "moderator of mine": (lambda person: together(person, make.moderator()), {"everyone", "members", "communities"}),
    "officer": (lambda person: make.officer(), {"everyone"}),
    "officer in my community": (lambda person: together(person, make.officer()), {"everyone"}),
    "officer I named": (named_officer, {"everyone"}),
    "blocked": (lambda person: blocked(person, together(person, make.user())), set()),
    "blocked officer": (lambda person: blocked(person, named_officer(person)), set()),
    "blocked unverified": (lambda person: blocked(person, make.unverified()), set()),
    "blocked moderator": (lambda person: blocked(person, make.moderator()), set()),
    "oneself": (lambda person: person, set(AUDIENCES)),
}  # fmt: skip


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("who", VIEWERS)
def test_every_audience_with_every_viewer(person, who, audience):
    make_viewer, audiences = VIEWERS[who]
    viewer = make_viewer(person)
    profile = told(person, **for_all(audience))
    own = set(FIELDS) if who == "oneself" else set()
    wanted = own or (set(FIELDS) if audience in audiences else set())
    if audience == "everyone" and not own:
        wanted -= GUARDED

    shown = shown_fields(viewer, profile) - {"name"}

    assert shown == wanted
    agree(viewer, profile)


def agree(viewer, profile):
    """The twin lists a profile for a field exactly when the predicate says yes."""
    shown = shown_fields(viewer, profile)
    for key in FIELDS:
        assert Profile.objects.showing(key, to=viewer).contains(profile) is (key in shown), key
        assert can_see_field(viewer, profile, key) is (key in shown)


@pytest.mark.parametrize("who", VIEWERS)
def test_a_tick_is_for_officers_of_an_institution_that_was_named(person, who):
    viewer = VIEWERS[who][0](person)
    ticks = {FIELDS[key].institutions_column: True for key in OPEN_TO_INSTITUTIONS}
    told(person, **for_all("only_me"))
    Profile.objects.filter(user=person).update(**ticks)
    profile = Profile.objects.get(user=person)

    shown = shown_fields(viewer, profile) - {"name"}

    assert shown == {
        "officer I named": set(OPEN_TO_INSTITUTIONS),
        "oneself": set(FIELDS),
    }.get(who, set())
    agree(viewer, profile)


def without_second_factor(officer):
    User.objects.filter(pk=officer.pk).update(second_factor_since=None)


def mandate_over(officer):
    officer.mandates.update(ended_at=timezone.now())


def verification_over(officer):
    office = officer.mandates.get().institution
    office.expires_at = timezone.now()
    office.save()


def taken_back(officer):
    person = User.objects.get(handle="amina-diallo")
    institutions.opt_out(officer.mandates.get().institution, by=person, at=timezone.now())


@pytest.mark.parametrize("end", [without_second_factor, mandate_over, verification_over, taken_back])
def test_what_ends_an_opt_in(person, end):
    officer = named_officer(person)
    profile = told(person, **for_all("only_me"))
    Profile.objects.filter(pk=profile.pk).update(about_institutions=True)
    before = (may_meet(officer, person), visible_people(officer).contains(person))

    end(officer)
    officer = User.objects.get(pk=officer.pk)
    profile = Profile.objects.get(pk=profile.pk)

    assert before == (True, True)
    assert (may_meet(officer, person), visible_people(officer).contains(person)) == (False, False)
    assert shown_fields(officer, profile) == set()
    agree(officer, profile)


def test_may_see_is_one_institution_and_not_the_next(person):
    officer, other = named_officer(person), make.officer()

    assert may_see(person, officer.mandates.get().institution)
    assert not may_see(person, other.mandates.get().institution)
    assert list(visible_people(officer)) == [person]
    assert list(visible_people(other)) == []


@pytest.mark.parametrize(
    "facts",
    [{"dark_since": make.NOW}, {"erased_at": make.NOW}, {"email_verified_at": None}, {"office_slug": "desk"}],
    ids=lambda facts: next(iter(facts)),
)
@pytest.mark.parametrize("who", ["visitor", "stranger", "co-member", "moderator", "officer I named"])
def test_who_is_not_there_shows_nothing(person, who, facts):
    viewer = VIEWERS[who][0](person)
    told(person, **for_all("everyone"))
    User.objects.filter(pk=person.pk).update(name_audience="everyone", **facts)
    profile = Profile.objects.get(user=person)

    assert shown_fields(viewer, profile) == set()
    agree(viewer, profile)


@pytest.mark.parametrize("name_audience", ["members", "everyone"])
@pytest.mark.parametrize(
    ("who", "is_met"), [("visitor", False), ("officer", False), ("stranger", True), ("officer I named", True)]
)
def test_the_name_is_for_who_meets_the_person_or_for_everyone(person, who, is_met, name_audience):
    viewer = VIEWERS[who][0](person)
    profile = told(person)
    User.objects.filter(pk=person.pk).update(name_audience=name_audience)
    profile = Profile.objects.get(pk=profile.pk)

    assert ("name" in shown_fields(viewer, profile)) is (is_met or name_audience == "everyone")


def test_a_seat_at_a_board_that_is_no_community_shares_nothing(person):
    viewer, board = make.user(), make.board(host_kind="dialogue")
    for one in (person, viewer):
        board.seats.create(user=one, since=make.NOW)
    profile = told(person)

    assert "skills" not in shown_fields(viewer, profile)
    agree(viewer, profile)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_twin_costs_one_query(how_many, django_assert_num_queries):
    viewer = make.user()
    profiles = [told(together(viewer, make.user())) for _ in range(how_many)]

    with django_assert_num_queries(1):
        found = list(Profile.objects.showing("skills", to=viewer).order_by("pk"))

    assert found == profiles
