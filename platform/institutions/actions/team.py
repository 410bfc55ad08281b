"""The team of an institution: invitations, roles, hand-over, leaving. Never without an owner by accident."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Block, User
from core import limits
from core.access import require
from core.outbox import promise
from institutions.actions.asking import NoLongerOpen
from institutions.actions.mandates import close_open_request, end_mandate, give_mandate, must_be_free
from institutions.models import Institution, Invitation, Mandate
from institutions.permissions import can_accept, can_leave, can_manage_team
from institutions.queries import open_invitations

OWNER = Mandate.Role.OWNER
State = Invitation.State


class LastOwner(ValidationError):
    """The team would be left without an owner."""

    def __init__(self) -> None:
        super().__init__(
            _("This is the only owner. Make somebody else an owner first, or hand over."), code="last-owner"
        )


@transaction.atomic
def invite(institution: Institution, *, by: User, handle: str, role: str, at: dt.datetime) -> Invitation:
    """Invite whoever has this handle. The answer is the same whether or not somebody has.

    Inviting the same handle again changes the role of the open invitation.
    """
    institution = _locked(institution)
    require(can_manage_team, by, institution)
    if role not in Mandate.Role.values:
        raise ValidationError({"role": _("Choose a role from the list.")}, code="role")
    waiting = Invitation.objects.filter(institution=institution, handle=handle, state=State.OPEN).first()
    if waiting is None:
        limits.spend("invitation", by.pk)
        waiting = Invitation(institution=institution, handle=handle)
    waiting.by, waiting.role, waiting.made_at = by, role, at
    waiting.user = _invited(handle, by=by)
    waiting.save()
    if waiting.user is not None:
        _tell("invited", f"invitation:{waiting.pk}", invitation=waiting.pk)
    return waiting


def _invited(handle: str, *, by: User) -> User | None:
    """The member of that handle who could accept, and whom no block keeps from being asked."""
    found = User.objects.present().filter(handle=handle, office_slug="").first()
    if found is None or found.is_suspended:
        return None
    blocks = Block.objects.filter(Q(by=found, whom=by) | Q(by=by, whom=found))
    return None if blocks.exists() else found


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, at: dt.datetime) -> Invitation:
    """An owner takes an invitation back; one that was answered stays as it is."""
    institution = _locked(invitation.institution)
    require(can_manage_team, by, institution)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk, institution=institution)
    if invitation.state == State.OPEN:
        _answer(invitation, State.WITHDRAWN, at=at)
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, by: User, at: dt.datetime) -> Mandate:
    """The invited member acts for the institution from now on. Raises NotFree and NoLongerOpen."""
    institution = _locked(invitation.institution)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    mine = Mandate.objects.active_at(at).filter(user=by, institution=institution).first()
    if invitation.state == State.ACCEPTED and invitation.user_id == by.pk and mine is not None:
        return mine
    require(can_accept, by, invitation)
    if not open_invitations(by, at).filter(pk=invitation.pk).exists():
        raise NoLongerOpen
    person = User.objects.select_for_update().get(pk=by.pk)
    must_be_free(person)
    _answer(invitation, State.ACCEPTED, at=at)
    close_open_request(person, at=at)
    return give_mandate(institution, user=person, role=invitation.role, at=at)


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: User, at: dt.datetime) -> Invitation:
    """The invited member says no; saying so twice is once."""
    _locked(invitation.institution)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(can_accept, by, invitation)
    if invitation.state == State.DECLINED:
        return invitation
    if invitation.state != State.OPEN:
        raise NoLongerOpen
    _answer(invitation, State.DECLINED, at=at)
    return invitation


def _answer(invitation: Invitation, state: str, *, at: dt.datetime) -> None:
    invitation.state, invitation.answered_at = state, at
    invitation.save(update_fields=["state", "answered_at", "updated_at"])


@transaction.atomic
def change_role(mandate: Mandate, *, by: User, role: str, at: dt.datetime) -> Mandate:
    """An owner gives somebody of the team, or themselves, another role. Raises LastOwner."""
    institution = _locked(mandate.institution)
    require(can_manage_team, by, institution)
    mandate = _held(mandate, at=at)
    if role not in Mandate.Role.values:
        raise ValidationError({"role": _("Choose a role from the list.")}, code="role")
    if mandate.role == role:
        return mandate
    if mandate.role == OWNER:
        _must_leave_an_owner(mandate, at=at)
    mandate.role = role
    mandate.save(update_fields=["role", "updated_at"])
    if mandate.user_id != by.pk:
        _tell("role", f"mandate:{mandate.pk}:{at:%Y%m%d%H%M%S%f}", mandate=mandate.pk)
    return mandate


@transaction.atomic
def end_by_owner(mandate: Mandate, *, by: User, at: dt.datetime) -> Mandate:
    """An owner ends a mandate, at once. Raises LastOwner for the only owner's own."""
    institution = _locked(mandate.institution)
    require(can_manage_team, by, institution)
    mandate = _held(mandate, at=at)
    if mandate.role == OWNER:
        _must_leave_an_owner(mandate, at=at)
    ended = end_mandate(mandate, at=at)
    if mandate.user_id != by.pk:
        _tell("ended", f"mandate:{mandate.pk}:ended", mandate=mandate.pk)
    return ended


@transaction.atomic
def hand_over(institution: Institution, *, by: User, to: Mandate, becomes: str, at: dt.datetime) -> Mandate:
    """One screen: somebody of the team becomes an owner, and the owner becomes `becomes`, a role, or nothing
    (an empty string ends their mandate)."""
    institution = _locked(institution)
    require(can_manage_team, by, institution)
    heir = _held(to, at=at)
    own = Mandate.objects.active_at(at).get(user=by, institution=institution)
    if heir.pk == own.pk or heir.institution_id != institution.pk:
        raise ValidationError({"to": _("Choose somebody else of the team.")}, code="to")
    if becomes and becomes not in Mandate.Role.values:
        raise ValidationError({"becomes": _("Choose a role from the list.")}, code="role")
    if heir.role != OWNER:
        heir.role = OWNER
        heir.save(update_fields=["role", "updated_at"])
        _tell("role", f"mandate:{heir.pk}:{at:%Y%m%d%H%M%S%f}", mandate=heir.pk)
    if not becomes:
        return end_mandate(own, at=at)
    own.role = becomes
    own.save(update_fields=["role", "updated_at"])
    return own


@transaction.atomic
def leave(*, by: User, is_told: bool, at: dt.datetime) -> Mandate:
    """Stop acting for the institution, at once.

    The only owner hands over first; who is alone may go after being told (`is_told`) that nobody is left.
    """
    require(can_leave, by)
    mandate = Mandate.objects.active_at(at).filter(user=by).select_related("institution").first()
    if mandate is None:
        raise Http404
    _locked(mandate.institution)
    others = Mandate.objects.active_at(at).filter(institution=mandate.institution_id).exclude(pk=mandate.pk)
    if mandate.role == OWNER and others.exists():
        _must_leave_an_owner(mandate, at=at)
    if not others.exists() and not is_told:
        raise ValidationError(
            {"told": _("Confirm that nobody will act for this institution after you.")}, code="alone"
        )
    return end_mandate(mandate, at=at)


def _must_leave_an_owner(mandate: Mandate, *, at: dt.datetime) -> None:
    owners = Mandate.objects.active_at(at).filter(institution=mandate.institution_id, role=OWNER)
    if not owners.exclude(pk=mandate.pk).exists():
        raise LastOwner


def _held(mandate: Mandate, *, at: dt.datetime) -> Mandate:
    """The mandate, if it is one still; the institution is locked already."""
    found = Mandate.objects.active_at(at).select_related("user").filter(pk=mandate.pk).first()
    if found is None:
        raise Http404
    return found


def _locked(institution: Institution) -> Institution:
    """Everything that changes a team goes through the institution's row, one at a time."""
    return Institution.objects.select_for_update().get(pk=institution.pk)


def _tell(what: str, key: str, **ids: int) -> None:
    promise("institution.news", key=f"institution-{key}:{what}", payload={"what": what, **ids})
