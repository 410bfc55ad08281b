"""Decisions are written once."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from moderation import actions
from moderation.models import Case, Decision, Unalterable
from tests import make


@pytest.fixture
def decision(note):
    case = actions.report("note", note, by=make.user(), reason="spam", at=make.NOW)
    return actions.decide(case, by=make.moderator(), verdict="hide", reason="Because.", at=make.NOW)


def change(decision):
    decision.reason = "Another reason."
    decision.save()


ALTERATIONS = {
    "save": change,
    "delete": lambda decision: decision.delete(),
    "update many": lambda decision: Decision.objects.update(reason="Another reason."),
    "delete many": lambda decision: Decision.objects.all().delete(),
    "bulk update": lambda decision: Decision.objects.bulk_update([decision], ["reason"]),
    "through its case": lambda decision: decision.case.decisions.all().delete(),
}


@pytest.mark.parametrize("how", ALTERATIONS)
def test_a_decision_is_never_altered(how, decision):
    with pytest.raises(Unalterable), transaction.atomic():
        ALTERATIONS[how](decision)

    assert Decision.objects.get().reason == "Because."


def test_a_case_that_was_decided_is_not_deleted(decision):
    with pytest.raises(ProtectedError):
        Case.objects.get().delete()


@pytest.mark.parametrize("verdict", ["hide", "suspend", "uphold", "return"])
def test_what_goes_against_an_author_is_not_stored_without_a_reason(verdict, decision):
    with pytest.raises(IntegrityError, match="needs_a_reason"), transaction.atomic():
        Decision.objects.create(case=decision.case, by=make.user(), verdict=verdict, at=make.NOW)
