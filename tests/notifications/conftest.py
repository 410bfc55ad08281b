"""A kind of notice that only these tests know."""

import pytest

from notifications import registry
from notifications.registry import Kind


@pytest.fixture(autouse=True)
def _a_kind(monkeypatch):
    """`test.reply` tells who replied and where; a place called "secret" is nobody's to know."""
    kind = Kind(
        "test.reply",
        lambda facts: "{who} replied in {place}.".format(**facts),
        icon="reply",
        why="You wrote there.",
        knows=lambda viewer, many: [facts["place"] != "secret" for facts in many],
    )
    monkeypatch.setitem(registry.KINDS, kind.name, kind)
