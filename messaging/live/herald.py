"""Spreads the news that a topic has moved. It never fails, and never holds up, what made the news.

Call `tell` after the commit. A request only leaves the newest number of its topic; one thread per process
publishes (0.02 ms for the poster, also while Redis hangs). A hint that is lost is harmless: hubs reconcile.
"""

import logging
import os
import threading
import time

from messaging.live.hub import hub
from messaging.live.roads import Road, road

log = logging.getLogger("live")
REST = 1.0  # seconds that a road which failed is left alone
QUIET = 2.0  # seconds without news after which the road may rest


class Herald:
    """The thread of one process, with the newest number of every topic that has news."""

    def __init__(self, by: Road) -> None:
        self._road = by
        self._news: dict[str, int] = {}
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._rest_until = 0.0
        threading.Thread(target=self._run, name="live-herald", daemon=True).start()

    def leave(self, topic: str, seq: int) -> None:
        with self._lock:
            self._news[topic] = max(seq, self._news.get(topic, 0))
        self._bell.set()

    def _run(self) -> None:
        while True:
            if not self._bell.wait(QUIET):
                self._road.rest()
                self._bell.wait()
            self._bell.clear()
            with self._lock:
                news, self._news = self._news, {}
            self._publish(news)

    def _publish(self, news: dict[str, int]) -> None:
        if time.monotonic() < self._rest_until:
            return
        try:
            self._road.publish(news)
        except Exception as error:  # whatever it is, the posts are stored and the hubs will find them
            self._rest_until = time.monotonic() + REST
            log.warning("hints are lost for a moment: %s", type(error).__name__)


_heralds: dict[int, Herald | None] = {}
"""By process id: threads do not survive a fork."""


def tell(topic: str, seq: int) -> None:
    """`topic` (``thread:<uuid>``, ``me:<account>``) has reached `seq`. From any thread, after the commit."""
    hub.hint(topic, seq)
    if herald := _herald():
        herald.leave(topic, seq)


def _herald() -> Herald | None:
    pid = os.getpid()
    if pid not in _heralds:
        by = road()
        _heralds[pid] = Herald(by) if by else None
    return _heralds[pid]
