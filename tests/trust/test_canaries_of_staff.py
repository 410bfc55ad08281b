"""The canary sweep (trust.md V1) of staff and institutions: the whole site, through their eyes."""

import pytest

from accounts.models import User
from tests.trust.crawler import Walker
from tests.trust.sweep import foreign, handle_of, missing
from tests.trust.things import Things

VIEWERS = [("PM", 0), ("ED", 0), ("AD", 0), ("GO", 0), ("GO", 2)]  # one officer of each institution

pytestmark = [pytest.mark.services, pytest.mark.timeout(1800)]


def test_nobody_meets_what_is_not_for_them(canaries):
    """One world for all of them: building it takes longer than a walk."""
    assert len(canaries["canaries"]) >= 600
    things = Things()
    for role, number in VIEWERS:
        handle = handle_of(canaries, role, number)
        walker = Walker(User.objects.get(handle=handle) if handle else None, things)
        walker.walk()
        assert (role, number, foreign(canaries, handle, walker.seen)) == (role, number, [])
        assert (role, number, missing(canaries, handle, walker.found)) == (role, number, [])
