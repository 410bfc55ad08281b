"""The picture of the home page: threads from where people live to where they have ties, over and under."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

GROUND = "#171A4D"  # a thread is edged with the ground, so that one passes over the other
THREADS = ("#F2B632", "#FF8F78", "#5ED2BE", "#D9A6F2", "#FFFFFF", "#8F9BFF")
SHORES = ("#5ED2BE", "#F2B632")
TOP, FOOT, GAP = 48, 20, 1.5
FINEST, BROADEST = 2, 9  # pixels of a thread


class Tie(NamedTuple):
    """How strongly one place where people live holds to one place where they have ties."""

    lives_in: str
    ties_to: str
    weight: float


class Shape(NamedTuple):
    """One drawing: its name in the style sheet, its width, the height of a row, the room for a name."""

    name: str
    width: int
    row: int
    letter: float
    longest: int


SHAPES = (Shape("wide", 640, 54, 7.8, 26), Shape("tall", 358, 46, 6.8, 17))


def draw(
    rows: Iterable[tuple[str, str, float]], *, lives: str, has_ties: str, says: str, rtl: bool
) -> SafeString:
    """Two drawings of the same rows (lives in, ties to, how much), of which the style sheet shows one.

    `says` tells in words what the picture shows; `lives` and `has_ties` head its two columns. The threads
    are as broad as their share of the strongest.
    """
    counted = [Tie(*row) for row in rows]
    most = max((tie.weight for tie in counted), default=1)
    ties = [
        tie._replace(weight=round(FINEST + (BROADEST - FINEST) * tie.weight / most, 1)) for tie in counted
    ]
    return format_html_join(
        "", "{}", ((_drawing(ties, shape, says, lives, has_ties, rtl),) for shape in SHAPES)
    )


def _drawing(ties: list[Tie], shape: Shape, says: str, lives: str, has_ties: str, rtl: bool) -> SafeString:
    homes = list(dict.fromkeys(tie.lives_in for tie in ties))
    lands = list(dict.fromkeys(tie.ties_to for tie in ties))
    height = TOP + FOOT + shape.row * max(len(homes), len(lands), 2) - shape.row // 2
    starts, ends = _rows(homes, height), _rows(lands, height)
    edge_a, edge_b = _room(homes, shape), shape.width - _room(lands, shape)
    ties = _thinned(ties, shape)

    def across(x: float) -> float:
        return shape.width - x if rtl else x

    leaving = _spread(ties, side="lives_in", order=lambda tie: ends[tie.ties_to])
    arriving = _spread(ties, side="ties_to", order=lambda tie: starts[tie.lives_in])
    middle = (edge_a + edge_b) / 2
    threads = []
    for tie in ties:
        y1 = starts[tie.lives_in] + leaving[tie]
        y2 = ends[tie.ties_to] + arriving[tie]
        path = (
            f"M{across(edge_a):.0f} {y1:.1f}C{across(middle):.0f} {y1:.1f} "
            f"{across(middle):.0f} {y2:.1f} {across(edge_b):.0f} {y2:.1f}"
        )
        dye = THREADS[lands.index(tie.ties_to) % len(THREADS)]
        threads.append((path, GROUND, tie.weight + 4))
        threads.append((path, dye, tie.weight))

    # Text is anchored for its page: "end" is the left side of a right-to-left line.
    words = [(across(edge_a - 12), y + 5, "end", "", _short(name, shape)) for name, y in starts.items()]
    words += [(across(edge_b + 12), y + 5, "start", "", _short(name, shape)) for name, y in ends.items()]
    words += [
        (across(edge_a - 12), 18, "end", "cap", lives),
        (across(edge_b + 12), 18, "start", "cap", has_ties),
    ]
    shores = [(across(edge_a - 3), SHORES[0]), (across(edge_b + 3), SHORES[1])]
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}">'
        '<g fill="none">{}</g>{}{}</svg>',
        shape.name, shape.width, height, shape.width, says,
        format_html_join("", '<path d="{}" stroke="{}" stroke-width="{}"/>', threads),
        format_html_join(
            "",
            '<path d="M{} {}V{}" stroke="{}" stroke-width="5"/>',
            ((f"{x:.0f}", TOP - 14, height - FOOT + 14, dye) for x, dye in shores),
        ),
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>',
            ((f"{x:.0f}", f"{y:.1f}", anchor, name, text) for x, y, anchor, name, text in words),
        ),
    )  # fmt: skip


def _rows(names: list[str], height: int) -> dict[str, float]:
    step = (height - TOP - FOOT) / max(len(names) - 1, 1)
    return {name: TOP + position * step for position, name in enumerate(names)}


def _room(names: list[str], shape: Shape) -> float:
    return 20 + shape.letter * max((min(len(name), shape.longest) for name in names), default=0)


def _short(name: str, shape: Shape) -> str:
    return name if len(name) <= shape.longest else name[: shape.longest - 1].rstrip() + "…"


def _thinned(ties: list[Tie], shape: Shape) -> list[Tie]:
    """The ties, thin enough that those of one place stay clear of the next place's."""
    bundles: dict[tuple[str, str], float] = defaultdict(float)
    for tie in ties:
        bundles["here", tie.lives_in] += tie.weight + GAP
        bundles["there", tie.ties_to] += tie.weight + GAP
    share = min(1.0, shape.row * 0.8 / max(bundles.values(), default=1))
    return [tie._replace(weight=round(tie.weight * share, 1)) for tie in ties]


def _spread(ties: list[Tie], *, side: str, order) -> dict[Tie, float]:
    """How far each thread lies from the middle of its place, so that none starts on another."""
    bundles: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        bundles[getattr(tie, side)].append(tie)
    offsets = {}
    for bundle in bundles.values():
        at = -sum(tie.weight + GAP for tie in bundle) / 2
        for tie in sorted(bundle, key=order):
            offsets[tie] = at + tie.weight / 2
            at += tie.weight + GAP
    return offsets
