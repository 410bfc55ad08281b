"""What this room does not keep for ever: how things read when they were reported."""

import datetime as dt

from django.db.models import Max, Q

from core.retention import purges
from moderation.models import Case

KEPT = dt.timedelta(days=180)  # a decision can be appealed for that long


@purges("snapshots of cases")
def snapshots(at: dt.datetime) -> int:
    """Of decided cases; and of open ones about somebody whose account was erased meanwhile."""
    decided = Case.objects.filter(state=Case.State.DECIDED).annotate(last=Max("decisions__at"))
    old = list(decided.filter(last__lte=at - KEPT).exclude(snapshot="").values_list("pk", flat=True))
    gone = Case.objects.filter(pk__in=old).update(snapshot="")
    nobodys = Case.objects.filter(state=Case.State.OPEN, subject_user__erased_at__isnull=False)
    said = nobodys.filter(~Q(snapshot="") | ~Q(title=""), created_at__lte=at - KEPT)
    return gone + Case.objects.filter(pk__in=list(said.values_list("pk", flat=True))).update(
        snapshot="", title=""
    )
