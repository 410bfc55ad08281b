"""Ten kinds of people: who reports, who sees the queue, who decides, and never about what is theirs."""

import datetime as dt

import pytest

from institutions.models import Mandate
from moderation import actions
from moderation.models import Case
from moderation.permissions import can_appeal, can_decide, can_read_decision, can_report, can_see_queue
from moderation.queries import has_queue
from tests import make
from tests.moderation import things

ROLES = ["AN", "UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"]


def by_role(answers):
    return list(zip(ROLES, answers, strict=True))


def reported(note, kind="note") -> Case:
    return actions.report(kind, note, by=make.user(), reason="spam", at=make.NOW)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_reports_what_is_public(role, cast, note):
    assert can_report(cast[role], "note", note)


@pytest.mark.parametrize(
    ("role", "may"),
    by_role([False, False, True, True, True, False, False, False, False, False]),
)
def test_what_is_private_is_reported_by_those_who_see_it(role, may, cast, author, community):
    private = things.write(author, community, public=False)

    assert can_report(cast[role], "note", private) is may


@pytest.mark.parametrize("role", ["UN", "SU"])
def test_what_is_private_is_not_reported_by_somebody_who_takes_no_part(role, cast, author, community):
    private = things.write(author, community, public=False)
    make.member(community, cast[role])

    assert not can_report(cast[role], "note", private)


@pytest.mark.parametrize("kind_and_id", [("note", "99"), ("note", "x"), ("unheard-of", "1")])
def test_what_is_not_there_is_not_reported(kind_and_id):
    assert not can_report(make.user(), *kind_and_id)


@pytest.mark.parametrize(
    ("role", "sees"),
    by_role([False, False, False, True, True, True, False, False, False, False]),
)
def test_who_sees_the_queue_and_decides(role, sees, cast, note):
    case = reported(note)
    viewer = cast[role]

    assert (can_see_queue(viewer), has_queue(viewer), can_decide(viewer, case)) == (sees, sees, sees)
    assert Case.objects.visible_to(viewer).contains(case) is sees  # the twin agrees


@pytest.mark.parametrize("role", ROLES)
def test_editors_and_moderators_decide_about_what_waits_for_release(role, cast, note):
    case = reported(note, "waiting")
    viewer = cast[role]

    assert can_decide(viewer, case) is (role in ("PM", "ED"))
    assert Case.objects.visible_to(viewer).contains(case) is (role in ("PM", "ED"))


@pytest.mark.parametrize("role", ["moderator", "steward"])
def test_another_communitys_case_is_out_of_reach(role, note):
    elsewhere = make.member(make.community(), role=role)
    case = reported(note)

    assert can_see_queue(elsewhere)
    assert not can_decide(elsewhere, case)
    assert not Case.objects.visible_to(elsewhere).exists()


@pytest.mark.parametrize("role", ["CM", "CO", "PM"])
def test_nobody_decides_about_their_own_words(role, cast, community):
    case = reported(things.write(cast[role], community))

    assert not can_decide(cast[role], case)
    assert not Case.objects.visible_to(cast[role]).exists()


def test_nobody_decides_about_an_institution_that_they_act_or_acted_for(note):
    moderator, office = make.moderator(), make.institution()
    case = reported(note)
    Case.objects.update(institution=office)
    case.refresh_from_db()
    long_ago = make.NOW - dt.timedelta(days=900)
    before = can_decide(moderator, case)
    Mandate.objects.create(user=moderator, institution=office, began_at=long_ago, ended_at=make.NOW)

    assert (before, can_decide(moderator, case)) == (True, False)


def test_a_moderator_without_second_factor_decides_nothing_and_finds_the_way_in(note):
    moderator = make.moderator()
    moderator.second_factor_since = None

    assert not can_see_queue(moderator)
    assert not can_decide(moderator, reported(note))
    assert has_queue(moderator)


def test_an_appeal_is_decided_by_somebody_else(note, author):
    first, second = make.moderator(), make.moderator()
    case = reported(note)
    actions.decide(case, by=first, verdict="hide", reason="Because.", at=make.NOW)
    actions.appeal(case, by=author, text="But it is true.", at=make.NOW)
    case.refresh_from_db()

    assert (can_decide(first, case), can_decide(second, case)) == (False, True)


def test_a_mistake_is_put_right_by_whoever_made_it(note):
    moderator = make.moderator()
    case = reported(note)
    actions.decide(case, by=moderator, verdict="hide", reason="Because.", at=make.NOW)
    case.refresh_from_db()

    assert can_decide(moderator, case)


@pytest.mark.parametrize("standing", ["member", "suspended"])
def test_the_author_reads_and_appeals_what_was_decided_and_nobody_else(standing, note, author):
    case = reported(note)
    before = can_read_decision(author, case), can_appeal(author, case, make.NOW)
    actions.decide(case, by=make.moderator(), verdict="hide", reason="Because.", at=make.NOW)
    case.refresh_from_db()
    if standing == "suspended":
        author.suspended_at = make.NOW - dt.timedelta(days=900)
    stranger = make.user()

    after = can_read_decision(author, case), can_appeal(author, case, make.NOW)

    assert (before, after) == ((False, False), (True, True))
    assert (can_read_decision(stranger, case), can_appeal(stranger, case, make.NOW)) == (False, False)


def test_an_appeal_comes_within_six_months_and_once(note, author):
    case = reported(note)
    actions.decide(case, by=make.moderator(), verdict="hide", reason="Because.", at=make.NOW)
    case.refresh_from_db()
    late = make.NOW + dt.timedelta(days=184)
    in_time, too_late = can_appeal(author, case, make.NOW), can_appeal(author, case, late)
    actions.appeal(case, by=author, text="But it is true.", at=make.NOW)
    actions.decide(case, by=make.moderator(), verdict="uphold", reason="Still.", at=make.NOW)
    case.refresh_from_db()

    assert (in_time, too_late, can_appeal(author, case, make.NOW)) == (True, False, False)
