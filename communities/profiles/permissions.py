"""Who sees which field of a profile, and who lists people: rows P01–P03, P05, P06, Y01, Y02, decided here."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Block, User
from accounts.permissions import can_see_person, is_member, takes_part
from communities.profiles.fields import FIELDS, NAME, Audience
from communities.profiles.models import Profile, shared_seats
from core.access import right
from institutions.permissions import may_meet


@dataclass(frozen=True)
class Sight:
    """How somebody stands to a person: the audiences they belong to, and what follows from it.

    `meets`: the person's page is there for them, with the name. `is_named`: they act for an institution that
    the person named. `is_own`: it is themselves.
    """

    audiences: frozenset[str]
    meets: bool = True
    is_named: bool = False
    is_own: bool = False


OWN = Sight(frozenset(Audience.values), is_own=True)
CO_MEMBER = Sight(frozenset({Audience.EVERYONE, Audience.MEMBERS, Audience.COMMUNITIES}))
MEMBER = Sight(frozenset({Audience.EVERYONE, Audience.MEMBERS}))
NAMED = Sight(frozenset({Audience.EVERYONE}), is_named=True)
VISITOR = Sight(frozenset({Audience.EVERYONE}), meets=False)
NOBODY = Sight(frozenset(), meets=False)  # for them the person does not exist


def sight(viewer: Any, person: User) -> Sight:
    """How a viewer stands to a person: at most two queries."""
    if viewer.is_authenticated and viewer.pk == person.pk:
        return OWN
    if not person.is_present or person.is_officer:
        return NOBODY
    if is_member(viewer):
        if not can_see_person(viewer, person):
            return NOBODY
        return CO_MEMBER if shared_seats(viewer).filter(user=person.pk).exists() else MEMBER
    if viewer.is_authenticated and Block.objects.filter(by=person.pk, whom=viewer.pk).exists():
        return NOBODY
    return NAMED if may_meet(viewer, person) else VISITOR


def fields_for(stands: Sight, profile: Profile) -> frozenset[str]:
    """The fields that whoever stands like this sees: this decides, and nothing else does."""
    shown = {
        key
        for key in FIELDS
        if profile.audience(key) in stands.audiences or (stands.is_named and profile.is_ticked(key))
    }
    is_told = profile.user.name_audience == User.NameAudience.EVERYONE and bool(stands.audiences)
    return frozenset(shown | {NAME} if stands.meets or is_told else shown)


def shown_fields(viewer: Any, profile: Profile) -> frozenset[str]:
    """The names of the fields of `profile` that `viewer` sees; `name` is what the person is called."""
    return fields_for(sight(viewer, profile.user), profile)


@right("P01", "P02", "P03", "P05", "P06", kind="field", hides=True)
def can_see_field(viewer: Any, profile: Profile, key: str) -> bool:
    """A field is seen by its audience, and by officers of an institution that was named if it is ticked."""
    return key in shown_fields(viewer, profile)


@right("Y01", "Y02", kind="directory")
def can_list_people(viewer: Any) -> bool:
    """Who takes part. Whom they meet there is said by `directory.listed`: an officer only those who named
    their institution; and a field narrows the list for those alone who may read it (`models.may_read`)."""
    return takes_part(viewer)


def stand_of(viewer: Any, *, shares: bool) -> Sight:
    """How a viewer stands to somebody whom `directory.listed` lists for them. `shares`: a community."""
    if not is_member(viewer):
        return NAMED
    return CO_MEMBER if shares else MEMBER
