"""Limits that count different things: the same one again is free, and nothing is had for nothing."""

import pytest
from django.core.cache import cache

from core.cache import SturdyCache
from core.limits import LIMITS, Limit, TooMany, lifted, meet, network


@pytest.fixture(autouse=True)
def _three(monkeypatch):
    monkeypatch.setitem(LIMITS, "three", Limit(3, 60))


def test_the_same_again_is_free():
    for _ in range(5):
        meet("three", "ana", ["a", "b", "c"])

    with pytest.raises(TooMany) as refused:
        meet("three", "ana", ["d"])
    assert refused.value.retry_after == 60


def test_what_was_refused_is_not_free_the_next_time():
    meet("three", "ana", ["a", "b"])

    for _ in range(3):
        with pytest.raises(TooMany):
            meet("three", "ana", ["c", "d"])
    meet("three", "ana", ["a"])


def test_everybody_has_a_limit_of_their_own_and_nothing_costs_nothing():
    meet("three", "ana", ["a", "b", "c"])
    meet("three", "ana", [])

    meet("three", "ben", ["a", "b", "c"])


def test_the_first_refusal_is_known():
    meet("three", "ana", ["a", "b", "c"], times=2)
    meet("three", "ana", ["d", "e", "f"], times=2)

    firsts = []
    for thing in "gh":
        with pytest.raises(TooMany) as refused:
            meet("three", "ana", [thing], times=2)
        firsts.append(refused.value.is_first)
    assert firsts == [True, False]


def test_a_new_time_begins_with_nothing_met():
    meet("three", "ana", ["a", "b", "c"])
    cache.delete("limit:three:ana")  # as when its time is over

    meet("three", "ana", ["d", "e", "f"])
    with pytest.raises(TooMany):
        meet("three", "ana", ["a"])


def test_it_holds_while_redis_is_away(monkeypatch):
    away = SturdyCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr("core.limits.cache", away)

    meet("three", "ana", ["a", "b", "c"])
    meet("three", "ana", ["a"])

    with pytest.raises(TooMany):
        meet("three", "ana", ["d"])


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.200", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("not an address", "not an address"),
    ],
)
def test_an_address_is_counted_with_its_network(address, counted_as):
    assert network(address) == counted_as


def test_limits_are_lifted_for_a_while_and_hold_again_whatever_happened(settings):
    before = settings.LIMITS_FACTOR

    def build():
        meet("three", "ana", [str(n) for n in range(100)])
        raise KeyError

    with pytest.raises(KeyError), lifted():
        build()

    assert before == settings.LIMITS_FACTOR
    with pytest.raises(TooMany):
        meet("three", "bea", ["a", "b", "c", "d"])
