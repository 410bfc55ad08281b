"""Who may act for an institution, who may say that one is real, whom one may meet."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.permissions import is_administrator, is_moderator, is_officer
from core.access import right
from institutions.models import Institution, Mandate, OptIn


@right("R08", kind="institution")
def can_verify(viewer: Any) -> bool:
    """Moderators and administrators, always two of them (see `actions.verify_institution`)."""
    return is_moderator(viewer) or is_administrator(viewer)


def can_act_for(viewer: Any, institution: Institution) -> bool:
    """An officer with a second factor, an active mandate, and an institution whose verification stands."""
    now = timezone.now()
    if not is_officer(viewer) or not institution.is_verified_at(now):
        return False
    return Mandate.objects.active_at(now).filter(user=viewer.pk, institution=institution.pk).exists()


def may_see(member: User, institution: Institution) -> bool:
    """May this institution meet this member? Only who named it, and only while its verification stands."""
    if not institution.is_verified_at(timezone.now()):
        return False
    return OptIn.objects.standing().filter(member=member.pk, institution=institution.pk).exists()


def may_meet(viewer: Any, member: User) -> bool:
    """May this viewer, as an officer, meet this member? The twin is `OptIn.objects.for_officer`."""
    return is_officer(viewer) and OptIn.objects.for_officer(viewer).filter(member=member.pk).exists()
