"""The map: land as cross-stitches without any border, and a round mark where a number is shown."""

import json
import math
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WORLD = Path(__file__).parent / "world"
STITCH = 7  # of the drawing's units, one stitch wide and high
LEAST, MOST = 5, 19  # radius of a mark
A = (1.340264, -0.081106, 0.000893, 0.003796)  # of the Equal Earth projection


@lru_cache(maxsize=1)
def _land() -> dict:
    return json.loads((WORLD / "land.json").read_text())


@lru_cache(maxsize=1)
def centres() -> dict[str, tuple[float, float]]:
    """Where the mark of a country stands: longitude and latitude by code."""
    return {
        code: (east, north)
        for code, (east, north) in json.loads((WORLD / "centres.json").read_text()).items()
    }


def projected(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude as Equal Earth lays them out, in the drawing's units."""
    turned = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(north)))
    square = turned * turned
    sixth = square**3
    slope = A[0] + 3 * A[1] * square + sixth * (7 * A[2] + 9 * A[3] * square)
    x = math.radians(east) * math.cos(turned) / (math.sqrt(3) / 2 * slope)
    y = turned * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square))
    land = _land()
    return (
        (x + land["width"] / 2) / land["cell"] * STITCH,
        (land["top"] - y) / land["cell"] * STITCH,
    )


@lru_cache(maxsize=1)
def _size() -> tuple[int, int]:
    rows = _land()["rows"]
    return len(rows[0]) * 4 * STITCH, len(rows) * STITCH


@lru_cache(maxsize=1)
def _ground() -> str:
    """All land as one path: a rectangle for each run of stitches."""
    path = []
    for row, digits in enumerate(_land()["rows"]):
        squares = f"{int(digits, 16):0{len(digits) * 4}b}"
        column = 0
        for run in squares.replace("10", "1 0").replace("01", "0 1").split():
            if run[0] == "1":
                path.append(
                    f"M{column * STITCH} {row * STITCH}h{len(run) * STITCH}v{STITCH}h-{len(run) * STITCH}z"
                )
            column += len(run)
    return "".join(path)


@lru_cache(maxsize=64)
def draw(marks: tuple[tuple[str, int], ...], *, title: str, says: str) -> SafeString:
    """The world with a mark for each (country, number), larger for more. An image: nothing in it is pressed.

    `title` names it and `says` tells in words what it shows; the figures belong in a list beside it. It is
    the same in every direction of writing, as the world is.
    """
    width, height = _size()
    most = max((number for _code, number in marks), default=1)
    circles = []
    for code, number in sorted(marks, key=lambda mark: (-mark[1], mark[0])):
        if code in centres():
            x, y = projected(*centres()[code])
            circles.append(
                (f"{x:.0f}", f"{y:.0f}", f"{LEAST + (MOST - LEAST) * math.sqrt(number / most):.1f}")
            )
    return format_html(
        '<svg class="world" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"'
        ' aria-labelledby="world-title world-says"><title id="world-title">{2}</title>'
        '<desc id="world-says">{3}</desc><defs><pattern id="stitch" width="{4}" height="{4}"'
        ' patternUnits="userSpaceOnUse"><path d="M1.4 1.4l4.2 4.2M5.6 1.4l-4.2 4.2"/></pattern></defs>'
        '<path fill="url(#stitch)" d="{5}"/>{6}</svg>',
        width, height, title, says, STITCH, _ground(),
        format_html_join("", '<circle cx="{}" cy="{}" r="{}"/>', circles),
    )  # fmt: skip
