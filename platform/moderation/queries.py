"""What moderators read: the queue, one case, and whether something was reported."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.functional import Promise

from accounts.permissions import MODERATORS, is_member
from core.text import excerpt
from moderation import registry
from moderation.models import OUTCOMES, Case, Decision
from moderation.permissions import can_see_queue

PER_PAGE = 20
SHOWS = ("open", "mine", "decided")


@dataclass(frozen=True)
class Row:
    """One case of the queue. `outcome` is what was decided last; `taken_by` who looks at it just now."""

    case: Case
    label: str | Promise
    heading: str
    words: str
    outcome: str | Promise
    is_appeal: bool
    taken_by: str


@dataclass(frozen=True)
class Queue:
    """Up to twenty rows; `total` counts all that match, `further` is the case to go on after, or None."""

    rows: list[Row]
    total: int
    further: int | None


@dataclass(frozen=True)
class Reason:
    """Why people reported a thing: how many for this reason, and what they noted, never who."""

    label: str
    count: int
    notes: list[str]


def has_queue(viewer: Any) -> bool:
    """Whether the menu leads to the queue: also for a moderator whose second factor is still missing."""
    return can_see_queue(viewer) or (is_member(viewer) and MODERATORS in viewer.roles)


def queue(
    viewer: Any, *, show: str = "open", kind: str = "", after: int | None = None, at: dt.datetime
) -> Queue:
    """What `viewer` may decide about: three queries. Oldest first, but decided cases newest first.

    Shows: open, mine (claimed by the viewer and still theirs), decided.
    """
    found = Case.objects.visible_to(viewer)
    if kind:
        found = found.filter(kind=kind)
    if show == "decided":
        found = found.filter(state=Case.State.DECIDED)
        order, onwards = "-pk", Q(pk__lt=after)
    else:
        found = found.open()
        order, onwards = "pk", Q(pk__gt=after)
    if show == "mine":
        found = found.claimed_at(at).filter(claimed_by=viewer)
    total = found.count()
    last = Decision.objects.filter(case=OuterRef("pk")).order_by("-pk")
    rows = found.annotate(
        report_count=Count("reports"),
        verdict=Subquery(last.values("verdict")[:1]),
    ).select_related("claimed_by")
    if after is not None:
        rows = rows.filter(onwards)
    cases = list(rows.order_by(order)[: PER_PAGE + 1])
    shown = [_row(case, at) for case in cases[:PER_PAGE]]
    return Queue(shown, total, shown[-1].case.pk if len(cases) > PER_PAGE else None)


def _row(case: Any, at: dt.datetime) -> Row:
    words = excerpt(case.snapshot)
    return Row(
        case=case,
        label=label(case),
        heading=case.title or words[:80] or str(case),
        words=words,
        outcome=OUTCOMES[Decision.Verdict(case.verdict)] if case.verdict else "",
        is_appeal=case.is_open and case.verdict is not None,
        taken_by=case.claimed_by.name if case.is_open and case.is_claimed_at(at) else "",
    )


def reasons(case: Case) -> list[Reason]:
    """The reports of a case by reason, most often named first: one query, and no name in it."""
    found: dict[str, Reason] = {}
    for report in case.reports.order_by("pk").only("reason", "note", "case"):
        known = found.get(report.reason) or Reason(report.get_reason_display(), 0, [])
        notes = [*known.notes, report.note] if report.note else known.notes
        found[report.reason] = Reason(known.label, known.count + 1, notes)
    return sorted(found.values(), key=lambda reason: -reason.count)


def decisions(case: Case) -> list[Decision]:
    """What was decided about a case so far, with whatever its author answered: one query."""
    return list(case.decisions.select_related("by", "appeal").order_by("pk"))


def last_decision(case: Case) -> Decision | None:
    return case.decisions.select_related("by").order_by("-pk").first()


def label(case: Case) -> str | Promise:
    """What kind of thing the case is about, in words."""
    return registry.KINDS[case.kind].label if case.kind in registry.KINDS else case.kind


def offered(case: Case, last: Decision | None) -> list[Decision.Verdict]:
    """The verdicts on offer: the kind's own, an appeal's two answers, or putting back what was hidden."""
    kind = registry.KINDS.get(case.kind)
    known = [Decision.Verdict(verdict) for verdict in kind.verdicts] if kind else []
    against = last is not None and last.verdict in Decision.STANDS_AGAINST
    restore = [Decision.Verdict.RESTORE] if Decision.Verdict.RESTORE in known else []
    if not case.is_open:
        return restore if against else []
    if against:
        return [*restore, Decision.Verdict.UPHOLD]
    return [verdict for verdict in known if verdict != Decision.Verdict.RESTORE]


def is_reported(kind: str, object_id: str) -> bool:
    """Whether a report of this thing is not settled: its case is open, or the thing was hidden by it."""
    unsettled = Q(state=Case.State.OPEN) | Q(decisions__verdict=Decision.Verdict.HIDE)
    return Case.objects.filter(unsettled, kind=kind, object_id=object_id, reports__isnull=False).exists()
