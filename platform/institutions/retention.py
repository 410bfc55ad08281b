"""What the institutions room does not keep for ever: the evidence of requests, and invitations."""

import datetime as dt

from django.db.models import F
from django.db.models.functions import Coalesce

from core.retention import purges
from institutions.models import InstitutionRequest, Invitation
from institutions.queries import INVITATION_LASTS

EVIDENCE = dt.timedelta(days=90)  # after the decision


@purges("evidence of institutions")
def evidence(at: dt.datetime) -> int:
    old = InstitutionRequest.objects.filter(decided_at__lte=at - EVIDENCE)
    return old.exclude(evidence="").update(evidence="")


@purges("invitations")
def invitations(at: dt.datetime) -> int:
    """A fortnight after the answer, or after an invitation that nobody answered."""
    rows = Invitation.objects.annotate(last=Coalesce(F("answered_at"), F("made_at")))
    return rows.filter(last__lte=at - INVITATION_LASTS).delete()[0]
