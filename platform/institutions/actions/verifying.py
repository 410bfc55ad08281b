"""Describing institutions, and verifying them."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import require
from core.events import announce
from institutions.actions.resting import a_year_after, attach, hold_the_graph, settle
from institutions.events import institution_verified
from institutions.models import Institution, Vouch
from institutions.permissions import can_verify


class NeedsTwoPersons(ValidationError):
    """One person alone can't verify an institution."""

    def __init__(self) -> None:
        super().__init__(_("Two different persons verify an institution."), code="two")


@transaction.atomic
def describe(
    institution: Institution, *, name: str, kind: str, website: str, level: str = "", country: str = ""
) -> Institution:
    """Make an institution, or change what it says of itself; the by-lines of its officers follow.

    Raises ValidationError, for a name that looks like another institution's too.
    """
    institution.name, institution.kind, institution.website = name, kind, website
    institution.level, institution.country = level, country
    institution.full_clean(exclude=["verified_by", "also_verified_by", "verified_at", "expires_at"])
    institution.save()
    User.objects.filter(office_slug=institution.slug).update(office_name=name, office_kind=kind)
    return institution


@transaction.atomic
def verify_institution(
    institution: Institution, *, by: User, also_by: User, at: dt.datetime, vouches: Collection[Vouch] = ()
) -> Institution:
    """Two moderators or administrators verify an institution for twelve months; again renews it.

    Without papers it rests on `vouches`; whoever rests on it itself stands longer when it does.
    """
    hold_the_graph()
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    require(can_verify, by)
    require(can_verify, also_by)
    if by.pk == also_by.pk:
        raise NeedsTwoPersons
    institution.verified_at, institution.expires_at = at, a_year_after(at)
    institution.verified_by, institution.also_verified_by = by, also_by
    attach(institution, vouches, at=at)
    institution.save(
        update_fields=[
            "verified_at",
            "expires_at",
            "verified_by",
            "also_verified_by",
            "is_vouched_for",
            "updated_at",
        ]
    )
    settle(institution, at=at)
    announce(institution_verified, institution_id=institution.pk)
    return institution
