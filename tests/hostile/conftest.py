"""The world that is sent nonsense."""

import pytest

from tests.hostile.world import World


@pytest.fixture
def world() -> World:
    return World()
