"""Requests, yeses and hand-overs at the same moment, on the database that production uses."""

from django.utils import timezone

from core.models import Outbox
from institutions import actions
from institutions.actions.resting import GRACE
from institutions.models import Institution, InstitutionRequest, Invitation, Mandate, Vouch
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


# -- vouching --------------------------------------------------------------------------------------------------


def test_both_yeses_taken_back_at_once_leave_one_end_and_two_words():
    office = make.vouched_for()
    vouches = list(office.vouches.select_related("voucher"))
    owners = {vouch.pk: make.officer(vouch.voucher) for vouch in vouches}
    now = timezone.now()

    each_at_once(lambda one: actions.withdraw_vouch(one, by=owners[one.pk], at=now).state, vouches)

    office.refresh_from_db()
    assert office.expires_at == now + GRACE
    assert list(Vouch.objects.values_list("state", flat=True)) == ["withdrawn"] * 2
    assert Outbox.objects.filter(kind="institution.news").count() == 2


def test_yes_and_no_and_taking_back_at_once_have_one_outcome():
    vouch = make.vouch()
    owners = [make.officer(vouch.voucher) for _ in range(3)]

    together(
        lambda: actions.vouch_for(vouch, by=owners[0], why="We know them.", at=make.NOW),
        lambda: actions.decline_vouch(vouch, by=owners[1], at=make.NOW),
        lambda: actions.withdraw_vouch(vouch, by=owners[2], at=make.NOW),
    )

    vouch.refresh_from_db()
    said = {
        "given": {"vouch-given"},
        "declined": {"vouch-declined"},
        "withdrawn": {"vouch-given", "vouch-withdrawn"},
    }
    assert {row.payload["what"] for row in Outbox.objects.filter(kind="institution.news")} == said[
        vouch.state
    ]


def test_the_desks_second_yes_and_a_yes_taken_back_at_once_never_leave_a_full_year():
    asked = make.institution_request(is_paperless=True)
    vouches = [make.vouch(asked, make.institution(country=c), state="given") for c in ("FR", "IT")]
    owner, first, second = make.officer(vouches[0].voucher), make.moderator(), make.moderator()
    now = timezone.now()
    actions.say_yes(asked, by=first, at=now)

    together(
        lambda: actions.say_yes(asked, by=second, at=now),
        lambda: actions.withdraw_vouch(vouches[0], by=owner, at=now),
    )

    asked.refresh_from_db()
    vouches[0].refresh_from_db()
    assert vouches[0].state == "withdrawn"
    if asked.state == "verified":
        assert asked.institution.expires_at == now + GRACE
    else:
        assert not Vouch.objects.resting().exists()


def test_two_that_ask_each_other_and_are_verified_at_once_make_no_ring():
    soon, third = timezone.now() + GRACE / 2, make.institution(country="DE")
    one, other = (make.institution(country=c, kind="ngo", expires_at=soon) for c in ("FR", "IT"))
    requests = []
    for office, voucher in ((one, other), (other, one)):
        asked = make.institution_request(
            asker=make.officer(office), institution=office, name=office.name, kind="ngo", is_paperless=True
        )
        make.vouch(asked, voucher, state="given")
        make.vouch(asked, third, state="given")
        actions.say_yes(asked, by=make.moderator(), at=timezone.now())
        requests.append(asked)
    second = make.moderator()

    each_at_once(lambda asked: actions.say_yes(asked, by=second, at=timezone.now()).state, requests)

    assert sorted(r.state for r in InstitutionRequest.objects.all()) == ["confirmed", "verified"]
    assert Vouch.objects.resting().count() == 2
