"""The world of canaries, and the walk through it as some of its people."""

import json

import pytest
from django.core.management import call_command

from accounts.models import User
from tests.trust.crawler import Walker
from tests.trust.sweep import foreign, handle_of, missing
from tests.trust.things import Things


@pytest.fixture
def canaries(tmp_path, settings):
    """The world as `trust_seed` writes it down, in the database of the test; nobody is told to slow down."""
    settings.LIMITS_FACTOR = 1_000_000
    out = tmp_path / "world.json"
    call_command("trust_seed", seed="7", out=str(out), verbosity=0)
    return json.loads(out.read_text())


@pytest.fixture
def sweep(canaries):
    """Walk the whole site as each of these (role, which of its people; AN for visitors). One world for all of
    them: building it takes longer than a walk."""

    def walk(*viewers: tuple[str, int]) -> None:
        things = Things()
        for role, number in viewers:
            handle = handle_of(canaries, role, number)
            walker = Walker(User.objects.get(handle=handle) if handle else None, things)
            walker.walk()
            assert (role, number, foreign(canaries, handle, walker.seen)) == (role, number, [])
            assert (role, number, missing(canaries, handle, walker.found)) == (role, number, [])

    return walk
