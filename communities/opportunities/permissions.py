"""Who may read, write, release, close and answer opportunities, and who reads the answers."""

from typing import Any

from django.utils import timezone

from accounts.permissions import is_administrator, is_editor, is_member, is_moderator, is_officer
from communities.opportunities.models import Application, Opportunity, offices_of
from core.access import right
from institutions.models import Institution, Mandate
from institutions.permissions import can_act_for

Role = Mandate.Role


@right("O01", "O04", kind="opportunity", hides=True)
def can_see(viewer: Any, opportunity: Opportunity) -> bool:
    """Everybody reads what is published; before that, moderators, editors and those who write it.

    Twin: `Opportunity.objects.visible_to`.
    """
    if opportunity.is_published or is_moderator(viewer) or is_editor(viewer):
        return True
    return reads_drafts_of(viewer, opportunity)


@right("O02", kind="opportunity")
def can_create(viewer: Any, institution: Institution | None = None) -> bool:
    """Officers who are owners or editors of a verified institution, for it; editors and administrators of the
    platform for any."""
    now = timezone.now()
    if institution is not None and not institution.is_verified_at(now):
        return False
    if is_editor(viewer) or is_administrator(viewer):
        return True
    if institution is not None:
        return can_act_for(viewer, institution, as_=Role.EDITOR)
    mine = offices_of(viewer, as_=Role.EDITOR)
    return Institution.objects.verified_at(now).filter(pk__in=mine).exists()


def works_on_opportunities(viewer: Any) -> bool:
    """Has a page of opportunities of their own: officers, editors, administrators."""
    return is_officer(viewer) or is_editor(viewer) or is_administrator(viewer)


def writes_for(viewer: Any, opportunity: Opportunity) -> bool:
    """Owners and editors of the institution, and the editor or administrator of the platform who began it."""
    return _belongs_to(viewer, opportunity, as_=Role.EDITOR)


def reads_drafts_of(viewer: Any, opportunity: Opportunity) -> bool:
    """Every officer of the institution, whatever their role, and who began it."""
    return _belongs_to(viewer, opportunity, as_=Role.READER)


def _belongs_to(viewer: Any, opportunity: Opportunity, *, as_: str) -> bool:
    if is_editor(viewer) or is_administrator(viewer):
        return opportunity.author_id == viewer.pk
    return offices_of(viewer, as_=as_).filter(institution=opportunity.institution_id).exists()


@right("O02", kind="opportunity text")
def can_edit(viewer: Any, opportunity: Opportunity) -> bool:
    """Those who write it, while it is a draft or was returned, as long as the institution is verified."""
    verified = opportunity.institution.is_verified_at(timezone.now())
    return opportunity.is_editable and verified and writes_for(viewer, opportunity)


@right("O02", kind="opportunity closing")
def can_close(viewer: Any, opportunity: Opportunity) -> bool:
    """Those who write it, once it is published."""
    return opportunity.is_published and writes_for(viewer, opportunity)


@right("O03", kind="opportunity")
def can_release(viewer: Any, opportunity: Opportunity) -> bool:
    """Moderators and editors: never their own, never for an institution they have ever acted for."""
    if not (is_moderator(viewer) or is_editor(viewer)) or opportunity.author_id == viewer.pk:
        return False
    return not Mandate.objects.filter(user=viewer, institution=opportunity.institution_id).exists()


@right("O05", kind="opportunity")
def can_answer(viewer: Any, opportunity: Opportunity) -> bool:
    """Persons, not institutions and not who runs the platform; never what they wrote themselves; and only
    while the institution is verified."""
    if not is_member(viewer) or is_administrator(viewer) or opportunity.author_id == viewer.pk:
        return False
    return opportunity.is_published and opportunity.institution.is_verified_at(timezone.now())


@right("O06", kind="opportunity", hides=True)
def can_see_answers(viewer: Any, opportunity: Opportunity) -> bool:
    """Owners and reviewers of the verified institution that offers it, while it is published; nobody else."""
    return opportunity.is_published and can_act_for(viewer, opportunity.institution, as_=Role.REVIEWER)


@right("O06", kind="answer", hides=True)
def can_see_answer(viewer: Any, application: Application) -> bool:
    """Who sent it; the owners and reviewers it was sent to, until it is withdrawn.

    Twin: `Application.objects.visible_to`.
    """
    if viewer.is_authenticated and application.user_id == viewer.pk:
        return True
    sender = application.user
    if application.withdrawn_at or sender.erased_at or sender.dark_since:
        return False
    return can_see_answers(viewer, application.opportunity)


@right("O09", kind="opportunity")
def can_withdraw(viewer: Any, opportunity: Opportunity) -> bool:
    """Persons take back their own answer (it is looked up by person), suspended or not."""
    if not (viewer.is_authenticated and viewer.is_verified) or viewer.is_officer:
        return False
    return not is_administrator(viewer)
