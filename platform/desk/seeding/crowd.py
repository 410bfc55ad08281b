"""The quiet members of the demo world, in bulk, and the first numbers about people."""

import datetime as dt

from django.contrib.auth.hashers import make_password

from accounts import names
from accounts.models import User
from communities.profiles.fields import OPEN, PRESETS
from communities.profiles.models import Profile, Tie
from core.numbers import publish
from desk.world.crowd import CROWD


def gather(*, at: dt.datetime, now: dt.datetime) -> None:
    """Rows as the actions would have left them, and the day's numbers.

    They are accounts nobody can sign in to, each with two countries told to all members.
    """
    corridors = [pair for tie, home, number in CROWD for pair in [(tie, home)] * number]
    nothing = make_password(None)
    people = User.objects.bulk_create(_person(n, nothing, at) for n in range(len(corridors)))
    readers = {f"{key}_audience": audience for key, audience in PRESETS[OPEN].items()}
    profiles = Profile.objects.bulk_create(Profile(user=person, **readers) for person in people)
    Tie.objects.bulk_create(
        Tie(profile=profile, kind=kind, country=country)
        for profile, (tie, home) in zip(profiles, corridors, strict=True)
        for kind, country in ((Tie.Kind.HERITAGE, tie), (Tie.Kind.RESIDENCE, home))
    )
    publish(at=now)


def _person(number: int, password: str, at: dt.datetime) -> User:
    name = f"Quiet {number:03}"
    return User(
        email=f"quiet{number:03}@quiet.example",
        name=name,
        name_skeleton=names.skeleton(name),
        handle=f"quiet-{number:03}",
        password=password,
        email_verified_at=at,
        checked_up_at=at,
        joined_at=at,
    )
