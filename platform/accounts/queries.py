"""What is read of accounts and of the people behind them."""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import (
    Aggregate,
    BigIntegerField,
    CharField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from accounts import permissions
from accounts.bylines import MEMBERS, Byline, byline
from accounts.models import Block, User
from core.access import SignInNeeded
from core.compiled import Slot, compiled


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


def account(user_id: int | None) -> User | None:
    """An account that can be signed in to, with the names of its groups (`User.roles`) and whether it is on
    either side of a block (`User.has_blocks`): one query."""
    return next(iter(_accounts(user=user_id)), None)


@compiled(user=BigIntegerField())
def _accounts(user: Slot) -> QuerySet[User]:
    names = _names_joined("groups__name")
    mine = User.objects.filter(pk=OuterRef("pk")).order_by().values("pk").annotate(all=names).values("all")
    met = Block.objects.filter(by=OuterRef("pk")) | Block.objects.filter(whom=OuterRef("pk"))
    found = User.objects.annotate(in_groups=Coalesce(Subquery(mine), Value("")), has_blocks=Exists(met))
    return found.filter(pk=user, is_active=True, erased_at=None)


def _names_joined(path: str) -> Aggregate:
    if connection.vendor == "postgresql":
        return StringAgg(path, delimiter=",", output_field=CharField())
    return _GroupConcat(path)


class _GroupConcat(Aggregate):
    function = "GROUP_CONCAT"
    output_field = CharField()
