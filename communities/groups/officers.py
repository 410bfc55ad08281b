"""What stewards hand over before they act for an institution."""

from django.urls import reverse

from accounts.models import User
from communities.groups.models import Community, Membership
from institutions.registry import Obstacle, register


def communities_run_by(person: User) -> list[Obstacle]:
    """The communities of which this member is a steward, by name: one query."""
    rows = Community.objects.filter(memberships__user=person, memberships__role=Membership.Role.STEWARD)
    return [
        Obstacle(community.name, reverse("communities:manage", args=[community.slug]))
        for community in rows.order_by("name", "pk")
    ]


register(communities_run_by)
