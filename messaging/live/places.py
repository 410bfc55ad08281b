"""How many sockets one session, one account, one address may hold in this process."""

from collections import Counter
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from messaging.live.socket import Socket

PER_SESSION, PER_ACCOUNT, PER_ADDRESS = 5, 10, 50


class Places:
    """Counted by session and account; visitors without an account by address, where one is known."""

    def __init__(self) -> None:
        self._taken: Counter = Counter()

    def take(self, socket: "Socket", address: str | None) -> bool:
        """Take one place; False, and none taken, when one of the holders has as many as it may."""
        holders = _holders(socket, address)
        if any(self._taken[holder] >= most * settings.LIMITS_FACTOR for holder, most in holders):
            return False
        self._taken.update(holder for holder, _ in holders)
        return True

    def give_back(self, socket: "Socket", address: str | None) -> None:
        for holder, _ in _holders(socket, address):
            self._taken[holder] -= 1
            if not self._taken[holder]:
                del self._taken[holder]


def _holders(socket: "Socket", address: str | None) -> list[tuple[tuple, int]]:
    if socket.user_id is None:
        return [(("address", address), PER_ADDRESS)] if address else []
    return [(("session", socket.session_key), PER_SESSION), (("account", socket.user_id), PER_ACCOUNT)]
