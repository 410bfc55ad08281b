"""How much of what, in one table (trust.md 4.6): counted per person or address in the cache."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


class TooMany(Exception):
    """The limit is reached. `retry_after` says in seconds when to try again."""

    def __init__(self, name: str, retry_after: int) -> None:
        super().__init__(name)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Limit:
    """At most `most` in `seconds`."""

    most: int
    seconds: int


LIMITS = {
    "post": Limit(10, 20),
    "posts in a day": Limit(300, 24 * 3600),
    "thread": Limit(20, 24 * 3600),
    "edit": Limit(30, 60),
    "remove": Limit(30, 30 * 60),
    "community": Limit(10, 24 * 3600),
    "join": Limit(30, 60 * 60),
    "report": Limit(20, 60 * 60),
    "mail": Limit(5, 60 * 60),
    "opportunity": Limit(20, 24 * 3600),
    "application": Limit(20, 24 * 3600),
    "institution": Limit(5, 24 * 3600),
    "invitation": Limit(20, 24 * 3600),
    "block": Limit(60, 60 * 60),
    "opt-in": Limit(30, 60 * 60),
    "upload": Limit(30, 30 * 60),
    "opening": Limit(30, 60 * 60),
    "proof": Limit(10, 10 * 60),
    "handshake": Limit(120, 60),
}


def spend(name: str, who: str | int) -> None:
    """Count one use of a limit for `who`. Raises TooMany when it is used up."""
    limit = LIMITS[name]
    most = max(1, int(limit.most * settings.LIMITS_FACTOR))
    key = f"limit:{name.replace(' ', '-')}:{who}"
    cache.add(key, 0, timeout=limit.seconds)
    try:
        used = cache.incr(key)
    except ValueError:
        cache.set(key, 1, timeout=limit.seconds)
        used = 1
    if used > most:
        raise TooMany(name, limit.seconds)


def address(request: HttpRequest) -> str:
    """The address a request came from: the proxy's word only when the proxy is one of ours."""
    direct = request.META.get("REMOTE_ADDR", "")
    if direct in settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        return forwarded or direct
    return direct
