"""The one door to lists of people: whoever shows persons to somebody starts from here."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Block, User
from accounts.permissions import is_officer
from institutions.models import OptIn


def visible_people(viewer: Any) -> QuerySet[User]:
    """The people a viewer may meet: members who are verified, neither dark nor erased, and without a block in
    either direction. Visitors, unverified and suspended accounts meet nobody.

    Officers meet those who opted in to the very institution they act for.
    """
    if not is_officer(viewer):
        return User.objects.visible_to(viewer)
    apart = Block.objects.filter(by=OuterRef("pk"), whom=viewer.pk)
    opted_in = OptIn.objects.for_officer(viewer).values("member")
    return User.objects.present().filter(~Exists(apart), pk__in=opted_in, office_slug="")
