"""Who is counted: members who are there, and told a country to all members (docs/decisions/0008)."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from accounts.models import User
from communities.profiles.fields import Audience
from communities.profiles.models import Tie
from core.numbers import counts

RESIDENCE, HERITAGE, CORRIDORS = "residence", "heritage", "corridors"
FIELD = {RESIDENCE: Tie.Kind.RESIDENCE, HERITAGE: Tie.Kind.HERITAGE}
BETWEEN = ">"  # in the cell of a corridor: from the country of a tie to the country of a home


def counted(kind: str, *, at: dt.datetime) -> QuerySet[Tie]:
    """Countries that members told to all members in one field.

    A number is read by everybody who is signed in, so what fewer people may see is not in it: "only me" means
    not even a number. Whoever is unverified, suspended, dark, erased or an officer is not counted.
    """
    free = Q(suspended_at=None) | Q(suspended_at__gt=at) | Q(suspended_until__lte=at)
    people = User.objects.present().filter(free, office_slug="")
    told = {f"profile__{FIELD[kind]}_audience": Audience.MEMBERS}
    return Tie.objects.filter(kind=FIELD[kind], profile__user__in=people, **told).exclude(country="")


@counts(RESIDENCE)
def residence(at: dt.datetime) -> Mapping[str, int]:
    return _people_by_country(counted(RESIDENCE, at=at))


@counts(HERITAGE)
def heritage(at: dt.datetime) -> Mapping[str, int]:
    return _people_by_country(counted(HERITAGE, at=at))


@counts(CORRIDORS)
def corridors(at: dt.datetime) -> Mapping[str, int]:
    """People by a country they have ties with and a country they live in; those who told both."""
    homes: dict[int, list[str]] = defaultdict(list)
    for profile, country in counted(RESIDENCE, at=at).values_list("profile", "country"):
        homes[profile].append(country)
    ties = counted(HERITAGE, at=at).values_list("profile", "country")
    return Counter(
        f"{tie}{BETWEEN}{home}" for profile, tie in ties for home in homes.get(profile, ()) if tie != home
    )


def _people_by_country(ties: QuerySet[Tie]) -> Mapping[str, int]:
    """Nobody says a country twice in one field, so ties of a country are people."""
    return Counter(ties.values_list("country", flat=True))
