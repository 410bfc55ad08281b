"""Tokens, the people of the world, and who may meet which token."""

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User

VISITOR = "AN"
PERSONS = frozenset({"ME", "CM", "CO", "PM", "ED", "AD"})  # take part as members do
EVERY_ROLE = ("UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD")


@dataclass(frozen=True)
class Player:
    """Somebody of the world, in a role of the matrix. `office`: the slug of the institution of an officer."""

    role: str
    user: User
    office: str = ""

    @property
    def handle(self) -> str:
        return self.user.handle


@dataclass(frozen=True)
class Canary:
    """A token in one datum. `allowed`: handles; `visitors`: may somebody without an account meet it, too?"""

    token: str
    kind: str
    owner: str | None
    audience: str
    object: str
    allowed: frozenset[str]
    visitors: bool


@dataclass
class Garden:
    """The world while it grows. The same seed gives the same tokens and the same choices."""

    lot: random.Random
    players: list[Player] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)

    def token(self) -> str:
        return f"zq{self.lot.getrandbits(48):012x}"

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.lot.getrandbits(128), version=4)

    def plant(
        self,
        kind: str,
        allowed: Iterable[Player],
        *,
        audience: str,
        owner: Player | None = None,
        object: object = "",
        visitors: bool = False,
        token: str = "",
    ) -> str:
        """Write down who may meet a token of this kind; returns the token, to be put into the datum."""
        token = token or self.token()
        handles = frozenset(player.handle for player in allowed)
        owned = owner.handle if owner else None
        self.canaries.append(Canary(token, kind, owned, audience, str(object), handles, visitors))
        return token

    def of(self, *roles: str) -> list[Player]:
        return [player for player in self.players if player.role in roles]

    def officers(self, office: str) -> list[Player]:
        return [player for player in self.players if player.office == office]

    @property
    def persons(self) -> list[Player]:
        """Everybody who takes part as a member does, whatever else they do."""
        return [player for player in self.players if player.role in PERSONS]
