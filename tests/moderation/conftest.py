"""Registers the things of these tests, and brings one person of each kind."""

import pytest
from django.contrib.auth.models import AnonymousUser

from moderation import registry
from tests import make
from tests.moderation import things


@pytest.fixture(autouse=True)
def _things(monkeypatch):
    monkeypatch.setitem(registry.KINDS, "note", things.KIND)
    monkeypatch.setitem(registry.KINDS, "waiting", things.WAITING)
    monkeypatch.setattr(registry, "SCOPES", [things.scopes_of])
    things.NOTES.clear()


@pytest.fixture
def community():
    return make.community(visibility="request")


@pytest.fixture
def author(community):
    return make.member(community)


@pytest.fixture
def note(author, community):
    """The id of a public note."""
    return things.write(author, community)


@pytest.fixture
def cast(community):
    """One person of each column of the matrix."""
    return {
        "AN": AnonymousUser(),
        "UN": make.unverified(),
        "ME": make.member(community),
        "CM": make.member(community, role="moderator"),
        "CO": make.member(community, role="steward"),
        "PM": make.moderator(),
        "ED": make.editor(),
        "GO": make.officer(),
        "SU": make.suspended(),
        "AD": make.administrator(),
    }
