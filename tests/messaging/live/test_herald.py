"""The herald: newest number only, never in the way, silent when the road is broken."""

import threading
import time

from messaging.live import herald as herald_module
from messaging.live.herald import Herald, tell
from messaging.live.roads import RedisRoad, group_channel, road


class Road:
    """Keeps what is published; may be slow, may be broken."""

    def __init__(self):
        self.published, self.gate, self.error = [], threading.Event(), None
        self.rested = threading.Event()
        self.gate.set()

    def publish(self, news):
        self.gate.wait(5)
        if self.error:
            raise self.error
        self.published.append(news)

    def rest(self):
        self.rested.set()

    def wait_for(self, how_many):
        until = time.monotonic() + 5
        while len(self.published) < how_many and time.monotonic() < until:
            time.sleep(0.005)
        return self.published


def test_leave_publishes_the_newest_number_of_each_topic():
    by = Road()
    by.gate.clear()
    herald = Herald(by)

    herald.leave("thread:a", 1)
    time.sleep(0.05)  # the thread now waits for the road with the first
    for topic, seq in [("thread:a", 3), ("thread:a", 2), ("thread:b", 9)]:
        herald.leave(topic, seq)
    by.gate.set()

    assert by.wait_for(2) == [{"thread:a": 1}, {"thread:a": 3, "thread:b": 9}]


def test_leave_never_waits_for_the_road():
    by = Road()
    by.gate.clear()
    herald = Herald(by)

    began = time.monotonic()
    for seq in range(1000):
        herald.leave("thread:a", seq)
    took = time.monotonic() - began
    by.gate.set()

    assert took < 0.5


def test_the_road_rests_while_there_is_no_news_and_is_used_again(monkeypatch):
    monkeypatch.setattr(herald_module, "QUIET", 0.05)
    by = Road()
    herald = Herald(by)
    herald.leave("thread:a", 1)

    assert by.rested.wait(5)

    herald.leave("thread:a", 2)
    assert by.wait_for(2) == [{"thread:a": 1}, {"thread:a": 2}]


def test_a_broken_road_is_left_alone_and_then_tried_again(monkeypatch):
    monkeypatch.setattr(herald_module, "REST", 0.1)
    by = Road()
    by.error = OSError("down")
    herald = Herald(by)

    herald.leave("thread:a", 1)
    time.sleep(0.05)
    by.error = None
    herald.leave("thread:a", 2)  # within the rest: lost
    time.sleep(0.15)
    herald.leave("thread:a", 3)

    assert by.wait_for(1) == [{"thread:a": 3}]


def test_tell_without_a_road_or_a_hub_does_nothing(monkeypatch):
    monkeypatch.setattr(herald_module, "road", lambda: None)
    monkeypatch.setattr(herald_module, "_heralds", {})

    tell("thread:a", 1)

    assert list(herald_module._heralds.values()) == [None]


def test_road_follows_the_environment(settings):
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"

    assert isinstance(road(), RedisRoad)
    assert group_channel("thread:a") == "asgi__group__thread.a"


def test_a_redis_that_is_away_raises_within_its_patience():
    began = time.monotonic()

    try:
        RedisRoad("redis://127.0.0.1:1/0").publish({"thread:a": 1})
    except Exception as error:
        caught = error

    assert caught is not None
    assert time.monotonic() - began < 1
