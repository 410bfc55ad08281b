"""Who may act for an institution, and who may say that one is real."""

from typing import Any

from django.utils import timezone

from accounts.permissions import is_administrator, is_moderator, is_officer
from core.access import right
from institutions.models import Institution, Mandate

READER = Mandate.Role.READER


@right("R08", kind="institution")
def can_verify(viewer: Any) -> bool:
    """Moderators and administrators, always two of them (see `actions.verify_institution`)."""
    return is_moderator(viewer) or is_administrator(viewer)


def holds(viewer: Any, institution: Institution, *, as_: str = READER) -> bool:
    """An officer with a second factor and an active mandate of this institution that is enough for a role."""
    if not is_officer(viewer):
        return False
    mine = Mandate.objects.active_at(timezone.now()).filter(user=viewer.pk, institution=institution.pk)
    return mine.enough_for(as_).exists()


def can_act_for(viewer: Any, institution: Institution, *, as_: str = READER) -> bool:
    """Holds a mandate that is enough for `as_`, and the verification of the institution stands.

    Everybody with a mandate reads drafts (READER), an EDITOR writes opportunities, a REVIEWER sees answers,
    an OWNER does all that.
    """
    return institution.is_verified_at(timezone.now()) and holds(viewer, institution, as_=as_)
