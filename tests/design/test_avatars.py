"""Initials in any script; the same person always on the same dye."""

import pytest

from design.avatars import DYES, draw, dye, initials


@pytest.mark.parametrize(
    "name, expected",
    [
        ("Abena Owusu", "AO"),
        ("Ana María de los Reyes", "AR"),
        ("ليلى حدّاد", "لح"),
        ("Jun", "J"),
        ("李小龙", "李"),
        ("'Ōlelo (he/him)", "ŌH"),
        ("…", "·"),
        ("", "·"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_last_word(name, expected):
    assert initials(name) == expected


def test_dye_belongs_to_the_seed():
    assert dye("ana") == dye("ana")
    assert {dye(f"person-{n}") for n in range(200)} == set(DYES)


def test_avatar_escapes_what_a_name_holds_and_hides_from_screen_readers():
    drawn = draw("<b>", "ana", 44)

    assert drawn.startswith(f'<span class="avatar s44 av-{dye("ana")}" aria-hidden="true">B<svg')
