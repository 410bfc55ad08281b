"""What the institutions room does not keep for ever: evidence, invitations, the ledger of access."""

import datetime as dt

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.retention import purges
from institutions.models import InstitutionRequest, Invitation, Opening
from institutions.queries import INVITATION_LASTS

EVIDENCE = dt.timedelta(days=90)  # after the decision
READER = dt.timedelta(days=365)  # of the ledger: who opened; afterwards only with which standing
LEDGER = dt.timedelta(days=730)


@purges("evidence of institutions")
def evidence(at: dt.datetime) -> int:
    old = InstitutionRequest.objects.filter(decided_at__lte=at - EVIDENCE)
    return old.exclude(evidence="").update(evidence="")


@purges("invitations")
def invitations(at: dt.datetime) -> int:
    """A fortnight after the answer, or after an invitation that nobody answered."""
    rows = Invitation.objects.annotate(last=Coalesce(F("answered_at"), F("made_at")))
    return rows.filter(last__lte=at - INVITATION_LASTS).delete()[0]


@purges("ledger")
def ledger(at: dt.datetime) -> int:
    """The database measures by its own clock (migration 0007): a moment yet to come is taken for now."""
    at = min(at, timezone.now())
    gone, _kinds = Opening.objects.filter(at__lte=at - LEDGER).delete()
    return gone + Opening.objects.filter(at__lte=at - READER).exclude(reader=None).update(reader=None)
