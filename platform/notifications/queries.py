"""What a person has been told, and how much of it they have not read."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.bylines import bylines
from accounts.permissions import audience_of
from core.compiled import Slot, compiled
from notifications.models import UNREAD, Mailbox, Notice
from notifications.registry import kind as kind_of

PER_PAGE = 20
UNDO_FOR = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Line:
    """One notice as it reads now. `url` is empty when its reader may not know of the thing any more."""

    number: int
    says: str
    why: str | Promise
    icon: str
    url: str
    is_unread: bool
    at: dt.datetime


@dataclass(frozen=True)
class Page:
    """Up to twenty lines, newest first; `older` is the number to go on before, or None."""

    lines: list[Line]
    older: int | None


def unread_count(user: Any) -> int:
    """The number in the header, the title and the list: one row by its key."""
    return Mailbox.objects.filter(user=user).values_list("unread", flat=True).first() or 0


def mailbox(user: Any) -> Mailbox:
    """A person's counter and choices; unsaved for somebody who was never told anything."""
    return next(iter(_mailbox(user=user.pk)), None) or Mailbox(user=user)


@compiled(user=models.BigIntegerField())
def _mailbox(user: Slot) -> QuerySet[Mailbox]:
    return Mailbox.objects.filter(user=user)


def stop_hash(token: str) -> str:
    """What the database keeps of the secret in the links that end mails."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def is_stop_token(token: str) -> bool:
    """Whether somebody was given this secret."""
    return Mailbox.objects.filter(stop_hash=stop_hash(token)).exists()


def can_undo_all_read(box: Mailbox, *, at: dt.datetime) -> bool:
    """Whether everything was marked as read a moment ago."""
    return box.all_read_at is not None and box.all_read_at > at - UNDO_FOR


def notices(viewer: Any, *, unread_only: bool = False, before: int | None = None) -> Page:
    """A page of what `viewer` was told: three queries and at most one per kind, however many notices."""
    found = Notice.objects.shown_to(viewer).order_by("-seq")
    if unread_only:
        found = found.filter(UNREAD)
    if before is not None:
        found = found.filter(seq__lt=before)
    rows = list(found[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return Page(_lines(viewer, shown), shown[-1].seq if len(rows) > PER_PAGE else None)


def _lines(viewer: Any, rows: list[Notice]) -> list[Line]:
    people = bylines({row.about_id for row in rows if row.about_id}, audience_of(viewer))
    known = _known(viewer, rows)
    return [_line(row, people, is_known=row.pk in known) for row in rows]


def _line(row: Notice, people: dict, *, is_known: bool) -> Line:
    kind = kind_of(row.kind)
    who = people[row.about_id].name if row.about_id in people else ""
    return Line(
        number=row.seq,
        says=kind.says({**row.facts, "who": who}) if is_known else _("This is no longer available."),
        why=kind.why,
        icon=kind.icon if is_known else "eye-off",
        url=_localised(row.path) if is_known else "",
        is_unread=row.is_unread,
        at=row.created_at,
    )


def _known(viewer: Any, rows: Iterable[Notice]) -> set[int]:
    """Which notices still speak of something that their reader may know of."""
    by_kind: dict[str, list[Notice]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    known: set[int] = set()
    for name, some in by_kind.items():
        knows = kind_of(name).knows
        answers = knows(viewer, [row.facts for row in some]) if knows else [True] * len(some)
        known.update(row.pk for row, answer in zip(some, answers, strict=True) if answer)
    return known


def way(viewer: Any, notice: Notice) -> str:
    """Where a notice leads, in the language of this page; empty when its reader may not know of it now."""
    return _localised(notice.path) if _known(viewer, [notice]) else ""


def _localised(path: str) -> str:
    return f"/{get_language()}{path}"
