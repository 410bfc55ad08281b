"""The trust matrix as tests: rights × ten roles × surfaces, generated from tests/trust-matrix.csv."""

import pytest

pytest.register_assert_rewrite("tests.matrix.checks", "tests.matrix.scenes_sockets")
