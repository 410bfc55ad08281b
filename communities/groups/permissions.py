"""Who may do what with a community: one sentence per right, under its row of the trust matrix."""

from typing import Any

from accounts.permissions import is_member, is_officer, takes_part
from communities.groups.models import Community, JoinRequest, Membership
from core.access import right
from messaging.threads.models import Board

STEWARD, MODERATOR, MEMBER = Membership.Role.STEWARD, Membership.Role.MODERATOR, Membership.Role.MEMBER


def role_of(viewer: Any, community: Community) -> str:
    """The viewer's role as it counts now, or "": an officer never runs a community, and belongs to one only
    while it lets institutions in."""
    if not takes_part(viewer) or (viewer.is_officer and not may_belong(viewer, community)):
        return ""
    if getattr(community, "met_by", None) == viewer.pk:
        role = getattr(community, "met_as", "")
    else:
        belonging = Membership.objects.filter(community=community, user=viewer)
        role = belonging.values_list("role", flat=True).first() or ""
    return MEMBER if role and viewer.is_officer else role


def may_belong(person: Any, community: Community) -> bool:
    """Members may belong to any community, officers where institutions are let in."""
    if is_member(person):
        return True
    return is_officer(person) and community.board.institutions != Board.Institutions.NONE


@right("C01", "C02", "C04", "C06", kind="community", hides=True)
def can_see(viewer: Any, community: Community) -> bool:
    """Everybody knows of public communities and those by request; of others only who belongs."""
    return community.is_known or role_of(viewer, community) != ""


@right("C07", kind="community", hides=True)
def can_list_members(viewer: Any, community: Community) -> bool:
    """Persons who belong; an officer never, even where institutions are let in."""
    return is_member(viewer) and role_of(viewer, community) != ""


@right("C08", kind="community")
def can_create(viewer: Any) -> bool:
    """Any member; how many communities each is the action's to say."""
    return is_member(viewer)


@right("C09", kind="community")
def can_join(viewer: Any, community: Community) -> bool:
    """A public community is joined by pressing a button."""
    return community.is_public and may_belong(viewer, community)


@right("C10", kind="community")
def can_ask(viewer: Any, community: Community) -> bool:
    """A community by request is asked."""
    return community.visibility == Community.Visibility.REQUEST and may_belong(viewer, community)


@right("C10", kind="request", hides=True)
def can_withdraw(viewer: Any, request: JoinRequest) -> bool:
    """Who asked may take it back."""
    return takes_part(viewer) and request.user_id == viewer.pk


@right("C12", kind="community")
def can_admit(viewer: Any, community: Community) -> bool:
    """Its stewards and moderators answer who asks."""
    return role_of(viewer, community) in (STEWARD, MODERATOR)


@right("C14", kind="community")
def can_govern(viewer: Any, community: Community) -> bool:
    """Its stewards change its rules, its description and whether institutions are let in."""
    return role_of(viewer, community) == STEWARD


@right("C15", kind="membership")
def can_remove(viewer: Any, membership: Membership) -> bool:
    """Stewards remove members and moderators, moderators remove members; oneself one leaves."""
    if membership.user_id == viewer.pk:
        return False
    role = role_of(viewer, membership.community)
    if role == STEWARD:
        return membership.role in (MEMBER, MODERATOR)
    return role == MODERATOR and membership.role == MEMBER


@right("C16", kind="community")
def can_appoint(viewer: Any, community: Community) -> bool:
    """Its stewards appoint moderators and other stewards, and end that."""
    return role_of(viewer, community) == STEWARD
