"""What this room keeps about a person: what they reported, what was decided about them, how they appealed."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, Domain, Field, register
from moderation.models import Decision, Report


def reports(user: User) -> Iterable[dict]:
    """One's own words; what was reported is another person's."""
    for row in Report.objects.filter(by=user).select_related("case").order_by("pk"):
        yield {
            "kind": row.case.kind,
            "reason": row.reason,
            "note": row.note,
            "reported_at": row.created_at,
            "state": row.case.state,
        }


def measures(user: User) -> Iterable[dict]:
    rows = Decision.objects.filter(case__subject_user=user).select_related("case", "appeal").order_by("pk")
    for row in rows:
        appeal = getattr(row, "appeal", None)
        yield {
            "kind": row.case.kind,
            "verdict": row.verdict,
            "reason": row.reason,
            "decided_at": row.at,
            "appeal": appeal.text if appeal else "",
            "appealed_at": appeal.at if appeal else None,
        }


register(
    Domain(
        "reports",
        _("What you reported"),
        {
            "kind": Field(_("Kind")),
            "reason": Field(_("Reason")),
            "note": Field(_("Note")),
            "reported_at": Field(_("Date"), MOMENT),
            "state": Field(_("State")),
        },
        reports,
    )
)
register(
    Domain(
        "measures",
        _("What was decided about what you wrote"),
        {
            "kind": Field(_("Kind")),
            "verdict": Field(_("Decision")),
            "reason": Field(_("Reason")),
            "decided_at": Field(_("Date"), MOMENT),
            "appeal": Field(_("Your appeal")),
            "appealed_at": Field(_("Appealed"), MOMENT),
        },
        measures,
    )
)
