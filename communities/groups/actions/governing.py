"""Appoint, remove, and decide whether institutions are let in."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import is_member
from communities.groups.actions.seating import (
    ROLES,
    hand_over,
    keep_a_steward,
    locked,
    locked_person,
    news_of,
    seat,
    unseat,
)
from communities.groups.models import Community, JoinRequest, Membership
from communities.groups.permissions import can_admit, can_appoint, can_govern, can_remove
from communities.groups.refusals import MayNotRun, NoLongerMember
from core.access import require
from core.outbox import promise
from core.text import clean_line
from messaging.threads import boards
from messaging.threads.models import Board
from notifications.actions import notify

LET_IN = Board.Institutions


@transaction.atomic
def appoint(community: Community, person: User, *, role: str, by: Any, at: dt.datetime) -> Membership:
    """Make a member moderator or steward, or end that. The last steward stays steward (LastSteward)."""
    community = locked(community)
    require(can_appoint, by, community)
    role = Membership.Role(role)
    person = locked_person(person)
    current = Membership.objects.filter(community=community, user=person).first()
    if current is None:
        raise NoLongerMember
    if current.role == role:
        return current
    if role != ROLES.MEMBER and not is_member(person):
        raise MayNotRun
    keep_a_steward(current)
    current = seat(community, person, role=role, at=at)
    notify(
        person.pk,
        "community.appointed",
        key=f"{community.pk}:{at.isoformat()}",
        facts=news_of(community, role=role.value),
        path=community.path,
        about_id=by.pk,
    )
    return current


@transaction.atomic
def remove_member(community: Community, person: User, *, by: Any, reason: str, at: dt.datetime) -> None:
    """Take somebody's membership away, with a reason that they read. Removing twice is removing once."""
    community = locked(community)
    current = Membership.objects.filter(community=community, user=person).first()
    if current is None:
        require(can_admit, by, community)
        return
    require(can_remove, by, current)
    unseat(community, person)
    notify(
        person.pk,
        "community.removed",
        key=f"{community.pk}:{at.isoformat()}",
        facts=news_of(community, reason=clean_line(reason)),
        path=community.path if community.is_known else "/communities/",
        about_id=by.pk,
    )


@transaction.atomic
def change_institutions(community: Community, *, institutions: str, by: Any, at: dt.datetime) -> Community:
    """Let institutions in to read, to write, or not at all. Narrowing ends their memberships at once;
    every member is told of any change."""
    community = locked(community)
    require(can_govern, by, community)
    policy = LET_IN(institutions)
    board = community.board
    if board.institutions == policy:
        return community
    community.board = boards.change_policy(
        board, reads=board.reads, existence=board.existence, institutions=policy
    )
    if policy == LET_IN.NONE:
        _show_officers_out(community, by=by, at=at)
    promise(
        "community.policy",
        key=f"community.policy:{community.pk}:{at.isoformat()}",
        payload={"community": community.pk, "policy": policy.value, "at": at.isoformat(), "by": by.pk},
    )
    return community


def tell_policy(community_id: int, *, policy: str, by_id: int, at: str) -> None:
    """Tell every member that institutions may now do `policy`; telling again changes nothing."""
    community = Community.objects.filter(pk=community_id).first()
    if community is None:
        return
    for user_id in community.memberships.order_by("user_id").values_list("user_id", flat=True):
        notify(
            user_id,
            "community.policy",
            key=f"{community_id}:{at}",
            facts=news_of(community, policy=policy),
            path=f"{community.path}about/",
            about_id=by_id,
        )


def leave_as_officer(user_id: int, *, at: dt.datetime) -> None:
    """Somebody has become an officer: they leave where institutions are not let in, and run nothing more."""
    communities = Community.objects.filter(memberships__user_id=user_id)
    for community in communities.order_by("pk"):
        _leave_one(community, user_id, at=at)
    JoinRequest.objects.filter(
        user_id=user_id, state=JoinRequest.State.PENDING, community__board__institutions=LET_IN.NONE
    ).update(state=JoinRequest.State.WITHDRAWN, decided_at=at)


@transaction.atomic
def _leave_one(community: Community, user_id: int, *, at: dt.datetime) -> None:
    community = locked(community)
    person = User.objects.select_for_update(no_key=True).get(pk=user_id)
    membership = Membership.objects.filter(community=community, user=person).first()
    if membership is None or not person.is_officer:
        return
    if membership.role != ROLES.MEMBER:
        hand_over(membership, at=at)
    if community.board.institutions == LET_IN.NONE:
        unseat(community, person)
    else:
        seat(community, person, role=ROLES.MEMBER, at=at)


def _show_officers_out(community: Community, *, by: Any, at: dt.datetime) -> None:
    for membership in community.memberships.exclude(user__office_slug="").select_related("user"):
        unseat(community, membership.user)
    waiting = JoinRequest.objects.filter(community=community, state=JoinRequest.State.PENDING)
    waiting.exclude(user__office_slug="").update(
        state=JoinRequest.State.WITHDRAWN, decided_by=by, decided_at=at
    )
