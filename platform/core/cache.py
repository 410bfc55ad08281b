"""A cache that never fails a request: Redis while it answers, this process's memory while it does not."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache

log = logging.getLogger("cache")
REST = 5.0  # seconds a Redis that failed is left alone
MOST = 50_000  # entries in memory: a limit that counts different things has one for each


class SturdyCache(BaseCache):
    """Django's Redis cache behind a breaker, with local memory to fall back on (realtime.md R6)."""

    def __init__(self, server: str, params: dict) -> None:
        super().__init__(params)
        self._near = LocMemCache("sturdy", {**params, "max_entries": MOST})
        self._recent = LocMemCache("recent", params)
        self._far = None
        self._rest_until = 0.0
        if server:
            from django.core.cache.backends.redis import RedisCache

            options = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}
            self._far = RedisCache(server, {**params, "OPTIONS": options})

    def _ask(self, name: str, *args, **kwargs):
        if self._far is not None and time.monotonic() >= self._rest_until:
            try:
                return getattr(self._far, name)(*args, **kwargs)
            except ValueError:  # incr of a key that is not there: an answer, not a failure
                raise
            except Exception as error:
                self._rest_until = time.monotonic() + REST
                log.warning("cache falls back to memory: %s", type(error).__name__)
        ask: Callable = getattr(self._near, name)
        return ask(*args, **kwargs)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("add", key, value, timeout=timeout, version=version)

    def get(self, key, default=None, version=None):
        return self._ask("get", key, default=default, version=version)

    def get_many(self, keys, version=None):
        return self._ask("get_many", keys, version=version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("set_many", data, timeout=timeout, version=version)

    def get_recent(self, key: str, seconds: float) -> Any:
        """As `get`, for what every page asks: an answer up to so many seconds old costs no way to Redis."""
        value = self._recent.get(key)
        if value is None:
            value = self.get(key)
            if value is not None:
                self._recent.set(key, value, timeout=seconds)
        return value

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("set", key, value, timeout=timeout, version=version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("touch", key, timeout=timeout, version=version)

    def delete(self, key, version=None):
        self._recent.delete(key, version=version)
        return self._ask("delete", key, version=version)

    def incr(self, key, delta=1, version=None):
        return self._ask("incr", key, delta=delta, version=version)

    def has_key(self, key, version=None):
        return self._ask("has_key", key, version=version)

    def clear(self):
        self._recent.clear()
        return self._ask("clear")
