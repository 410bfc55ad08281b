"""The sweep itself: it sees a leak where there is one, and finds nothing where nobody looked."""

from accounts.models import User
from communities.profiles import queries
from communities.profiles.fields import FIELDS, NAME
from tests.trust.crawler import Walker
from tests.trust.sweep import foreign, handle_of, missing
from tests.trust.things import Things


def test_a_leak_is_seen(canaries, monkeypatch):
    """A page that shows every field to everybody is found out, by a visitor and by an officer."""
    monkeypatch.setattr(queries, "fields_for", lambda stands, profile: frozenset({*FIELDS, NAME}))
    people = [f"/en/people/{handle_of(canaries, 'ME', number)}/" for number in range(10)]
    for role in ("AN", "ED"):
        handle = handle_of(canaries, role, 0)
        walker = Walker(User.objects.get(handle=handle) if handle else None, Things())
        for address in people:
            list(walker.read(address))

        assert {kind for kind, *_ in foreign(canaries, handle, walker.seen)} >= {
            "profile heritage",
            "profile about",
        }


def test_who_looks_at_nothing_misses_everything(canaries):
    handle = handle_of(canaries, "ME", 0)

    assert len(missing(canaries, handle, set())) > 300
    assert foreign(canaries, handle, {}) == []


def test_every_token_is_one_and_everybody_has_some(canaries):
    tokens = [canary["token"] for canary in canaries["canaries"]]
    owners = {canary["owner"] for canary in canaries["canaries"]}

    assert len(tokens) == len(set(tokens)) >= 600
    assert {user["handle"] for user in canaries["users"]} <= owners
    assert {user["role"] for user in canaries["users"]} == {
        "UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD",
    }  # fmt: skip
