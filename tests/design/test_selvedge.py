"""The band of a seed is always the same, and nobody else's."""

import re

from design.selvedge import FIXED, PLATFORM, band, stripes

SEEDS = ["health-workers-abroad", "ecuatorianos-en-europa", "عائلات", "", "a", "lagos-london-tech"]


def test_band_is_byte_identical_on_two_renders():
    first = band("health-workers-abroad", height=10)
    band.cache_clear()

    assert band("health-workers-abroad", height=10) == first


def test_band_differs_between_seeds():
    assert len({band(seed) for seed in SEEDS}) == len(SEEDS)


def test_stripes_never_lie_beside_their_own_colour_even_where_the_band_repeats():
    for number in range(500):
        dyes = [dye for _, dye in stripes(f"seed-{number}")]

        assert all(one != other for one, other in zip(dyes, [*dyes[1:], dyes[0]], strict=True)), number


def test_stripes_repeat_after_their_whole_width():
    drawn = band("a", height=10)
    whole = sum(width for width, _ in stripes("a"))
    dashes = [
        tuple(map(int, pair))
        for pair in re.findall(r'stroke-dasharray="(\d+) (\d+)" stroke-dashoffset', drawn)
    ]

    assert [on + off for on, off in dashes] == [whole] * 7


def test_band_of_the_platform_is_designed():
    assert stripes(PLATFORM) == FIXED[PLATFORM]


def test_band_has_neither_ids_nor_inline_styles():
    for drawn in (band("a", height=5), band("a", height=10, vertical=True)):
        assert " id=" not in drawn
        assert " style=" not in drawn
        assert "url(" not in drawn


def test_band_takes_any_text_as_a_seed():
    assert band("\ud800").startswith("<svg")
