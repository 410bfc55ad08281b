"""What the institutions room does not keep for ever: evidence, invitations, the ledger of access."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.outbox import promise
from core.retention import purges
from institutions.models import InstitutionRequest, Invitation, Opening, Vouch
from institutions.queries import INVITATION_LASTS

EVIDENCE = dt.timedelta(days=90)  # after the decision
READER = dt.timedelta(days=365)  # of the ledger: who opened; afterwards only with which standing
LEDGER = dt.timedelta(days=730)


@purges("evidence of institutions")
def evidence(at: dt.datetime) -> int:
    old = InstitutionRequest.objects.filter(decided_at__lte=at - EVIDENCE)
    return old.exclude(evidence="").update(evidence="")


@purges("vouches")
def vouches(at: dt.datetime) -> int:
    """Those of requests that came to nothing, as long after the decision as their evidence."""
    return Vouch.objects.filter(institution=None, request__decided_at__lte=at - EVIDENCE).delete()[0]


@purges("verifications of those who vouch")
@transaction.atomic
def lapses(at: dt.datetime) -> int:
    """Nobody does anything when a verification ends: here those who rest on it are told, once for each end.
    What follows of it does not wait for this (`actions.resting`)."""
    untold = Q(lapse_told_at=None) | Q(lapse_told_at__lt=F("voucher__expires_at"))
    ended = Vouch.objects.resting().filter(
        untold, voucher__expires_at__lte=at, institution__expires_at__gt=at
    )
    found = list(ended.select_for_update(of=("self",), skip_locked=True).select_related("voucher"))
    for vouch in found:
        vouch.lapse_told_at = vouch.voucher.expires_at
        vouch.save(update_fields=["lapse_told_at", "updated_at"])
        key = f"vouch:{vouch.pk}:lapsed:{vouch.lapse_told_at:%Y%m%d%H%M%S}"
        promise("institution.news", key=key, payload={"what": "vouch-lapsed", "vouch": vouch.pk})
    return len(found)


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
