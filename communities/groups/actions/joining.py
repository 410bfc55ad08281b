"""Join, ask, take it back, admit, decline, leave."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.groups.actions.seating import (
    ROLES,
    keep_a_steward,
    locked,
    locked_person,
    news_of,
    seat,
    unseat,
)
from communities.groups.models import Community, JoinRequest, Membership
from communities.groups.permissions import can_admit, can_ask, can_join, can_see, can_withdraw, may_belong
from communities.groups.refusals import AskedTooSoon, MayNotBelong, NoLongerWaiting
from core.access import require
from core.limits import spend
from core.text import clean, clean_line
from notifications.actions import notify

STATES = JoinRequest.State


@transaction.atomic
def join(community: Community, *, by: Any, at: dt.datetime) -> Membership:
    """Belong to a public community from now on. Joining twice is joining once."""
    community, by = locked(community), locked_person(by)
    require(can_see, by, community)
    if mine := _membership(community, by):
        return mine
    require(can_join, by, community)
    spend("join", by.pk)
    return seat(community, by, role=ROLES.MEMBER, at=at)


@transaction.atomic
def ask(community: Community, *, by: Any, answer: str, at: dt.datetime) -> JoinRequest | None:
    """Ask to belong, answering the community's question. Asking twice is asking once.

    None when the person belongs already. Raises AskedTooSoon after a refusal.
    """
    community, by = locked(community), locked_person(by)
    require(can_see, by, community)
    if _membership(community, by):
        return None
    mine = JoinRequest.objects.filter(community=community, user=by)
    if waiting := mine.filter(state=STATES.PENDING).first():
        return waiting
    require(can_ask, by, community)
    declined = mine.filter(state=STATES.DECLINED).order_by("-decided_at").first()
    if declined and declined.again_at and declined.again_at > at:
        raise AskedTooSoon(declined.again_at)
    spend("join", by.pk)
    asked = JoinRequest.objects.create(community=community, user=by, answer=clean(answer))
    _tell_who_decides(asked)
    return asked


@transaction.atomic
def withdraw(request: JoinRequest, *, by: Any, at: dt.datetime) -> JoinRequest:
    """Take one's own request back. What was answered already stays answered."""
    locked(request.community)
    request = JoinRequest.objects.get(pk=request.pk)
    require(can_withdraw, by, request)
    if request.state == STATES.PENDING:
        _decide(request, STATES.WITHDRAWN, by=by, at=at)
    return request


@transaction.atomic
def admit(request: JoinRequest, *, by: Any, at: dt.datetime) -> JoinRequest:
    """Let in who asked. Admitting twice is admitting once.

    Raises NoLongerWaiting when it was declined or taken back, MayNotBelong when the person may not join now.
    """
    community = locked(request.community)
    require(can_admit, by, community)
    person = locked_person(request.user)
    request = JoinRequest.objects.get(pk=request.pk)
    if request.state == STATES.ADMITTED:
        return request
    if request.state != STATES.PENDING:
        raise NoLongerWaiting
    if not may_belong(person, community):
        raise MayNotBelong
    _decide(request, STATES.ADMITTED, by=by, at=at)
    seat(community, person, role=ROLES.MEMBER, at=at)
    _tell_who_asked(request, "community.admitted", community, by=by)
    return request


@transaction.atomic
def decline(request: JoinRequest, *, by: Any, reason: str, at: dt.datetime) -> JoinRequest:
    """Refuse who asked, with a reason that they read. Declining twice is declining once."""
    community = locked(request.community)
    require(can_admit, by, community)
    request = JoinRequest.objects.get(pk=request.pk)
    if request.state == STATES.DECLINED:
        return request
    if request.state != STATES.PENDING:
        raise NoLongerWaiting
    reason = clean_line(reason)
    if not reason:
        raise ValidationError({"reason": _("Say why, so that the person can understand.")})
    _decide(request, STATES.DECLINED, by=by, at=at, reason=reason)
    _tell_who_asked(request, "community.declined", community, by=by)
    return request


@transaction.atomic
def leave(community: Community, *, by: Any) -> None:
    """Belong no longer. The only steward appoints another one first (LastSteward)."""
    community, by = locked(community), locked_person(by)
    mine = _membership(community, by)
    if mine is None:
        return
    keep_a_steward(mine)
    unseat(community, by)


def _membership(community: Community, person: Any) -> Membership | None:
    return Membership.objects.filter(community=community, user=person).first()


def _decide(request: JoinRequest, state: str, *, by: Any, at: dt.datetime, reason: str = "") -> None:
    request.state, request.decided_by, request.decided_at, request.reason = state, by, at, reason
    request.save(update_fields=["state", "decided_by", "decided_at", "reason", "updated_at"])


def _tell_who_decides(asked: JoinRequest) -> None:
    community = asked.community
    deciders = community.memberships.filter(role__in=[ROLES.STEWARD, ROLES.MODERATOR]).order_by("user_id")
    for user_id in deciders.values_list("user_id", flat=True):
        notify(
            user_id,
            "community.asked",
            key=str(asked.pk),
            facts=news_of(community),
            path=f"{community.path}requests/",
            about_id=asked.user_id,
        )


def _tell_who_asked(request: JoinRequest, kind: str, community: Community, *, by: Any) -> None:
    notify(
        request.user_id,
        kind,
        key=str(request.pk),
        facts=news_of(community, reason=request.reason),
        path=community.path,
        about_id=by.pk,
    )
