"""How much of what, in one table (trust.md 4.6): counted per person or address in the cache."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


class TooMany(Exception):
    """The limit is reached. `retry_after` says in seconds when to try again; `is_first`: nobody was refused
    before within the same time."""

    def __init__(self, name: str, retry_after: int, *, is_first: bool = False) -> None:
        super().__init__(name)
        self.retry_after = retry_after
        self.is_first = is_first


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
    "search": Limit(30, 60),
    # Of different things; the same one again is free (`meet`).
    "pages of newcomers": Limit(60, 24 * 3600),
    "pages of members": Limit(300, 24 * 3600),
    "listed": Limit(200, 10 * 60),  # ten pages of twenty
    "listed in a day": Limit(1000, 24 * 3600),
}
FROM_ONE_NETWORK = 3  # times what one person may meet


@contextmanager
def lifted() -> Iterator[None]:
    """No limits inside: for commands that build a world faster than anybody writes."""
    before = settings.LIMITS_FACTOR
    settings.LIMITS_FACTOR = 1_000_000
    try:
        yield
    finally:
        settings.LIMITS_FACTOR = before


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


def meet(name: str, who: str | int, things: Iterable[str | int], *, times: int = 1) -> None:
    """Count those of `things` that `who` has not met within the limit's time; the same one again is free.
    Raises TooMany when more different ones were met than `times` the limit, and then counts none as met.

    Counting comes before remembering: whoever asks twice at once pays twice, and nobody gets one for nothing.
    """
    limit = LIMITS[name]
    most = max(1, int(limit.most * settings.LIMITS_FACTOR)) * times
    since_key = f"limit:{name.replace(' ', '-')}:{who}"
    cache.add(since_key, secrets.token_hex(4), timeout=limit.seconds)
    since = f"{since_key}:{cache.get(since_key)}"
    marks = {f"{since}:{thing}" for thing in things}
    new = marks - set(cache.get_many(marks))
    if not new:
        return
    cache.add(since, 0, timeout=limit.seconds)
    try:
        used = cache.incr(since, len(new))
    except ValueError:
        cache.set(since, len(new), timeout=limit.seconds)
        used = len(new)
    if used > most:
        raise TooMany(name, limit.seconds, is_first=used - len(new) <= most)
    cache.set_many(dict.fromkeys(new, 1), timeout=limit.seconds)


def network(given: str) -> str:
    """The network an address is counted with: /24, for IPv6 /64; what is no address stands for itself."""
    try:
        found = ip_address(given.partition("%")[0])
    except ValueError:
        return given
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network((found, 24 if found.version == 4 else 64), strict=False))


def address(request: HttpRequest) -> str:
    """The address a request came from: the proxy's word only when the proxy is one of ours."""
    direct = request.META.get("REMOTE_ADDR", "")
    if direct in settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        return forwarded or direct
    return direct
