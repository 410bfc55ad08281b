"""What stands in addresses may be anything: numbers and ways back are taken only for what they are."""

import pytest

from core.http import LARGEST, number_in, own_path


def test_number_in_takes_plain_digits():
    assert [number_in(given) for given in ("0", "42", str(LARGEST))] == [0, 42, LARGEST]


@pytest.mark.parametrize(
    "given", ["", "-1", "+1", "1.0", "1e3", " 1", "٣", "²", "1\x00", str(LARGEST + 1), "9" * 5000, "NaN"]
)
def test_number_in_takes_nothing_else(given):
    assert number_in(given) is None


def test_own_path_takes_paths_of_this_site():
    assert own_path("/en/communities/?page=2#join") == "/en/communities/?page=2#join"


@pytest.mark.parametrize(
    "given",
    [None, "", "a", "pages:feature", "//evil.example", "/\\evil.example", "https://evil.example", "\x00/"],
)
def test_own_path_takes_nothing_else(given):
    assert own_path(given) == "/"
    assert own_path(given, otherwise="/en/") == "/en/"
