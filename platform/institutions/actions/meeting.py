"""Letting an institution meet a member, with the consent that proves it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import consents
from accounts.models import Consent, User
from accounts.permissions import can_change_settings
from core.access import require
from core.events import announce
from institutions.events import opted_in, opted_out
from institutions.models import Institution, OptIn


def opt_in_text() -> str:
    """The very sentence that a member agrees to, in the active language."""
    return _(
        "Officers of the institution that I name may open my page. They see my name, what I ticked for "
        "institutions, and what I show to everyone. I can take this back at any time."
    )


@transaction.atomic
def opt_in(institution: Institution, *, by: User, language: str, at: dt.datetime) -> OptIn:
    """Let a verified institution meet `by`, with the consent that proves it. Twice is once."""
    require(can_change_settings, by)
    member = User.objects.select_for_update().get(pk=by.pk)
    if not institution.is_verified_at(at):
        raise ValidationError(_("Choose an institution whose verification stands."), code="unverified")
    row, is_new = OptIn.objects.get_or_create(
        member=member, institution=institution, withdrawn_at=None, defaults={"since": at}
    )
    if is_new:
        consents.give(
            member,
            Consent.Purpose.INSTITUTION,
            recipient=institution.slug,
            text=opt_in_text(),
            language=language,
            at=at,
        )
        announce(opted_in, user_id=member.pk, institution_id=institution.pk)
    return row


@transaction.atomic
def opt_out(institution: Institution, *, by: User, at: dt.datetime) -> bool:
    """From now on the institution meets `by` nowhere. Returns whether it could before."""
    require(can_change_settings, by)
    member = User.objects.select_for_update().get(pk=by.pk)
    ended = OptIn.objects.standing().filter(member=member, institution=institution).update(withdrawn_at=at)
    if ended:
        consents.withdraw(member, Consent.Purpose.INSTITUTION, recipient=institution.slug, at=at)
        announce(opted_out, user_id=member.pk, institution_id=institution.pk)
    return bool(ended)
