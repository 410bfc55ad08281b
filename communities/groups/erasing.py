"""What this room erases: memberships and requests to join. What communities say of themselves is theirs."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse

from accounts.erasing import DELETED, KEPT, UNNAMED, Duty, Room, Steps, register, register_duties
from accounts.models import User
from accounts.permissions import is_member
from communities.groups.actions.seating import hand_over, locked, unseat
from communities.groups.models import Community, JoinRequest, Membership

STEWARD = Membership.Role.STEWARD


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    for community in list(Community.objects.filter(memberships__user=person).order_by("pk")):
        with transaction.atomic():
            _leave(locked(community), person, at=at)
        yield
    JoinRequest.objects.filter(user=person).delete()
    yield


def _leave(community: Community, person: User, *, at: dt.datetime) -> None:
    """Whoever became the last steward after asking to go hands over to a moderator, if there is one."""
    mine = Membership.objects.filter(community=community, user=person).first()
    if mine is not None:
        hand_over(mine, at=at)
        unseat(community, person)


def communities_held(person: User) -> list[Duty]:
    """Communities of several members that have no other steward: one query. Who can't appoint another one,
    suspended for example, is not asked to."""
    if not is_member(person):
        return []
    stewards = Count("memberships", filter=Q(memberships__role=STEWARD))
    run = Community.objects.filter(memberships__in=Membership.objects.filter(user=person, role=STEWARD))
    held = Community.objects.filter(pk__in=run.values("pk")).annotate(
        stewards=stewards, people=Count("memberships")
    )
    return [
        Duty(community.name, reverse("communities:manage", args=[community.slug]))
        for community in held.filter(stewards=1, people__gt=1).order_by("name", "pk")
    ]


register_duties(communities_held)
register(
    Room(
        "groups",
        steps,
        covers={
            "groups.Membership": DELETED,
            "groups.JoinRequest": "deleted; those they decided about are kept without the name",
            "groups.Community.created_by": UNNAMED,
            **{
                f"groups.Community.{name}": KEPT
                for name in (
                    "name",
                    "slug",
                    "purpose",
                    "about",
                    "about_html",
                    "rules",
                    "rules_html",
                    "question",
                    "language",
                    "visibility",
                )
            },
            "groups.CommunityPlace": KEPT,
        },
        mentions={
            "groups.Community": ("purpose", "about", "about_html", "rules", "rules_html", "question"),
            "groups.JoinRequest": ("answer", "reason"),
        },
    )
)
