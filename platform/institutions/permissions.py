"""Who may act for an institution, who may say that one is real, whom one may meet."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.permissions import is_administrator, is_member, is_moderator, is_officer, takes_part
from core.access import right
from institutions.models import Institution, InstitutionRequest, Invitation, Mandate, OptIn, Vouch

READER, OWNER = Mandate.Role.READER, Mandate.Role.OWNER
RENEWAL = dt.timedelta(days=30)  # before the end of a verification, from which on it can be renewed


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


@right("R08", kind="institution request")
def can_decide_request(viewer: Any, request: InstitutionRequest) -> bool:
    """Those who verify, but not who asked or confirmed it, nor who has ever acted for that institution."""
    if not can_verify(viewer) or viewer.pk in (request.asker_id, request.second_id):
        return False
    if request.institution_id is None:
        return True
    return not Mandate.objects.filter(user=viewer.pk, institution=request.institution_id).exists()


@right("N03", kind="own institution")
def can_ask(viewer: Any) -> bool:
    """Members who take part as persons; what they must hand over first is said by `must_be_free`."""
    return is_member(viewer) and not viewer.roles


@right("N03", kind="institution request", hides=True)
def can_see_request(viewer: Any, request: InstitutionRequest) -> bool:
    """The asker and the second person. Twin: `InstitutionRequest.objects.visible_to`."""
    return viewer.is_authenticated and viewer.pk in (request.asker_id, request.second_id)


@right("N03", kind="institution request confirmed", hides=True)
def can_confirm(viewer: Any, request: InstitutionRequest) -> bool:
    """The second person, who takes part; suspended ones and officers vouch for nobody."""
    return is_member(viewer) and viewer.pk == request.second_id


@right("N03", kind="institution request declined", hides=True)
def can_decline(viewer: Any, request: InstitutionRequest) -> bool:
    """The second person; saying no is open to a suspended one, too."""
    return viewer.is_authenticated and viewer.pk == request.second_id


@right("N03", kind="institution request withdrawn", hides=True)
def can_withdraw(viewer: Any, request: InstitutionRequest) -> bool:
    """The asker, whatever became of them meanwhile."""
    return viewer.is_authenticated and viewer.pk == request.asker_id


@right("N03", kind="team", hides=True)
def can_manage_team(viewer: Any, institution: Institution) -> bool:
    """Owners, also while the verification has ended: access must be endable on any day."""
    return holds(viewer, institution, as_=OWNER)


@right("N03", kind="renewal", hides=True)
def can_renew(viewer: Any, institution: Institution, at: dt.datetime) -> bool:
    """Owners, from 30 days before the verification ends, and after it has ended."""
    is_due = institution.expires_at is not None and institution.expires_at <= at + RENEWAL
    return is_due and holds(viewer, institution, as_=OWNER)


@right("N03", kind="vouch", hides=True)
def can_see_vouch(viewer: Any, vouch: Vouch) -> bool:
    """Owners of the institution that is asked, once the second person has confirmed the request, and as long
    as it may come to something. Twin: `Vouch.objects.visible_to`."""
    is_put = vouch.institution_id is not None or (
        vouch.request is not None and vouch.request.state == InstitutionRequest.State.CONFIRMED
    )
    return is_put and holds(viewer, vouch.voucher, as_=OWNER)


@right("N03", kind="vouch given", hides=True)
def can_answer_vouch(viewer: Any, vouch: Vouch) -> bool:
    """Whoever sees the question, while the verification of their own institution stands."""
    return can_see_vouch(viewer, vouch) and vouch.voucher.is_verified_at(timezone.now())


@right("N03", kind="vouch declined", hides=True)
def can_decline_vouch(viewer: Any, vouch: Vouch) -> bool:
    """Whoever sees the question; saying no needs no verification."""
    return can_see_vouch(viewer, vouch)


@right("N03", kind="vouch withdrawn", hides=True)
def can_withdraw_vouch(viewer: Any, vouch: Vouch) -> bool:
    """Owners of the institution that vouched, also while their own verification has ended."""
    return can_see_vouch(viewer, vouch)


@right("N03", kind="invitation", hides=True)
def can_accept(viewer: Any, invitation: Invitation) -> bool:
    """Whom it was sent to, taking part as a person."""
    return is_member(viewer) and invitation.user_id is not None and invitation.user_id == viewer.pk


@right("N03", kind="own office", hides=True)
def can_leave(viewer: Any) -> bool:
    """Every officer, with or without a second factor or the terms accepted."""
    return viewer.is_authenticated and viewer.is_officer


@right("N03", kind="terms of institutions", hides=True)
def can_read_terms(viewer: Any) -> bool:
    """Officers who take part, before their powers work and afterwards."""
    return takes_part(viewer) and viewer.is_officer


@right("R09", kind="ledger")
def can_read_ledger(viewer: Any) -> bool:
    """Everybody reads who opened what of theirs, suspended or not. Twin: `Opening.objects.visible_to`."""
    return viewer.is_authenticated


def may_see(member: User, institution: Institution) -> bool:
    """May this institution meet this member? Only who named it, and only while its verification stands."""
    if not institution.is_verified_at(timezone.now()):
        return False
    return OptIn.objects.standing().filter(member=member.pk, institution=institution.pk).exists()


def may_meet(viewer: Any, member: User) -> bool:
    """May this viewer, as an officer, meet this member? The twin is `OptIn.objects.for_officer`."""
    return is_officer(viewer) and OptIn.objects.for_officer(viewer).filter(member=member.pk).exists()
