"""The list of people, as somebody meets it: who stands in it for them, narrowed by what they may read.

A field narrows the list only by what it says to the very person who looks: hidden, it is as good as empty.
The order is by name, which nothing hidden moves. There are no totals.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.lookalikes import skeleton
from accounts.models import User
from accounts.names import search_key
from accounts.permissions import is_officer
from communities.profiles.models import Decoy, Pick, Spoken, Tie, may_read, shared_seats
from communities.profiles.permissions import fields_for, stand_of
from communities.profiles.queries import Row, profile_of, rows_of
from institutions.models import Institution
from institutions.people import visible_people
from institutions.queries import verified_institutions

PAGE = 20
CURSOR_LASTS = 3600  # seconds
ON_A_CARD = frozenset({"about", "residence", "heritage", "skills", "languages"})


class WrongCursor(Exception):
    """Not ours, another's, of another search, or too old."""


@dataclass(frozen=True)
class Card:
    """One person in the list, with what the viewer may read of some fields."""

    handle: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Page:
    """Some of a list, and the cursor behind which it goes on; "" when this is all."""

    items: list = field(default_factory=list)
    after: str = ""


# -- who stands in it ------------------------------------------------------------------------------------


def listed(viewer: Any, at: dt.datetime) -> QuerySet[User]:
    """The people in a viewer's list: of those they may meet, members who chose to be found; for an officer
    all who named that institution, found by others or not."""
    people = visible_people(viewer).not_suspended_at(at)
    return people if is_officer(viewer) else people.filter(profile__in_directory=True)


def people(viewer: Any, wanted: Mapping[str, Any], at: dt.datetime) -> QuerySet[User]:
    """Those of them whom every filter fits, by name."""
    rows = listed(viewer, at)
    for word in search_key(wanted.get("q") or "").split():
        rows = rows.filter(name_key__contains=word)
    fitting = [FILTERS[name](viewer, value) for name, value in wanted.items() if value and name in FILTERS]
    rows = rows.filter(*fitting)  # row by row, in the order of names: a full page is found early
    return rows.order_by("name_key", "handle")


_OFFERS_TIME = Q(profile__hours__gt=0) | Q(profile__works__gt="")


def _reads(key: str, viewer: Any) -> Q:
    return may_read(key, viewer, of="profile__")


def _tied(key: str) -> Callable[[Any, str], Q]:
    def fits(viewer: Any, country: str) -> Q:
        ties = Tie.objects.filter(profile=OuterRef("profile"), kind=key, country=country)
        return _reads(key, viewer) & Q(Exists(ties))

    return fits


def _picked(key: str, kind: str) -> Callable[[Any, str], Q]:
    def fits(viewer: Any, pick: str) -> Q:
        picks = Pick.objects.filter(profile=OuterRef("profile"), kind=kind, key=pick)
        return _reads(key, viewer) & Q(Exists(picks))

    return fits


def _speaks(viewer: Any, language: str) -> Q:
    """Mother tongues are a field of their own, with readers of its own."""
    spoken = Spoken.objects.filter(profile=OuterRef("profile"), language=language)
    native = spoken.filter(level=Spoken.Level.NATIVE)
    learnt = spoken.exclude(level=Spoken.Level.NATIVE)
    return (_reads("mother_tongues", viewer) & Q(Exists(native))) | (
        _reads("languages", viewer) & Q(Exists(learnt))
    )


def _has_time(viewer: Any, _ticked: bool) -> Q:
    """Says so, and takes no break."""
    return _reads("availability", viewer) & _OFFERS_TIME & Q(profile__paused=False)


FILTERS: dict[str, Callable[[Any, Any], Q]] = {
    "lives": _tied("residence"),
    "ties": _tied("heritage"),
    "language": _speaks,
    "skill": _picked("skills", "skill"),
    "sector": _picked("skills", "sector"),
    "interest": _picked("interests", "theme"),
    "available": _has_time,
}


# -- a page of it ----------------------------------------------------------------------------------------


def page_of_people(viewer: Any, wanted: Mapping[str, Any], *, after: str, at: dt.datetime) -> Page:
    """Twenty cards behind a cursor: four queries, whoever stands there. Raises WrongCursor."""
    rows = people(viewer, wanted, at)
    if after:
        name_key, handle = _read_cursor(after, viewer, wanted)
        rows = rows.filter(Q(name_key__gt=name_key) | Q(name_key=name_key, handle__gt=handle))
        rows = rows.filter(name_key__gte=name_key)  # says the same of the index
    shares = Exists(shared_seats(viewer).filter(user=OuterRef("pk")))
    rows = rows.select_related("profile").annotate(shares=shares)
    read = ("profile__picks", "profile__spoken", "profile__ties")
    found = list(rows.prefetch_related(*read)[: PAGE + 1])
    more = ""
    if len(found) > PAGE:
        last = found[PAGE - 1]
        more = _cursor((last.name_key, last.handle), viewer, wanted)
    return Page([_card(person, viewer) for person in found[:PAGE]], more)


def _card(person: User, viewer: Any) -> Card:
    profile = profile_of(person)
    fields = fields_for(stand_of(viewer, shares=person.shares), profile)  # type: ignore[attr-defined]
    rows = rows_of(profile, fields & ON_A_CARD)
    return Card(person.handle, person.name, tuple(row for row in rows if not row.is_empty))


def page_of_institutions(viewer: Any, wanted: Mapping[str, Any], *, after: str, at: dt.datetime) -> Page:
    """Those whose verification stands, by name: one query. Raises WrongCursor."""
    rows = verified_institutions(at).order_by("name", "slug")
    for word in (wanted.get("q") or "").split():
        look = skeleton(word)
        rows = rows.filter(Q(name__icontains=word) | (Q(name_skeleton__contains=look) if look else Q()))
    if kind := wanted.get("type"):
        rows = rows.filter(kind=kind)
    if country := wanted.get("country"):
        rows = rows.filter(country=country)
    if after:
        name, slug = _read_cursor(after, viewer, wanted)
        rows = rows.filter(Q(name__gt=name) | Q(name=name, slug__gt=slug))
    found: list[Institution] = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], _cursor((last.name, last.slug), viewer, wanted) if last else "")


# -- cursors: where a page ended, for one account and one search, for an hour ------------------------------


def _cursor(position: tuple[str, str], viewer: Any, wanted: Mapping[str, Any]) -> str:
    return signing.dumps(position, salt=_salt(viewer, wanted))


def _read_cursor(given: str, viewer: Any, wanted: Mapping[str, Any]) -> tuple[str, str]:
    try:
        key, ident = signing.loads(given, salt=_salt(viewer, wanted), max_age=CURSOR_LASTS)
    except signing.BadSignature:
        raise WrongCursor from None
    return key, ident


def _salt(viewer: Any, wanted: Mapping[str, Any]) -> str:
    chosen = sorted((name, str(value)) for name, value in wanted.items() if value)
    return f"people:{viewer.pk}:{json.dumps(chosen)}"


# -- nobody's pages --------------------------------------------------------------------------------------


def decoy_for(viewer: Any) -> Decoy | None:
    """One that lists hide in their source, always the same for one viewer; None where none were made."""
    decoys = list(Decoy.objects.order_by("pk")[:100])
    return decoys[viewer.pk % len(decoys)] if decoys else None
