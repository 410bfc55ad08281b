"""Reports make one case; a case is decided once, by somebody who may, all or nothing."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from core.limits import LIMITS, TooMany
from moderation import actions, queries, registry
from moderation.events import case_decided, case_opened
from moderation.models import Appeal, Case, Decision, Report
from notifications.models import Notice
from tests import make
from tests.moderation import things

SOON = make.NOW + dt.timedelta(minutes=5)
LATE = make.NOW + dt.timedelta(minutes=16)


def report(ident, /, by=None, **given):
    facts = {"reason": "spam", "at": make.NOW} | given
    return actions.report("note", ident, by=by or make.user(), **facts)


def decide(case, verdict, *, by=None, **given):
    facts = {"reason": "Because.", "at": make.NOW} | given
    return actions.decide(case, by=by or make.moderator(), verdict=verdict, **facts)


@pytest.fixture
def heard():
    said = []

    def opened(**facts):
        said.append(("opened", facts["case_id"]))

    def decided(**facts):
        said.append(("decided", facts["case_id"], facts["verdict"]))

    case_opened.connect(opened)
    case_decided.connect(decided)
    yield said
    case_opened.disconnect(opened)
    case_decided.disconnect(decided)


# -- reporting --------------------------------------------------------------------------------------------


def test_report_opens_one_case_with_the_words_of_the_moment(
    note, author, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        case = report(note, note="Look at  the second line.\x07")
    things.NOTES[note].text = "Other words."
    with django_capture_on_commit_callbacks(execute=True):
        same = report(note, reason="hate")

    assert same == case
    case.refresh_from_db()
    assert (case.title, case.snapshot, case.language) == ("A note", "Words of the note.", "en")
    assert (case.scope, case.subject_user) == (things.NOTES[note].scope, author)
    assert list(case.reports.order_by("pk").values_list("reason", "note")) == [
        ("spam", "Look at  the second line."),
        ("hate", ""),
    ]
    assert heard == [("opened", case.pk)]


def test_report_counts_one_person_once(note):
    person = make.user()
    report(note, by=person, reason="spam")

    report(note, by=person, reason="hate")

    assert list(Report.objects.values_list("by", "reason")) == [(person.pk, "spam")]


def test_report_takes_visitors_without_an_account(note):
    report(note, by=AnonymousUser(), address="192.0.2.1")
    report(note, by=AnonymousUser(), address="192.0.2.2")

    assert list(Report.objects.values_list("by", flat=True)) == [None, None]


@pytest.mark.parametrize("has_account", [True, False])
def test_report_is_limited_for_each_person_and_address(has_account, note):
    by = make.user() if has_account else AnonymousUser()
    for _ in range(LIMITS["report"].most):
        report(note, by=by, address="192.0.2.1")

    with pytest.raises(TooMany):
        report(note, by=by, address="192.0.2.1")

    other = make.user() if has_account else by
    assert report(note, by=other, address="192.0.2.2")


def test_report_of_what_one_does_not_see_is_not_found(author, community):
    private = things.write(author, community, public=False)

    with pytest.raises(Http404):
        report(private)

    assert not Case.objects.exists()


@pytest.mark.parametrize("wrong", [{"note": "x" * 501}, {"reason": "dislike"}, {"note": "\ud800"}])
def test_report_stores_nothing_that_does_not_fit(wrong, note):
    with pytest.raises(ValidationError):
        report(note, **wrong)

    assert not Case.objects.exists()


def test_report_after_keep_only_counts_until_the_words_change(note):
    case = report(note)
    decide(case, "keep")

    counted = report(note)
    things.NOTES[note].text = "Other words."
    fresh = report(note)

    assert (counted, counted.reports.count()) == (case, 2)
    assert not Case.objects.get(pk=case.pk).is_open
    assert fresh != case
    assert (fresh.is_open, fresh.snapshot) == (True, "Other words.")


def test_report_after_release_is_looked_at_although_nobody_reported_before(note):
    waiting = actions.open_case("waiting", note, subject_user_id=None, snapshot="x", language="en")
    decide(waiting, "release", reason="")

    fresh = actions.report("waiting", note, by=make.user(), reason="spam", at=make.NOW)

    assert fresh.is_open


def test_open_case_twice_is_one_case(note, author):
    first = actions.open_case("note", note, subject_user_id=author.pk, snapshot="a", language="en")
    again = actions.open_case("note", note, subject_user_id=author.pk, snapshot="b", language="en")

    assert first == again
    assert (again.snapshot, again.title) == ("a", "A note")


# -- taking a case ----------------------------------------------------------------------------------------


def test_claim_keeps_others_away_for_a_quarter_of_an_hour(note):
    one, other = make.moderator(), make.moderator()
    case = report(note)
    actions.claim(case, by=one, at=make.NOW)

    with pytest.raises(actions.TakenByAnother):
        actions.claim(case, by=other, at=SOON)
    with pytest.raises(actions.TakenByAnother):
        actions.decide(case, by=other, verdict="keep", reason="", at=SOON)
    taken = actions.claim(case, by=other, at=LATE)

    assert taken.claimed_by == other
    assert things.NOTES[note].acts == []


def test_claim_is_taken_over_knowingly(note):
    one, other = make.moderator(), make.moderator()
    case = report(note)
    actions.claim(case, by=one, at=make.NOW)

    taken = actions.claim(case, by=other, at=SOON, over=True)

    assert (taken.claimed_by, taken.claimed_at) == (other, SOON)


def test_unclaim_gives_back_ones_own_case_only(note):
    one, other = make.moderator(), make.moderator()
    case = report(note)
    actions.claim(case, by=one, at=make.NOW)

    still = actions.unclaim(case, by=other).claimed_by
    given_back = actions.unclaim(case, by=one).claimed_by

    assert (still, given_back) == (one, None)


@pytest.mark.parametrize("do", [actions.claim, actions.unclaim])
def test_a_case_is_taken_only_by_those_who_decide(do, note):
    case = report(note)
    when = {"at": make.NOW} if do is actions.claim else {}

    with pytest.raises(PermissionDenied):
        do(case, by=make.user(), **when)

    case.refresh_from_db()
    assert case.claimed_by is None


# -- deciding ---------------------------------------------------------------------------------------------


def test_decide_acts_writes_down_and_closes(note, heard, django_capture_on_commit_callbacks):
    moderator = make.moderator()
    case = report(note)

    with django_capture_on_commit_callbacks(execute=True):
        decide(case, "hide", by=moderator, reason=" Because of\nthe rules. ")

    case.refresh_from_db()
    assert (case.state, case.claimed_by) == ("decided", None)
    assert things.NOTES[note].acts == [("hide", moderator.pk, "Because of\nthe rules.")]
    assert list(Decision.objects.values_list("by", "verdict", "reason", "at")) == [
        (moderator.pk, "hide", "Because of\nthe rules.", make.NOW)
    ]
    assert heard == [("decided", case.pk, "hide")]


def test_decide_after_somebody_else_changes_nothing(note):
    case = report(note)
    decide(case, "keep")

    with pytest.raises(actions.AlreadyDecided):
        decide(case, "hide")

    assert [verdict for verdict, *_rest in things.NOTES[note].acts] == ["keep"]
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("verdict", ["hide", "return"])
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_decide_against_an_author_needs_a_reason(verdict, reason, note):
    kind = "note" if verdict == "hide" else "waiting"
    case = actions.report(kind, note, by=make.user(), reason="spam", at=make.NOW)

    with pytest.raises(ValidationError, match="Say why"):
        decide(case, verdict, reason=reason)

    case.refresh_from_db()
    assert (case.state, things.NOTES[note].acts, Decision.objects.count()) == ("open", [], 0)


def test_decide_is_undone_when_the_thing_refuses(note):
    case = report(note)
    things.NOTES[note].refuses = "It was published elsewhere."

    with pytest.raises(registry.CannotAct, match="published elsewhere"):
        decide(case, "hide")

    case.refresh_from_db()
    assert (case.state, Decision.objects.count()) == ("open", 0)


def test_decide_about_words_that_changed_meanwhile_is_refused(note):
    case = report(note)
    read = registry.subject("note", note).version
    things.NOTES[note].text = "Other words."

    with pytest.raises(actions.Changed):
        decide(case, "hide", seen=read)

    decide(case, "hide", seen=registry.subject("note", note).version)
    assert things.NOTES[note].state == "hidden"


@pytest.mark.parametrize("role", ["AN", "UN", "ME", "ED", "GO", "SU", "AD"])
def test_decide_is_refused_to_everybody_else(role, cast, note):
    from core.access import SignInNeeded

    case = report(note)

    with pytest.raises((PermissionDenied, SignInNeeded)):
        decide(case, "hide", by=cast[role])

    case.refresh_from_db()
    assert (case.state, things.NOTES[note].state) == ("open", "stands")


@pytest.mark.parametrize("verdict", ["release", "restore", "uphold", "burn", ""])
def test_decide_takes_only_verdicts_on_offer(verdict, note):
    case = report(note)

    with pytest.raises(actions.AlreadyDecided):
        decide(case, verdict)

    assert things.NOTES[note].acts == []


def test_restore_is_a_further_decision_on_the_same_case(note):
    case = report(note)
    decide(case, "hide")

    decide(case, "restore", reason="")

    assert [decision.verdict for decision in queries.decisions(case)] == ["hide", "restore"]
    assert things.NOTES[note].state == "stands"
    assert Case.objects.count() == 1
    with pytest.raises(actions.AlreadyDecided):
        decide(case, "restore")


# -- appealing --------------------------------------------------------------------------------------------


def test_appeal_opens_the_case_again_for_two_answers(note, author):
    case = report(note)
    decide(case, "hide")

    actions.appeal(case, by=author, text=" But it is true. ", at=SOON)

    case.refresh_from_db()
    assert case.is_open
    assert Appeal.objects.get().text == "But it is true."
    assert queries.offered(case, queries.last_decision(case)) == ["restore", "uphold"]


def test_appeal_upheld_tells_the_author_and_leaves_the_thing_alone(note, author):
    case = report(note)
    decide(case, "hide")
    actions.appeal(case, by=author, text="But it is true.", at=SOON)

    decide(case, "uphold")

    case.refresh_from_db()
    notice = Notice.objects.get(to=author)
    assert (case.state, things.NOTES[note].state) == ("decided", "hidden")
    assert [verdict for verdict, *_rest in things.NOTES[note].acts] == ["hide"]
    assert (notice.kind, notice.path) == ("appeal.upheld", f"/moderation/cases/{case.pk}/decision/")


def test_appeal_granted_restores(note, author):
    case = report(note)
    decide(case, "hide")
    actions.appeal(case, by=author, text="But it is true.", at=SOON)

    decide(case, "restore")

    assert things.NOTES[note].state == "stands"


def test_appeal_is_for_the_author_alone(note):
    case = report(note)
    decide(case, "hide")

    with pytest.raises(PermissionDenied):
        actions.appeal(case, by=make.user(), text="But it is true.", at=SOON)

    case.refresh_from_db()
    assert (case.state, Appeal.objects.count()) == ("decided", 0)


def test_appeal_joins_a_case_that_is_open_already(note, author):
    case = report(note)
    decide(case, "hide")
    report(note)

    with pytest.raises(actions.OpenAlready):
        actions.appeal(case, by=author, text="But it is true.", at=SOON)
