"""What this room does not keep for ever: how things read when they were reported."""

import datetime as dt

from django.db.models import Max, Q, QuerySet

from core.retention import purges
from moderation.models import Case

KEPT = dt.timedelta(days=180)  # a decision can be appealed for that long


@purges("snapshots of cases")
def snapshots(at: dt.datetime) -> int:
    """Of decided cases; and of open ones about somebody whose account was erased meanwhile."""
    decided = Case.objects.filter(state=Case.State.DECIDED).annotate(last=Max("decisions__at"))
    old = _with_words(decided.filter(last__lte=at - KEPT)).values_list("pk", flat=True)
    nobodys = Case.objects.filter(state=Case.State.OPEN, subject_user__erased_at__isnull=False)
    old_too = _with_words(nobodys.filter(created_at__lte=at - KEPT)).values_list("pk", flat=True)
    return Case.objects.filter(pk__in=[*old, *old_too]).update(snapshot="", title="")


def _with_words(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(~Q(snapshot="") | ~Q(title=""))
