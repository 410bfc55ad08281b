"""Who sees which field of a profile, and who lists people: rows P01–P03, P05, P06, Y01, Y02, decided here."""

from dataclasses import dataclass, replace
from typing import Any

from accounts.models import Block, User
from accounts.permissions import can_see_person, is_administrator, is_member, is_moderator, takes_part
from communities.profiles.fields import FIELDS, NAME, Audience
from communities.profiles.models import Profile, shared_seats
from core.access import right
from institutions.permissions import may_meet


@dataclass(frozen=True)
class Sight:
    """How somebody stands to a person: the audiences they belong to, and what follows from it.

    `meets`: the person's page is there for them, with the name. `is_named`: they act for an institution that
    the person named. `is_own`: it is themselves. `is_answerable`: whatever they see that is not for everyone
    is written in the ledger first. `is_held_back`: the person blocked them; they may open it for a reason.
    """

    audiences: frozenset[str]
    meets: bool = True
    is_named: bool = False
    is_own: bool = False
    is_answerable: bool = False
    is_held_back: bool = False


OWN = Sight(frozenset(Audience.values), is_own=True)
CO_MEMBER = Sight(frozenset({Audience.EVERYONE, Audience.MEMBERS, Audience.COMMUNITIES}))
MEMBER = Sight(frozenset({Audience.EVERYONE, Audience.MEMBERS}))
NAMED = Sight(frozenset({Audience.EVERYONE}), is_named=True)
OFFICER = replace(NAMED, is_answerable=True)
HELD_BACK = Sight(frozenset(), is_held_back=True)  # staff whom the person blocked: the name and no more
LISTED = Sight(frozenset({Audience.EVERYONE}))  # an officer in a list: the page itself opens the rest
VISITOR = Sight(frozenset({Audience.EVERYONE}), meets=False)
NOBODY = Sight(frozenset(), meets=False)  # for them the person does not exist


def sight(viewer: Any, person: User) -> Sight:
    """How a viewer stands to a person: at most two queries, three for staff."""
    if viewer.is_authenticated and viewer.pk == person.pk:
        return OWN
    if not person.is_present or person.is_officer:
        return NOBODY
    if is_member(viewer):
        if not can_see_person(viewer, person):
            return NOBODY
        return HELD_BACK if can_open_hidden(viewer, person) else _as_member(viewer, person)
    if viewer.is_authenticated and Block.objects.filter(by=person.pk, whom=viewer.pk).exists():
        return NOBODY
    return OFFICER if may_meet(viewer, person) else VISITOR


def _as_member(viewer: Any, person: User) -> Sight:
    return CO_MEMBER if shared_seats(viewer).filter(user=person.pk).exists() else MEMBER


@right("P10", kind="hidden fields", hides=True)
def can_open_hidden(viewer: Any, person: User) -> bool:
    """Moderators and administrators whom the person blocked open what members see there, for a reason."""
    if not (is_moderator(viewer) or is_administrator(viewer)) or not can_see_person(viewer, person):
        return False
    return Block.objects.filter(by=person.pk, whom=viewer.pk).exists()


def opened_sight(viewer: Any, person: User) -> Sight:
    """How staff stand to a person who blocked them once they open what is hidden: as other members do."""
    return replace(_as_member(viewer, person), is_answerable=True)


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
        return LISTED
    return CO_MEMBER if shares else MEMBER
