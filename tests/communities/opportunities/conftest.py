"""Who knocks at this room's doors: the ten columns of the trust matrix."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import make

CLOSES = dt.datetime(2026, 12, 15, 18, tzinfo=dt.UTC)
CAST = {
    "AN": lambda office: AnonymousUser(),
    "UN": lambda office: make.unverified(),
    "ME": lambda office: make.user(),
    "CM": lambda office: _in_a_community("moderator"),
    "CO": lambda office: _in_a_community("steward"),
    "PM": lambda office: make.moderator(),
    "ED": lambda office: make.editor(),
    "GO": lambda office: make.officer(office),
    "SU": lambda office: make.suspended(),
    "AD": lambda office: make.administrator(),
}


def _in_a_community(role):
    person = make.user()
    make.member(make.community(), person, role=role)
    return person


@pytest.fixture
def person(who):
    """The person of the matrix column `who`; an officer acts for an institution of their own."""
    return CAST[who](make.institution())


@pytest.fixture
def facts():
    """What an officer writes, complete and valid."""
    return {
        "kind": "skills",
        "title": "Six-week teaching exchange for nurses",
        "text": "You teach **two days** a week.",
        "language": "en",
        "place": "Kumasi, Ghana",
        "is_remote": False,
        "languages": ["en", "fr"],
        "cost": "Travel and housing are covered.",
        "closes_at": CLOSES,
        "zone": ZoneInfo("Africa/Accra"),
    }
