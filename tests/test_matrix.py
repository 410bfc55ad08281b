"""The trust matrix, cell by cell: `pytest -k MX` plays every row whose room exists, as all ten roles."""

import pytest

from core.access import RIGHTS
from tests.matrix import (
    scenes_communities,  # noqa: F401
    scenes_directory,  # noqa: F401
    scenes_editorial,  # noqa: F401
    scenes_files,  # noqa: F401
    scenes_moderation,  # noqa: F401
    scenes_numbers,  # noqa: F401
    scenes_opportunities,  # noqa: F401
    scenes_people,  # noqa: F401
    scenes_profiles,  # noqa: F401
    scenes_reading,  # noqa: F401
    scenes_safety,  # noqa: F401
    scenes_sockets,  # noqa: F401
    scenes_threads,  # noqa: F401
)
from tests.matrix.checks import check, check_deed
from tests.matrix.not_yet import NOT_YET
from tests.matrix.scenes import NOT_MEANINGFUL, SCENES, Ask, Deed, Scene
from tests.matrix.scenes_sockets import check_topic
from tests.matrix.table import ROWS
from tests.matrix.world import World

SKIP = pytest.mark.skip(reason="the matrix calls this cell not meaningful")


def cells():
    for scene in SCENES:
        for role in scene.roles:
            marks = [SKIP] if scene.verdict(role) == NOT_MEANINGFUL else []
            yield pytest.param(scene, role, id=scene.id(role), marks=marks)


def play(scene: Scene, world: World, verdict: str) -> None:
    ask = scene.build(world)
    if isinstance(ask, Ask):
        check(world, ask, verdict)
    elif isinstance(ask, Deed):
        check_deed(world, ask, verdict)
    else:
        check_topic(world, ask, verdict)


@pytest.mark.parametrize("scene, role", list(cells()))
def test_MX_cell(scene, role):
    verdict = scene.verdict(role)

    if verdict == "O":
        play(scene, World(role, mine=True), "A")
    else:
        play(scene, World(role, mine=scene.has_owner), verdict)


@pytest.mark.parametrize(
    "scene, role",
    [
        pytest.param(scene, role, id=scene.id(role))
        for scene in SCENES
        for role in scene.roles
        if scene.has_owner and scene.verdict(role) == "O"
    ],
)
def test_MX_somebody_elses(scene, role):
    """O allows one's own object only: somebody else's answers as hidden, or as denied where all see it."""
    play(scene, World(role), scene.others)


@pytest.mark.parametrize(
    "scene, role",
    [
        pytest.param(scene, role, id=scene.id(role))
        for scene in SCENES
        for role in ("CM", "CO")
        if scene.tenants
    ],
)
def test_MX_power_ends_at_the_next_community(scene, role):
    """Who moderates or leads another community is an ordinary member here."""
    play(scene, World(role, runs_here=False), scene.verdict("ME"))


def test_every_row_is_played_or_said_to_wait():
    played = {scene.row for scene in SCENES}

    assert set(ROWS) - played - set(NOT_YET) == set()
    assert played & set(NOT_YET) == set()
    assert set(NOT_YET) - set(ROWS) == set()


def test_every_registered_right_names_rows_of_the_matrix():
    named = {row for right in RIGHTS for row in right.rows}

    assert named - set(ROWS) == set()


def test_every_registered_right_is_played():
    """A right whose rows only wait would be a right that nothing tries."""
    played = {scene.row for scene in SCENES}

    assert [right.predicate.__name__ for right in RIGHTS if not played & set(right.rows)] == []


def test_every_departure_from_the_matrix_says_why():
    assert [
        scene.id(role) for scene in SCENES for role, (_, why) in scene.conditions.items() if not why
    ] == []


def test_ids_of_cells_are_unique():
    ids = [scene.id(role) for scene in SCENES for role in scene.roles]

    assert len(ids) == len(set(ids))
