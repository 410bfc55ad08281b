"""What stands beside a post: how a person is named to each of the two audiences (realtime.md)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Block, User
from core.compiled import Slot, compiled

MEMBERS, OUTSIDE = "members", "outside"


class Author(NamedTuple):
    """What a by-line needs to know of a person, for reads that bring no more of them."""

    id: int
    handle: str
    name: str
    name_audience: str
    picture_key: str
    picture_audience: str
    dark_since: dt.datetime | None
    erased_at: dt.datetime | None
    office_name: str
    office_slug: str
    office_kind: str

    @classmethod
    def columns(cls, relation: str) -> list[str]:
        """For `values_list`, behind a relation to the person."""
        return [f"{relation}__{name}" for name in cls._fields]


class Byline(NamedTuple):
    """kind: member, institution, hidden (a name not for this audience, or for nobody while its owner is dark)
    or former. `handle` is None when no
    page of the person may be linked; `office` is the slug of an institution's page or empty. `picture` is
    the key of a file that everybody of the audience may read, or empty."""

    kind: str
    name: str
    handle: str | None
    seed: str
    office: str = ""
    picture: str = ""


def letter(voice: int) -> str:
    """The stable letter of the n-th person who spoke in a discussion: 1 → A, 26 → Z, 27 → AA."""
    out = ""
    while voice > 0:
        voice, rest = divmod(voice - 1, 26)
        out = chr(65 + rest) + out
    return out


def byline(user: User | Author, *, audience: str, voice: int) -> Byline:
    """How `user` is named to an audience, in the active language. No query."""
    if user.erased_at:
        return Byline("former", _("Former member"), None, "former")
    if user.dark_since:
        return Byline("hidden", _("Hidden member"), None, "hidden")
    if user.office_slug:
        return Byline("institution", user.office_name, None, user.office_slug, office=user.office_slug)
    if audience == MEMBERS:
        return Byline("member", user.name, user.handle, user.handle, picture=user.picture_key)
    if user.name_audience == User.NameAudience.EVERYONE:
        is_open = user.picture_audience == User.NameAudience.EVERYONE
        return Byline("member", user.name, None, user.handle, picture=user.picture_key if is_open else "")
    return Byline("hidden", _("A member (%(letter)s)") % {"letter": letter(voice)}, None, "hidden")


def bylines(ids: Iterable[int], audience: str) -> dict[int, Byline]:
    """By-lines of many people outside a discussion (lists, notices), by id: one query."""
    return {
        user.pk: byline(user, audience=audience, voice=1) for user in User.objects.filter(pk__in=set(ids))
    }


def beside_the_byline(author: str) -> list[str]:
    """What a by-line does not say, for `defer`: pages need no more of the people behind a relation."""
    return [
        f"{author}__{field.name}" for field in User._meta.concrete_fields if field.name not in Author._fields
    ]


def apart_from(viewer: Any) -> frozenset[int]:
    """Everybody whom the viewer blocked or who blocked them: no query where there is known to be nobody."""
    if viewer.pk is None or viewer.has_blocks is False:
        return frozenset()
    return blocked_ids(viewer.pk)


def blocked_ids(user_id: int) -> frozenset[int]:
    """Everybody whom this person blocked or who blocked them: one query."""
    return frozenset(pk for (pk,) in _blocked(user=user_id))


@compiled(user=models.BigIntegerField())
def _blocked(user: Slot) -> QuerySet:
    made = Block.objects.filter(by=user).values_list("whom_id")
    met = Block.objects.filter(whom=user).values_list("by_id")
    return made.union(met)
