"""A folder of its own for the files of each test, and a painter who need not be waited for."""

import pytest

from tests.uploads.samples import VERSIONS
from uploads import pictures


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = str(tmp_path / "private")
    return tmp_path / "private"


@pytest.fixture
def quick(monkeypatch):
    """What is recognised as a picture counts as drawn."""
    monkeypatch.setattr(pictures, "_ask_painter", lambda content, form, kind: dict(VERSIONS))
