"""A membership and its seat at the board, written together; and the locks that every deed takes first.

The order of locks is always community, then person, so that two deeds never wait for one another.
"""

import datetime as dt
from typing import Any

from accounts.models import User
from communities.groups.events import membership_changed
from communities.groups.models import Community, Membership
from communities.groups.refusals import LastSteward
from core.access import SignInNeeded
from core.events import announce
from messaging.threads import boards

ROLES = Membership.Role


def locked(community: Community) -> Community:
    """The community as it is now, kept still until the deed is done.

    Its board is read afterwards, not joined: a joined row would be as old as the wait for the lock.
    """
    return Community.objects.select_for_update().get(pk=community.pk)


def locked_person(person: Any) -> User:
    """The account as it is now, kept still: a mandate or suspension comes before the deed or after it.

    Without the key: a post on its way points to its author while it has the discussion that we wait for.
    """
    if not person.is_authenticated:
        raise SignInNeeded
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def seat(community: Community, person: User, *, role: str, at: dt.datetime) -> Membership:
    """Make `person` belong in `role`."""
    membership, is_new = Membership.objects.get_or_create(
        community=community, user=person, defaults={"role": role, "since": at}
    )
    if not is_new and membership.role == role:
        return membership
    if not is_new:
        membership.role = role
        membership.save(update_fields=["role"])
    boards.admit(community.board, person, role, at=at)
    announce(membership_changed, community_id=community.pk, user_id=person.pk, role=role)
    return membership


def unseat(community: Community, person: User) -> None:
    """Make `person` no longer belong."""
    Membership.objects.filter(community=community, user=person).delete()
    boards.unseat(community.board, person)
    announce(membership_changed, community_id=community.pk, user_id=person.pk, role="")


def news_of(community: Community, **more: str) -> dict[str, object]:
    """The facts of a notice about a community."""
    return {"community_id": community.pk, "community": community.name, **more}


def keep_a_steward(membership: Membership) -> None:
    """Refuse what would leave the community without a steward."""
    if membership.role == ROLES.STEWARD and not _other_stewards(membership).exists():
        raise LastSteward


def hand_over(membership: Membership, *, at: dt.datetime) -> None:
    """Before a steward has to go: the moderator of longest standing takes over if nobody else is one."""
    if membership.role != ROLES.STEWARD or _other_stewards(membership).exists():
        return
    moderators = Membership.objects.filter(
        community=membership.community_id, role=ROLES.MODERATOR, user__office_slug=""
    )
    successor = moderators.select_related("user").order_by("since", "pk").first()
    if successor is not None:
        seat(membership.community, successor.user, role=ROLES.STEWARD, at=at)


def _other_stewards(membership: Membership):
    rows = Membership.objects.filter(community=membership.community_id, role=ROLES.STEWARD)
    return rows.exclude(pk=membership.pk)
