"""What each room does when an account is erased: rooms register from `apps.ready()`, beside `personal`.

Rooms are asked from top to bottom, as they stand in INSTALLED_APPS; accounts come last.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps

from accounts.models import User

FORMER = "former-member"  # stands where a handle stood; nobody can have it (`names.free_handle`)
NOBODY = "Former member"  # where no by-line says it in the reader's language (`User.known_as`)
DELETED, UNNAMED, EMPTIED = "deleted", "kept without the name", "emptied"
KEPT = "kept: it says nothing about them"

Steps = Iterator[None]


@dataclass(frozen=True)
class Room:
    """What one room erases. `steps` is a generator: what it did before a `yield` is committed there.

    It can be ended at any of them and begun again.

    `covers` says by "app.Model" or "app.Model.field" what becomes of it; `mentions` by "app.Model" which
    fields hold free text in which others may have named the handle.
    """

    name: str
    steps: Callable[[User, bool, dt.datetime], Steps]
    covers: Mapping[str, str]
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Duty:
    """Something that would be left without anybody; `path` leads to where it is handed over."""

    name: str
    path: str


ROOMS: dict[str, Room] = {}
DUTIES: list[Callable[[User], list[Duty]]] = []


def register(room: Room) -> None:
    ROOMS[room.name] = room


def register_duties(finder: Callable[[User], list[Duty]]) -> None:
    """Make known what somebody must hand over before they go; registering twice does no harm."""
    if finder not in DUTIES:
        DUTIES.append(finder)


def duties(person: User) -> list[Duty]:
    return [found for finder in DUTIES for found in finder(person)]


def all_steps(person: User, *, words: bool, at: dt.datetime) -> Steps:
    """Everything there is to do, in its order. `words`: what they wrote goes too."""
    for room in ROOMS.values():
        yield from _unmention(room, person)
        yield from room.steps(person, words, at)


# -- mentions -----------------------------------------------------------------------------------------------


def unmentioned(text: str, handle: str) -> str:
    """`text` (or HTML) with every `@handle` and every address of the person's page made nobody's."""
    sign = re.escape(handle)
    text = re.sub(rf"(?<![\w@-])@{sign}(?![\w-])", f"@{FORMER}", text, flags=re.IGNORECASE)
    return re.sub(rf"(/people/){sign}(?![\w-])", rf"\g<1>{FORMER}", text, flags=re.IGNORECASE)


def _unmention(room: Room, person: User) -> Steps:
    for label, names in room.mentions.items():
        model = apps.get_model(label)
        for name in names:
            rows = model._base_manager.filter(**{f"{name}__icontains": person.handle})
            for pk, text in list(rows.values_list("pk", name)):
                changed = unmentioned(text, person.handle)
                if changed != text:
                    raw = model._base_manager.filter(pk=pk)
                    raw.update(**{name: changed})
        yield
