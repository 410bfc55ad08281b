"""The selvedge: a woven band that belongs to one seed, drawn the same way every time.

Each coloured stripe of the warp is one dashed line, so that the band repeats over any length without
patterns or ids: two bands on a page can never borrow each other's colours.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from django.utils.safestring import SafeString, mark_safe

INDIGO, MADDER, TURMERIC, VERDIGRIS = "#3338A0", "#B3321F", "#F2B632", "#0B6B60"
LOGWOOD, INK, SEA, CORAL = "#7A2E78", "#15172F", "#5ED2BE", "#FF8F78"
DYES = (INDIGO, MADDER, TURMERIC, VERDIGRIS, LOGWOOD, INK, SEA, CORAL)
WIDTHS = (14, 6, 3, 9, 2, 5, 3)
PICK = 4  # height of one pick of the weft

# The platform's own band is designed, not drawn by lot.
PLATFORM = "platform"
FIXED = {
    PLATFORM: (
        (18, INDIGO), (4, TURMERIC), (10, MADDER), (3, INK),
        (12, VERDIGRIS), (4, TURMERIC), (9, LOGWOOD), (3, INK),
    )
}  # fmt: skip


def stripes(seed: str) -> tuple[tuple[int, str], ...]:
    """The warp of a seed: (width, dye) of each stripe, none beside its own colour."""
    if seed in FIXED:
        return FIXED[seed]
    lot = sha256(seed.encode("utf-8", "replace")).digest()
    base = DYES[lot[0] % 6]
    warp: list[tuple[int, str]] = []
    for position in range(7):
        wanted = base if position % 3 == 0 and position < 6 else DYES[lot[position + 1] % len(DYES)]
        beside = {warp[-1][1]} if warp else set()
        if position == 6:
            beside.add(base)  # the band repeats: its last stripe lies beside its first
        warp.append((WIDTHS[(lot[position + 9] + position) % len(WIDTHS)], _another(wanted, beside)))
    return tuple(warp)


def _another(dye: str, beside: set[str]) -> str:
    """The dye itself, or the next one that its neighbours do not have."""
    start = DYES.index(dye)
    return next(other for other in DYES[start:] + DYES[:start] if other not in beside)


@lru_cache(maxsize=1024)
def band(seed: str, *, height: int = 10, vertical: bool = False) -> SafeString:
    """The band of `seed` as SVG, `height` pixels thick; it fills the length that its place gives it."""
    thick = max(2, int(height))
    body = "".join(_lines(seed, thick, vertical))
    if vertical:
        size, name = f'width="{thick}" height="100%"', "selvedge vertical"
    else:
        size, name = f'width="100%" height="{thick}"', "selvedge"
    return mark_safe(
        f'<svg class="{name}" {size} aria-hidden="true" shape-rendering="crispEdges">{body}</svg>'
    )


def _lines(seed: str, thick: int, vertical: bool) -> Iterator[str]:
    warp = stripes(seed)
    whole = sum(width for width, _ in warp)
    yield f'<g stroke-width="{thick}">'
    start = 0
    for width, dye in warp:
        dash = f'stroke-dasharray="{width} {whole - width}" stroke-dashoffset="{-start}"'
        yield _line(thick / 2, vertical, f'stroke="{dye}" {dash}')
        start += width
    yield f'</g><g stroke="#000" stroke-opacity=".16" stroke-width="{PICK}" stroke-dasharray="2 2">'
    for row in range(-(-thick // PICK)):
        shift = ' stroke-dashoffset="2"' if row % 2 else ""
        yield _line(row * PICK + PICK / 2, vertical, shift.strip())
    yield "</g>"


def _line(across: float, vertical: bool, more: str) -> str:
    at = f"{across:g}"
    ends = f'x1="{at}" x2="{at}" y2="100%"' if vertical else f'y1="{at}" y2="{at}" x2="100%"'
    return f"<line {ends} {more}/>" if more else f"<line {ends}/>"
