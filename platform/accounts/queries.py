"""What the pages of this room read."""

from typing import Any

from django.http import Http404

from accounts import permissions
from accounts.bylines import MEMBERS, Byline, byline
from accounts.models import Block, User
from core.access import SignInNeeded


def person(handle: str, *, viewer: Any) -> User:
    """The person with a handle: one query, two for somebody else.

    Who is hidden from `viewer` raises the same Http404 as a handle that nobody ever had; a visitor is sent to
    sign-in before anything is looked up, so that this tells nothing either.
    """
    if not viewer.is_authenticated:
        raise SignInNeeded
    found = User.objects.filter(handle=handle).first()
    if found is None or not permissions.can_see_person(viewer, found):
        raise Http404
    return found


def has_blocked(viewer: Any, whom: User) -> bool:
    return Block.objects.filter(by=viewer, whom=whom).exists()


def blocked_people(viewer: Any) -> list[tuple[str, Byline]]:
    """(handle, by-line) of everybody whom `viewer` has blocked, latest first: one query."""
    rows = Block.objects.filter(by=viewer).select_related("whom").order_by("-pk")
    return [(row.whom.handle, byline(row.whom, audience=MEMBERS, voice=1)) for row in rows]
