"""A community with a discussion, and who writes in it."""

import pytest

from tests import make


@pytest.fixture
def community():
    return make.community()


@pytest.fixture
def thread(community):
    return make.thread(community, posts=1)


@pytest.fixture
def member(community, client):
    person = make.member(community)
    client.force_login(person)
    return person


@pytest.fixture
def steward(community):
    return make.member(community, role="steward")
