"""How many sockets one session, one account, one address may hold in this process."""

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    from messaging.live.socket import Socket

PER_SESSION, PER_ACCOUNT, PER_ADDRESS = 5, 10, 50


class Holder(NamedTuple):
    """Whom sockets are counted for, and how many they may hold."""

    kind: str
    ident: object
    limit: int

    @property
    def most(self) -> float:
        return self.limit * settings.LIMITS_FACTOR

    @property
    def name(self) -> str:
        """What other processes know the holder by: it tells nothing of a session or an address."""
        said = f"{settings.SECRET_KEY}:{self.kind}:{self.ident}".encode()
        return blake2b(said, digest_size=12).hexdigest()


class Places:
    """Counted by session and account; visitors without an account by address, where one is known."""

    def __init__(self) -> None:
        self._taken: dict[Holder, list[Socket]] = {}  # in the order of their coming
        self._moved: set[Holder] = set()

    def take(self, socket: "Socket", address: str | None) -> bool:
        """Take one place; False, and none taken, when one of the holders has as many as it may."""
        holders = _holders(socket, address)
        if any(self.count(holder) >= holder.most for holder in holders):
            return False
        for holder in holders:
            self._taken.setdefault(holder, []).append(socket)
        self._moved.update(holders)
        return True

    def give_back(self, socket: "Socket", address: str | None) -> None:
        for holder in _holders(socket, address):
            here = self._taken[holder]
            here.remove(socket)
            if not here:
                del self._taken[holder]
            self._moved.add(holder)

    def count(self, holder: Holder) -> int:
        return len(self._taken.get(holder, ()))

    def newest(self, holder: Holder, how_many: int) -> list["Socket"]:
        """The last that came in for a holder, without those that are on their way out."""
        here = [socket for socket in self._taken.get(holder, ()) if not socket.is_gone]
        return here[-how_many:] if how_many > 0 else []

    def moved(self) -> set[Holder]:
        """Holders whose count has changed since this was last asked."""
        moved, self._moved = self._moved, set()
        return moved

    def all(self) -> set[Holder]:
        return set(self._taken)


def _holders(socket: "Socket", address: str | None) -> list[Holder]:
    if socket.user_id is None:
        return [Holder("address", address, PER_ADDRESS)] if address else []
    session = Holder("session", socket.session_key, PER_SESSION)
    return [session, Holder("account", socket.user_id, PER_ACCOUNT)]
