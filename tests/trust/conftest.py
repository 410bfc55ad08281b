"""The world of canaries."""

import json

import pytest
from django.core.management import call_command


@pytest.fixture
def canaries(tmp_path, settings):
    """The world as `trust_seed` writes it down, in the database of the test; nobody is told to slow down."""
    settings.LIMITS_FACTOR = 1_000_000
    out = tmp_path / "world.json"
    call_command("trust_seed", seed="7", out=str(out), verbosity=0)
    return json.loads(out.read_text())
