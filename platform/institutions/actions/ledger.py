"""Writing the ledger of access. Call it in the transaction that hands out what was opened."""

import datetime as dt
from collections.abc import Iterable

from django.http import Http404

from accounts.models import Consent, User
from accounts.permissions import is_administrator
from institutions.models import Opening, OptIn
from institutions.models.ledger import NAMED, hour_of


def write_officer(subject: User, *, by: User, fields: Iterable[str], at: dt.datetime) -> tuple[Opening, bool]:
    """An officer opens what `subject` ticked for an institution. Returns the row, and whether it is new: the
    same officer with the same fields within the same hour is one row, which keeps the first moment.

    Raises Http404 when no consent of the member stands that it could rest on: nobody is there for them.
    """
    named = OptIn.objects.for_officer(by).filter(member=subject).select_related("institution").first()
    if named is None:
        raise Http404
    consent = Consent.objects.filter(
        user=subject,
        purpose=Consent.Purpose.INSTITUTION,
        recipient=named.institution.slug,
        withdrawn_at=None,
    ).first()
    if consent is None:
        raise Http404
    return Opening.objects.get_or_create(
        reader=by,
        consent=consent,
        fields=",".join(fields),
        hour=hour_of(at),
        standing=Opening.Standing.OFFICER,
        defaults={
            "subject": subject,
            "institution_name": named.institution.name,
            "institution_slug": named.institution.slug,
            "why": NAMED,
            "at": at,
        },
    )


def write_staff(subject: User, *, by: User, fields: Iterable[str], why: str, at: dt.datetime) -> Opening:
    """A moderator or an administrator opens what is hidden from them, for a reason of their own words."""
    standing = Opening.Standing.ADMINISTRATOR if is_administrator(by) else Opening.Standing.MODERATOR
    return Opening.objects.create(
        subject=subject,
        reader=by,
        standing=standing,
        fields=",".join(fields),
        why=why,
        at=at,
        hour=hour_of(at),
    )
