"""Reporting, taking a case, deciding it, appealing."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.access import require
from core.events import announce
from core.limits import spend
from core.text import clean
from moderation import registry
from moderation.events import case_decided, case_opened
from moderation.models import Appeal, Case, Decision, Report
from moderation.permissions import can_appeal, can_decide, can_report
from moderation.queries import last_decision, offered
from notifications.actions import notify

LEFT_TO_STAND = (Decision.Verdict.KEEP, Decision.Verdict.RESTORE, Decision.Verdict.RELEASE)


class AlreadyDecided(Exception):
    """Somebody else was quicker; the case holds their decision."""


class TakenByAnother(Exception):
    """Somebody else has taken the case and is looking at it."""


class OpenAlready(Exception):
    """Another case about the same thing waits for a decision already."""


class Changed(Exception):
    """The words are no longer those that the moderator has read."""


def report(
    kind: str,
    object_id: str,
    *,
    by: Any,
    reason: str,
    note: str = "",
    at: dt.datetime,
    address: str = "",
) -> Case:
    """Tell the moderators about a thing: one case for all who do, one report for each person.

    `address` stands for a visitor without an account where reports are counted. What was looked at and kept
    stays decided until its words change: then further reports only count.
    """
    require(can_report, by, kind, object_id)
    spend("report", by.pk or f"from-{address}")
    made = Report(by=by if by.is_authenticated else None, reason=reason, note=clean(note))
    made.clean_fields(exclude=["case", "by"])
    about = registry.subject(kind, object_id)
    assert about is not None  # can_report found it
    with transaction.atomic():
        made.case = _settled_case(kind, object_id, about.version) or _open_case(
            kind, object_id, about, about.scope, about.author_id, about.text, about.language
        )
        if made.by is None or not made.case.reports.filter(by=made.by).exists():
            made.save()
    return made.case


def _settled_case(kind: str, object_id: str, version: str) -> Case | None:
    """The last case about the thing, if these very words were reported, looked at and left to stand."""
    case = Case.objects.filter(kind=kind, object_id=object_id).order_by("-pk").first()
    if case is None or case.is_open or not version or case.version != version:
        return None
    last = last_decision(case)
    stands = last is not None and last.verdict in LEFT_TO_STAND
    return case if stands and case.reports.exists() else None


@transaction.atomic
def open_case(
    kind: str, object_id: str, *, scope: str = "", subject_user_id: int | None, snapshot: str, language: str
) -> Case:
    """The one open case about a thing, locked; opened with these words if there is none."""
    about = registry.subject(kind, object_id)
    return _open_case(kind, object_id, about, scope, subject_user_id, snapshot, language)


def _open_case(
    kind: str,
    object_id: str,
    about: registry.Subject | None,
    scope: str,
    author_id: int | None,
    words: str,
    language: str,
) -> Case:
    case, is_new = Case.objects.select_for_update(no_key=True).get_or_create(
        kind=kind,
        object_id=object_id,
        state=Case.State.OPEN,
        defaults={
            "scope": scope,
            "subject_user_id": author_id,
            "institution_id": about.institution_id if about else None,
            "snapshot": words,
            "language": language,
            "title": about.title[:200] if about else "",
            "version": about.version if about else "",
        },
    )
    if is_new:
        announce(case_opened, case_id=case.pk)
    return case


@transaction.atomic
def claim(case: Case, *, by: Any, at: dt.datetime, over: bool = False) -> Case:
    """Take a case for a quarter of an hour. Raises TakenByAnother unless it is taken over knowingly."""
    case = _locked(case)
    require(can_decide, by, case)
    if not case.is_open:
        raise AlreadyDecided
    if not over and case.is_claimed_at(at) and case.claimed_by_id != by.pk:
        raise TakenByAnother
    case.claimed_by, case.claimed_at = by, at
    case.save(update_fields=["claimed_by", "claimed_at", "updated_at"])
    return case


@transaction.atomic
def unclaim(case: Case, *, by: Any) -> Case:
    """Give a case back to the queue; does nothing for a case that somebody else has."""
    case = _locked(case)
    require(can_decide, by, case)
    if case.claimed_by_id == by.pk:
        _release(case)
        case.save(update_fields=["claimed_by", "claimed_at", "updated_at"])
    return case


@transaction.atomic
def decide(
    case: Case, *, by: Any, verdict: str, reason: str, at: dt.datetime, seen: str | None = None
) -> Decision:
    """Decide, carry it out and close the case, all or nothing.

    `seen` is the version of the words that the moderator has read. Raises AlreadyDecided, TakenByAnother,
    Changed, `registry.CannotAct` when the thing's own room refuses, ValidationError for a missing reason.
    """
    case = _locked(case)
    require(can_decide, by, case)
    last = last_decision(case)
    if verdict not in offered(case, last):
        raise AlreadyDecided
    if case.is_claimed_at(at) and case.claimed_by_id != by.pk:
        raise TakenByAnother
    about = registry.subject(case.kind, case.object_id)
    if seen is not None and about is not None and about.version != seen:
        raise Changed
    reason = clean(reason)
    if verdict in Decision.NEED_A_REASON and not reason:
        raise ValidationError({"reason": _("Say why: whoever it is about reads this reason.")})
    decision = Decision(case=case, by=by, verdict=verdict, reason=reason, at=at)
    decision.clean_fields(exclude=["case", "by"])
    if verdict == Decision.Verdict.UPHOLD:
        _tell_author(case)  # nothing changes for the thing itself
    else:
        registry.KINDS[case.kind].act(case, verdict, by=by, reason=reason, at=at)
    decision.save()
    case.state = Case.State.DECIDED
    case.version = about.version if about is not None else case.version
    _release(case)
    case.save()
    announce(case_decided, case_id=case.pk, verdict=str(verdict))
    return decision


@transaction.atomic
def appeal(case: Case, *, by: Any, text: str, at: dt.datetime) -> Appeal:
    """Ask that somebody else looks at the decision again: the case is open once more.

    Raises OpenAlready while a later report about the same thing is being looked at anyhow.
    """
    case = _locked(case)
    require(can_appeal, by, case, at)
    if Case.objects.open().filter(kind=case.kind, object_id=case.object_id).exists():
        raise OpenAlready
    last = last_decision(case)
    made = Appeal(decision=last, text=clean(text), at=at)
    made.clean_fields(exclude=["decision"])
    made.save()
    case.state = Case.State.OPEN
    case.save(update_fields=["state", "updated_at"])
    announce(case_opened, case_id=case.pk)
    return made


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def _release(case: Case) -> None:
    case.claimed_by, case.claimed_at = None, None


def _tell_author(case: Case) -> None:
    if case.subject_user_id is not None:
        notify(
            case.subject_user_id,
            "appeal.upheld",
            key=f"case:{case.pk}:{case.decisions.count()}",
            facts={},
            path=f"/moderation/cases/{case.pk}/decision/",
        )
