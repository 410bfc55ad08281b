"""The canary sweep (trust.md V1) of staff and institutions: the whole site, through their eyes."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.timeout(1800)]


def test_nobody_meets_what_is_not_for_them(sweep):
    """An officer of each institution, and a member who asks for one."""
    sweep(("ME", 10), ("PM", 0), ("ED", 0), ("AD", 0), ("GO", 0), ("GO", 2))
