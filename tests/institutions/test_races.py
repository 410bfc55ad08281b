"""Requests, yeses and hand-overs at the same moment, on the database that production uses."""

from django.utils import timezone

from core.models import Outbox
from institutions import actions
from institutions.models import Institution, InstitutionRequest, Invitation, Mandate
from tests import make
from tests.races import RACES, each_at_once, together

pytestmark = RACES
FACTS = {
    "name": "Weaving Desk", "kind": "ngo", "level": "national", "country": "GH", "function": "Head",
    "website": "https://weaving.example", "evidence": "See the list of staff.",
}  # fmt: skip


def test_asking_six_times_at_once_is_one_request_and_one_word_to_the_second_person():
    asker, second = make.user(), make.user()

    outcomes = together(
        *[lambda: actions.ask(by=asker, facts=FACTS, second_handle=second.handle, at=make.NOW).pk] * 6
    )

    assert set(outcomes) == {InstitutionRequest.objects.get().pk}
    assert Outbox.objects.filter(kind="institution.news").count() == 1


def test_one_person_says_yes_six_times_at_once_and_nothing_is_verified():
    asked, moderator = make.institution_request(), make.moderator()

    together(*[lambda: actions.say_yes(asked, by=moderator, at=make.NOW).state] * 6)

    asked.refresh_from_db()
    assert (asked.state, asked.first_yes_by) == ("confirmed", moderator)
    assert not Institution.objects.exists()


def test_four_people_say_yes_at_once_and_two_of_them_verify_it_once():
    asked = make.institution_request()
    people = [make.moderator() for _ in range(4)]

    outcomes = each_at_once(lambda person: actions.say_yes(asked, by=person, at=make.NOW).state, people)

    asked.refresh_from_db()
    office = Institution.objects.get()
    assert sorted(map(str, outcomes)) == sorted(
        ["confirmed", "verified", str(actions.NoLongerOpen), str(actions.NoLongerOpen)]
    )
    assert {office.verified_by, office.also_verified_by} == {asked.first_yes_by, asked.decided_by}
    assert Mandate.objects.get().user == asked.asker
    assert Outbox.objects.filter(kind="institution.news").count() == 1


def test_the_second_yes_and_a_refusal_at_once_have_one_outcome():
    asked = make.institution_request()
    one, other, third = make.moderator(), make.moderator(), make.moderator()
    actions.say_yes(asked, by=one, at=make.NOW)

    outcomes = together(
        lambda: actions.say_yes(asked, by=other, at=make.NOW).state,
        lambda: actions.refuse(asked, by=third, reason="No.", at=make.NOW).state,
        lambda: actions.withdraw(asked, by=asked.asker, at=make.NOW).state,
    )

    asked.refresh_from_db()
    assert sorted(map(str, outcomes)) == sorted([asked.state, *[str(actions.NoLongerOpen)] * 2])
    assert Institution.objects.count() == int(asked.state == "verified")


def test_two_requests_that_look_alike_make_one_institution():
    one, other, first = make.moderator(), make.moderator(), make.moderator()
    both = [make.institution_request(name="Weaving Desk"), make.institution_request(name="Weaving-Desk")]
    for asked in both:
        actions.say_yes(asked, by=first, at=make.NOW)

    together(
        lambda: actions.say_yes(both[0], by=one, at=make.NOW),
        lambda: actions.say_yes(both[1], by=other, at=make.NOW),
    )

    assert Institution.objects.count() == 1
    assert sorted(InstitutionRequest.objects.values_list("state", flat=True)) == ["confirmed", "verified"]


def test_two_owners_who_step_down_at_once_leave_one():
    office, now = make.institution(), timezone.now()
    owners = [make.officer(office), make.officer(office)]

    outcomes = each_at_once(
        lambda owner: actions.change_role(owner.mandates.get(), by=owner, role="reader", at=now).role, owners
    )

    assert sorted(map(str, outcomes)) == sorted(["reader", str(actions.LastOwner)])
    assert Mandate.objects.filter(role="owner", ended_at=None).count() == 1


def test_accepting_six_times_at_once_is_one_mandate():
    office, person = make.institution(), make.user()
    make.officer(office)
    invitation = make.invitation(office, person)

    outcomes = together(*[lambda: actions.accept(invitation, by=person, at=make.NOW).pk] * 6)

    assert len(set(outcomes)) == 1
    assert Mandate.objects.filter(user=person).count() == 1
    assert Invitation.objects.get().state == "accepted"
