"""What a number about people may say: pure rules, no database (docs/decisions/0008)."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

K = 10  # fewer people than this are never told from none; also the step between two values
REST = dt.timedelta(days=7)  # after a move, nothing rises for so long
LOWEST_RISE = 2 * K - 2  # above a line: K more than the highest count at which the line can fall

FALL, RISE = "fall", "rise"
Draw = Callable[[str, int], int]


@dataclass(frozen=True)
class Said:
    """What was said of one cell: `shown` is a multiple of ten and 0 stands for "fewer than 10".

    `version` counts the days on which it moved; each version has secrets of its own.
    """

    shown: int = 0
    version: int = 0
    moved_on: dt.date | None = None


NOTHING = Said()


def draw(table: str, cell: str, version: int) -> Draw:
    """The secrets of one cell between two moves: a number from 0 to 9 for each line and direction.

    They follow from the site's key, so that nothing secret lies in the database, and from nothing else: they
    are the same on every process, and cannot be learnt from another cell or an earlier version.
    """

    def secret(way: str, line: int) -> int:
        sealed = salted_hmac("core.counts", f"{table}\n{cell}\n{version}\n{way}\n{line}", algorithm="sha256")
        return int.from_bytes(sealed.digest()[:8], "big") % K

    return secret


def say(before: Said, people: int, *, on: dt.date, secret: Draw) -> Said:
    """What is said of a cell with so many people, after what was said before.

    A value is a line that was crossed. It falls when fewer than `line` + 0…9 people are left, so it never
    says more than there are; it rises to the next line when `line` + 18…27 are there, so that after any move
    ten people must come or go before the cell can move back.
    """
    shown = before.shown
    while shown and people < shown + secret(FALL, shown):
        shown -= K
    if shown == before.shown and _has_rested(before, on):
        while people >= shown + K + LOWEST_RISE + secret(RISE, shown + K):
            shown += K
    return before if shown == before.shown else Said(shown, before.version + 1, on)


def _has_rested(before: Said, on: dt.date) -> bool:
    return before.moved_on is None or on - before.moved_on >= REST


def within(
    cells: Mapping[tuple[str, str], int], rows: Mapping[str, int], columns: Mapping[str, int]
) -> dict[tuple[str, str], int]:
    """The shown cells of a table by two things, beside the published numbers of each thing alone.

    What is shown of a row or a column never adds up to more than the number of that row or column, so that no
    cell which is not shown can be computed by subtracting. Largest first; what does not fit is lowered, and
    below ten it is not shown. It looks at nothing but published values, and so tells nothing new.
    """
    row_left, column_left = dict(rows), dict(columns)
    shown = {}
    for (row, column), value in sorted(cells.items(), key=lambda item: (-item[1], item[0])):
        fits = min(value, row_left.get(row, 0), column_left.get(column, 0))
        if fits < K:
            continue
        shown[row, column] = fits
        row_left[row] -= fits
        column_left[column] -= fits
    return shown
