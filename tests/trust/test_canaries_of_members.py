"""The canary sweep (trust.md V1) of members and visitors: the whole site, through their eyes."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.timeout(1800)]


def test_nobody_meets_what_is_not_for_them(sweep):
    """The first member belongs to a community of each kind and was blocked; the fifth has gone dark."""
    sweep(("AN", 0), ("UN", 0), ("SU", 0), ("ME", 0), ("ME", 4), ("CM", 0), ("CO", 0))
