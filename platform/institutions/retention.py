"""What the institutions room does not keep for ever: the evidence of requests."""

import datetime as dt

from core.retention import purges
from institutions.models import InstitutionRequest

EVIDENCE = dt.timedelta(days=90)  # after the decision


@purges("evidence of institutions")
def evidence(at: dt.datetime) -> int:
    old = InstitutionRequest.objects.filter(decided_at__lte=at - EVIDENCE)
    return old.exclude(evidence="").update(evidence="")
