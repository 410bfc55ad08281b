"""Builds the whole world of canaries in an empty database, and writes it down."""

import datetime as dt
import random
from typing import Any

from django.utils import translation

from core.limits import lifted
from core.outbox import drain
from desk.canaries import cast, offices, places, profiles
from desk.canaries.garden import EVERY_ROLE, VISITOR, Canary, Garden
from desk.seeding import listing


def build(seed: str, *, now: dt.datetime) -> Garden:
    """The same people, tokens and choices for the same seed."""
    garden = Garden(random.Random(seed))
    with lifted():
        began = now - dt.timedelta(days=30)
        cast.settle(garden, at=began)
        laid_out = places.lay_out(garden)
        knows = profiles.Acquaintance(garden, [place.everybody for place in laid_out])
        for place in laid_out:
            places.build(place, at=now - dt.timedelta(hours=20))
        profiles.introduce(garden, knows, at=began)
        offices.build(garden, at=now - dt.timedelta(hours=10))
        while drain():
            pass
    return garden


def written_down(garden: Garden) -> dict[str, list[dict[str, Any]]]:
    """``{"users": […], "objects": […], "canaries": […]}``."""
    with translation.override("en"):
        return {
            "users": [_user(player) for player in garden.players],
            "objects": listing.objects(),
            "canaries": [_canary(garden, canary) for canary in garden.canaries],
        }


def _user(player) -> dict[str, Any]:
    return {
        "role": player.role,
        "handle": player.handle,
        "email": player.user.email,
        "password": cast.PASSWORD,
        "totp_secret": cast.TOTP_SECRET if player.role in cast.WITH_SECOND_FACTOR else None,
        "institution": player.office or None,
    }


def _canary(garden: Garden, canary: Canary) -> dict[str, Any]:
    roles = {player.role for player in garden.players if player.handle in canary.allowed}
    return {
        "token": canary.token,
        "class": canary.kind,
        "owner": canary.owner,
        "audience": canary.audience,
        "object": canary.object or None,
        "allowed": sorted(canary.allowed),
        "allowed_roles": [
            *([VISITOR] if canary.visitors else []),
            *(role for role in EVERY_ROLE if role in roles),
        ],
    }
