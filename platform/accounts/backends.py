"""Brings the account of a session together with its groups, in one query."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import Aggregate, BigIntegerField, CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from core.compiled import Slot, compiled


class _GroupConcat(Aggregate):
    function = "GROUP_CONCAT"
    output_field = CharField()


class SignInBackend(AuthenticationBackend):
    """allauth's backend, whose `get_user` also reads the names of the groups (`User.roles`)."""

    def get_user(self, user_id: int) -> User | None:
        return next(iter(_account(user=user_id)), None)


@compiled(user=BigIntegerField())
def _account(user: Slot) -> QuerySet[User]:
    names = _names_joined("groups__name")
    mine = User.objects.filter(pk=OuterRef("pk")).order_by().values("pk").annotate(all=names).values("all")
    found = User.objects.annotate(in_groups=Coalesce(Subquery(mine), Value("")))
    return found.filter(pk=user, is_active=True, erased_at=None)


def _names_joined(path: str) -> Aggregate:
    if connection.vendor == "postgresql":
        return StringAgg(path, delimiter=",", output_field=CharField())
    return _GroupConcat(path)
