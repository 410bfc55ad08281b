"""What is read of profiles: one person's page as somebody sees it, and what its owner edits."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from communities.profiles.fields import FIELDS, NAME, PICTURE, Audience
from communities.profiles.lists import LISTS
from communities.profiles.models import Decoy, Profile, Spoken, Tie
from communities.profiles.permissions import (
    MEMBER,
    OWN,
    Sight,
    can_open_hidden,
    fields_for,
    opened_sight,
    sight,
)
from core.access import SignInNeeded, require
from core.languages import own_name
from institutions.models import Opening

PICKED = {"interests": ("theme",), "skills": ("skill", "sector")}
SPOKEN = {"languages": False, "mother_tongues": True}  # is it the mother tongue?
TIED = {"heritage": Tie.Kind.HERITAGE, "residence": Tie.Kind.RESIDENCE}


@dataclass(frozen=True)
class Row:
    """A field with what it says: one text in the owner's words, or short items with a note each.

    `lines` are sentences of ours, `picture` is the key of a file. `audience` and `is_ticked` are told to the
    owner only.
    """

    key: str
    label: str
    text: str = ""
    items: tuple[tuple[str, str, str], ...] = ()  # words, language they are in (if not the page's), note
    lines: tuple[str, ...] = ()
    picture: str = ""
    audience: str = ""
    is_ticked: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.items or self.lines or self.picture)

    @property
    def slug(self) -> str:
        return FIELDS[self.key].slug

    @property
    def address(self) -> str:
        """The name of the page on which its owner changes it."""
        return f"profile:{FIELDS[self.key].slug}"


@dataclass(frozen=True)
class Face:
    """A person's page as somebody sees it. `name` and `handle` are empty where the name is not for them, and
    so is `picture`, the key of a file."""

    name: str
    handle: str
    seed: str
    joined_at: Any
    rows: tuple[Row, ...]
    is_paused: bool = False
    picture: str = ""
    is_held_back: bool = False


class Unwritten(Exception):
    """What somebody answers for opening was asked for without the row of the ledger that says so."""


@dataclass(frozen=True)
class Sealed:
    """A person's page whose reader answers for opening it.

    `fields` are those on it that are not for everyone; `is_named`: it is opened because the person named an
    institution.
    """

    person: User
    fields: tuple[str, ...]
    is_named: bool
    _face: Face

    def against(self, opening: Opening | None) -> Face:
        """The page, for the row that says it was opened; without one only when nothing on it needs one."""
        if self.fields and (opening is None or not opening.covers(self.person.pk, self.fields)):
            raise Unwritten
        return self._face


def profile_of(person: User) -> Profile:
    """Somebody's profile; while they have said nothing, one with the defaults that is not stored."""
    try:
        return person.profile  # type: ignore[attr-defined]
    except Profile.DoesNotExist:
        return Profile(user=person)


def page(handle: str, *, viewer: Any) -> tuple[User, Face | Sealed]:
    """The person with a handle, as `viewer` sees them; sealed for officers (`actions.open_page` opens it).

    Who is hidden raises the same Http404 as a handle that nobody ever had; visitors are sent to sign-in for
    everybody who shows nothing to everyone, whether they exist or not.
    """
    person = User.objects.select_related("profile").filter(handle=handle).first()
    if person is not None:
        stands = sight(viewer, person)
        if stands.is_answerable:
            return person, sealed(profile_of(person), stands)
        shown = face(profile_of(person), stands)
        if is_there(stands, shown):
            return person, shown
    if not viewer.is_authenticated:
        raise SignInNeeded
    raise Http404


def hidden_page(handle: str, *, viewer: Any) -> Sealed:
    """What other members see of somebody who blocked the viewer, a moderator or an administrator: sealed."""
    if not viewer.is_authenticated:
        raise SignInNeeded
    person = User.objects.select_related("profile").filter(handle=handle).first()
    if person is None:
        raise Http404
    require(can_open_hidden, viewer, person)
    return sealed(profile_of(person), opened_sight(viewer, person))


def decoy_page(handle: str) -> tuple[User, Face] | None:
    """The page of nobody at a handle, as any member gets a person's: one query."""
    decoy = Decoy.objects.filter(handle=handle).first()
    if decoy is None:
        return None
    nobody = User(handle=decoy.handle, name=decoy.name, joined_at=decoy.joined_at)
    return nobody, face(Profile(user=nobody, about=decoy.about), MEMBER)


def is_there(stands: Sight, shown: Face) -> bool:
    """Is there a page for who stands like this? Who does not meet the person needs something to see."""
    return stands.meets or bool(shown.rows or shown.picture)


def face(profile: Profile, stands: Sight) -> Face:
    """What who stands like this sees of a profile: at most three queries, none for what is hidden.

    Raises Unwritten for those who answer for what they open: they get `sealed`.
    """
    if stands.is_answerable:
        raise Unwritten
    return _drawn(profile, stands)


def sealed(profile: Profile, stands: Sight) -> Sealed:
    """The same for those who answer for what they open. Members see one another's names anyway."""
    drawn = _drawn(profile, stands)
    person = profile.user
    is_told = stands.is_named and person.name_audience != User.NameAudience.EVERYONE
    shown = [*([PICTURE] if drawn.picture else []), *(row.key for row in drawn.rows)]
    opened = [key for key in shown if profile.audience(key) != Audience.EVERYONE]
    return Sealed(person, (NAME, *opened) if is_told else tuple(opened), stands.is_named, drawn)


def _drawn(profile: Profile, stands: Sight) -> Face:
    fields = fields_for(stands, profile)
    rows = rows_of(profile, fields)
    person = profile.user
    knows = NAME in fields
    return Face(
        name=person.name if knows else _("A member"),
        handle=person.handle if knows else "",
        seed=person.handle if knows else "hidden",
        joined_at=person.joined_at if Audience.MEMBERS in stands.audiences else None,
        rows=tuple(row for row in rows if not row.is_empty and row.key != PICTURE),
        is_paused="availability" in fields and profile.paused,
        picture=picture_of(profile) if PICTURE in fields else "",
        is_held_back=stands.is_held_back,
    )


def picture_of(profile: Profile) -> str:
    """The key of somebody's picture, or nothing. Whoever asks has asked first who sees it."""
    return str(profile.picture_id or "")


def own_rows(profile: Profile) -> list[Row]:
    """Every field of one's own, empty ones too, each with whom it is for."""
    return rows_of(profile, fields_for(OWN, profile), own=True)


def rows_of(profile: Profile, fields: frozenset[str], *, own: bool = False) -> list[Row]:
    """The named fields in the order of a page."""
    contents = _Contents(profile, fields)
    return [
        Row(
            key=key,
            label=str(field.label),
            audience=str(Audience(profile.audience(key)).label) if own else "",
            is_ticked=own and profile.is_ticked(key),
            **contents.of(key),
        )
        for key, field in FIELDS.items()
        if key in fields
    ]


def _in_order(rows: Any) -> list[Any]:
    """As they were told; what a list has read of all its people at once is not read again."""
    return sorted(rows.all(), key=lambda row: row.pk)


class _Contents:
    """What the fields of one profile say; tables are asked only for fields that are shown."""

    def __init__(self, profile: Profile, fields: frozenset[str]) -> None:
        self._profile = profile
        stored = profile.pk is not None
        self._picks = list(profile.picks.all()) if stored and fields & set(PICKED) else []
        self._spoken = _in_order(profile.spoken) if stored and fields & set(SPOKEN) else []
        self._ties = _in_order(profile.ties) if stored and fields & set(TIED) else []

    def of(self, key: str) -> dict[str, Any]:
        if key == PICTURE:
            return {"picture": picture_of(self._profile)}
        if key in PICKED:
            return {"items": tuple((name, "", "") for kind in PICKED[key] for name in self._picked(kind))}
        if key in SPOKEN:
            return {"items": tuple(self._languages(native=SPOKEN[key]))}
        if key in TIED:
            return self._places(key)
        if key == "availability":
            return {"lines": tuple(self._time())}
        return {"text": getattr(self._profile, key)}

    def _picked(self, kind: str) -> list[str]:
        """In the order of the list."""
        mine = {pick.key for pick in self._picks if pick.kind == kind}
        return [str(label) for key, label in LISTS[kind].items() if key in mine]

    def _languages(self, *, native: bool) -> list[tuple[str, str, str]]:
        fitting = [one for one in self._spoken if (one.level == Spoken.Level.NATIVE) is native]
        return [
            (own_name(one.language), one.language, "" if native else one.get_level_display())
            for one in fitting
        ]

    def _places(self, key: str) -> dict[str, Any]:
        names = tuple((tie.name, "", "") for tie in self._ties if tie.kind == TIED[key])
        generation = self._profile.get_generation_display() if key == "heritage" else ""
        return {"items": names, "lines": (str(generation),) if generation else ()}

    def _time(self) -> list[str]:
        profile, lines = self._profile, []
        if profile.paused:
            lines.append(_("Taking a break at the moment"))
        if profile.hours is not None:
            lines.append(
                ngettext("%(number)s hour a month", "%(number)s hours a month", profile.hours)
                % {"number": profile.hours}
            )
        if profile.works:
            lines.append(str(profile.get_works_display()))
        return lines
