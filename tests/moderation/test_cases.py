"""Cases about people: reported by members, decided by the platform's moderators, suspended for a time."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from moderation import actions, queries, registry
from moderation.models import Case, Decision
from notifications.models import Notice
from tests import make

ROLES = ["AN", "UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"]


def report(person, **given):
    facts = {"by": make.user(), "reason": "harassment", "at": make.NOW} | given
    return actions.report("person", person.handle, **facts)


def decide(case, verdict, *, by=None, reason="Insults in three discussions."):
    by = by or make.moderator()
    return actions.decide(case, by=by, verdict=verdict, reason=reason, at=make.NOW)


@pytest.mark.parametrize("role", ROLES)
def test_members_report_a_person_and_institutions_cannot_even_see_one(role, cast):
    if role in ("ME", "CM", "CO", "PM", "ED", "AD"):
        assert report(make.user(), by=cast[role]).is_open
    else:
        with pytest.raises(Http404):
            report(make.user(), by=cast[role])


def test_nobody_reports_themselves():
    person = make.user()

    with pytest.raises(Http404):
        report(person, by=person)


def test_a_suspension_lasts_thirty_days_and_its_reason_is_told(cast):
    person = make.user()
    case = report(person)

    decide(case, "suspend")

    person.refresh_from_db()
    notice = Notice.objects.get(to=person)
    assert (person.suspended_at, person.suspended_until) == (make.NOW, make.NOW + dt.timedelta(days=30))
    assert person.suspended_why == "Insults in three discussions."
    assert (notice.kind, notice.path) == ("person.suspended", f"/moderation/cases/{case.pk}/decision/")


def test_a_suspension_ends_by_an_appeal(cast):
    person = make.user()
    case = report(person)
    decide(case, "suspend")
    actions.appeal(case, by=person, text="I quoted somebody.", at=make.NOW)

    decide(case, "restore", reason="")

    person.refresh_from_db()
    assert (person.suspended_at, person.suspended_why) == (None, "")
    assert [notice.kind for notice in Notice.objects.filter(to=person).order_by("seq")] == [
        "person.suspended",
        "person.restored",
    ]


def test_a_long_reason_is_kept_whole_in_the_decision():
    person = make.user()

    decide(report(person), "suspend", reason="x" * 500)

    person.refresh_from_db()
    assert (len(Decision.objects.get().reason), len(person.suspended_why)) == (500, 300)


def test_a_suspension_of_a_moderator_is_left_to_administrators():
    person = make.moderator()
    case = report(person)

    with pytest.raises(registry.CannotAct, match="Administrators"):
        decide(case, "suspend")

    person.refresh_from_db()
    assert person.suspended_at is None
    assert not Notice.objects.exists()


def test_communities_do_not_decide_about_people(cast):
    case = report(make.user())

    for role in ("CM", "CO"):
        with pytest.raises(PermissionDenied):
            decide(case, "suspend", by=cast[role])
        assert not Case.objects.visible_to(cast[role]).exists()


def test_a_person_kept_is_looked_at_again_when_reported_again():
    person = make.user()
    decide(report(person), "keep", reason="")

    assert report(person).is_open


def test_verdicts_about_a_person():
    case = report(make.user())

    assert queries.offered(case, None) == ["keep", "suspend"]
