"""The one way from people to a number on a page: rooms register how they count, once a day it is told."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from core.counts import NOTHING, Said, draw, say
from core.models import PublishedNumber, PublishedTable

log = logging.getLogger("numbers")
Counter = Callable[[dt.datetime], Mapping[str, int]]
_counters: dict[str, Counter] = {}
AGAIN, DAY = dt.timedelta(minutes=5), dt.timedelta(days=1)


@dataclass(frozen=True)
class Numbers:
    """What a table says to everybody: the day it was counted, and the cells that are shown.

    `day` is None before the first publication. A cell that is not in `shown` has fewer than ten people, or
    perhaps some more, or none: nobody is told.
    """

    day: dt.date | None = None
    shown: Mapping[str, int] = field(default_factory=dict)


def counts(table: str) -> Callable[[Counter], Counter]:
    """Register how people are counted for a table: cell → people, at a moment.

    Raises ValueError when the name is taken.
    """

    def keep(counter: Counter) -> Counter:
        if table in _counters:
            raise ValueError(f"{table} is counted already")
        _counters[table] = counter
        return counter

    return keep


def publish(*, at: dt.datetime) -> list[str]:
    """Count and publish every table that has not been published on this day (UTC); returns their names.

    Again on the same day, and at the same moment in another process, it changes nothing.
    """
    return [table for table in _counters if _publish(table, at)]


@transaction.atomic
def _publish(table: str, at: dt.datetime) -> bool:
    today = at.astimezone(dt.UTC).date()
    PublishedTable.objects.get_or_create(name=table)
    row = PublishedTable.objects.select_for_update().get(name=table)
    if row.day is not None and row.day >= today:
        return False
    before = {
        number.cell: Said(number.shown, number.version, number.moved_on)
        for number in PublishedNumber.objects.filter(table=table)
    }
    people = _counters[table](at)
    moved = []
    for cell in sorted({*before, *people}):
        was = before.get(cell, NOTHING)
        said = say(was, people.get(cell, 0), on=today, secret=draw(table, cell, was.version))
        if said != was:
            moved.append(
                PublishedNumber(
                    table=table, cell=cell, shown=said.shown, version=said.version, moved_on=today
                )
            )
    PublishedNumber.objects.bulk_create(
        moved,
        update_conflicts=True,
        unique_fields=["table", "cell"],
        update_fields=["shown", "version", "moved_on"],
    )
    row.day = today
    row.save(update_fields=["day"])
    return True


class Daily:
    """For the worker, between two promises: the first pass of a day publishes, the others cost nothing.

    What goes wrong is no reason not to send mails: it is logged and tried again some minutes later.
    """

    def __init__(self) -> None:
        self.not_before = dt.datetime.min.replace(tzinfo=dt.UTC)

    def pass_by(self, *, at: dt.datetime) -> None:
        if at < self.not_before:
            return
        try:
            for table in publish(at=at):
                log.info("published", extra={"table": table})
        except Exception:
            log.exception("not published")
            self.not_before = at + AGAIN
        else:
            self.not_before = dt.datetime.combine(at.astimezone(dt.UTC).date() + DAY, dt.time(), dt.UTC)


def published(*tables: str) -> dict[str, Numbers]:
    """What the tables say, the same for everybody who asks: two queries."""
    days = dict(PublishedTable.objects.filter(name__in=tables).values_list("name", "day"))
    shown: dict[str, dict[str, int]] = {table: {} for table in tables}
    rows = PublishedNumber.objects.filter(table__in=tables, shown__gt=0).values_list("table", "cell", "shown")
    for table, cell, value in rows:
        shown[table][cell] = value
    return {table: Numbers(days.get(table), shown[table]) for table in tables}
