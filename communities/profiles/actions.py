"""What its owner changes in a profile: what it says, whom each part is for, all of it at once. And opening
what is not for everyone, which its owner is told."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import consents
from accounts.actions import mark_checked_up, wear_picture
from accounts.models import Consent, User
from accounts.permissions import can_change_settings
from communities.profiles.fields import FIELDS, HIDDEN, PICTURE, PRESETS, Audience
from communities.profiles.lists import LISTS
from communities.profiles.models import Pick, Profile, Spoken, Tie
from communities.profiles.queries import Face, Sealed
from core.access import require
from core.languages import POST_LANGUAGES
from core.places import is_country
from institutions import actions as institutions
from institutions.queries import named_by
from notifications.actions import notify
from uploads import actions as uploads
from uploads import kinds
from uploads.models import StoredFile

LEDGER = "/settings/profile/openings/"  # where a member reads who opened what, below the language prefix
PLAIN = {  # field → columns that are just written
    "about": ("about",), "self_description": ("self_description",), "full_name": ("full_name",),
    "heritage": ("generation",), "availability": ("hours", "works", "paused"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What somebody says in one field, and whom it is for.

    `columns` of the profile; `picks` by kind; `places` as countries and words of one's own; `spoken` as
    (language, level).
    """

    audience: str
    is_ticked: bool = False
    columns: Mapping[str, Any] | None = None
    picks: Mapping[str, Iterable[str]] | None = None
    countries: Iterable[str] = ()
    words: Iterable[str] = ()
    spoken: Iterable[tuple[str, str]] = ()


@transaction.atomic
def tell(key: str, told: Told, *, by: User) -> Profile:
    """Say something in one field, and whom it is for; what stood there before is gone."""
    profile = _own(by)
    field = FIELDS[key]
    changed = [field.audience_column]
    setattr(profile, field.audience_column, told.audience)
    if not field.is_guarded:
        setattr(profile, field.institutions_column, told.is_ticked)
        changed.append(field.institutions_column)
    for column in PLAIN.get(key, ()):
        setattr(profile, column, (told.columns or {})[column])
        changed.append(column)
    profile.full_clean(validate_unique=False, validate_constraints=False)
    profile.save(update_fields=[*changed, "updated_at"])
    for kind, keys in (told.picks or {}).items():
        _pick(profile, kind, keys)
    if key in ("heritage", "residence"):
        _tie(profile, key, told)
    if key in ("languages", "mother_tongues"):
        _speak(profile, told.spoken, native=key == "mother_tongues")
    return profile


def show_picture(told: Told, *, file: Any | None, by: User, at: dt.datetime) -> Profile:
    """Say whom one's picture is for, and with a file which it is; the one before is gone for everybody.

    Raises ValidationError for a file that is not kept. Drawing it takes seconds, so it comes before the
    transaction.
    """
    require(can_change_settings, by)
    stored = None
    if file is not None:
        try:
            stored = uploads.keep(file, by=by, kind=kinds.PICTURE, at=at)
        except uploads.Refused as error:
            raise ValidationError({PICTURE: error}) from None
    with transaction.atomic():
        profile = tell(PICTURE, told, by=by)
        if stored is not None:
            _replace_picture(profile, stored)
        _wear(profile, by)
    return profile


@transaction.atomic
def remove_picture(*, by: User) -> None:
    """The drawn avatar again; whom a picture is for stays as it was said. Twice is once."""
    profile = _own(by)
    _replace_picture(profile, None)
    _wear(profile, by)


def _replace_picture(profile: Profile, stored: StoredFile | None) -> None:
    before, profile.picture = profile.picture, stored
    profile.save(update_fields=["picture", "updated_at"])
    if before is not None:
        uploads.discard(before)
    if stored is not None:
        uploads.give(stored, to=str(profile.user_id))


def _wear(profile: Profile, by: User) -> None:
    """By-lines are drawn once for all who read them, so they have it only if all of these may see it."""
    is_for_readers = profile.picture_audience in (Audience.MEMBERS, Audience.EVERYONE)
    key = str(profile.picture_id) if profile.picture_id and is_for_readers else ""
    wear_picture(by, key, audience=profile.picture_audience)


def _own(by: User) -> Profile:
    """One change of a profile at a time; made when its owner first says something."""
    require(can_change_settings, by)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    profile, _is_new = Profile.objects.get_or_create(user_id=by.pk)
    return profile


def _pick(profile: Profile, kind: str, keys: Iterable[str]) -> None:
    chosen = set(keys)
    if chosen - set(LISTS[kind]):
        raise ValidationError(_("Choose from the list."), code="unknown")
    profile.picks.filter(kind=kind).delete()
    Pick.objects.bulk_create(Pick(profile=profile, kind=kind, key=key) for key in sorted(chosen))


def _tie(profile: Profile, kind: str, told: Told) -> None:
    countries = list(dict.fromkeys(told.countries))
    if not all(is_country(code) for code in countries):
        raise ValidationError(_("Choose from the list."), code="unknown")
    profile.ties.filter(kind=kind).delete()
    ties = [Tie(profile=profile, kind=kind, country=code) for code in countries]
    ties += [Tie(profile=profile, kind=kind, place=words) for words in dict.fromkeys(told.words) if words]
    Tie.objects.bulk_create(ties)


def _speak(profile: Profile, spoken: Iterable[tuple[str, str]], *, native: bool) -> None:
    said = dict(spoken)
    if set(said) - set(POST_LANGUAGES):
        raise ValidationError(_("Choose from the list."), code="unknown")
    if any((level == Spoken.Level.NATIVE) is not native for level in said.values()):
        raise ValidationError(_("Choose from the list."), code="level")
    mine = profile.spoken.filter(level=Spoken.Level.NATIVE)
    others = profile.spoken.exclude(level=Spoken.Level.NATIVE)
    before, elsewhere = (mine, others) if native else (others, mine)
    if elsewhere.filter(language__in=said).exists():
        raise ValidationError(
            _("You named this language already: once as a mother tongue or once as another one is enough."),
            code="twice",
        )
    before.delete()
    Spoken.objects.bulk_create(
        Spoken(profile=profile, language=code, level=how) for code, how in said.items()
    )


def directory_text() -> str:
    """The very sentence that a member agrees to, in the active language."""
    return _(
        "Yes. Members who are signed in find me in the list of people, by my name and by what each of them "
        "may read of my profile. Visitors and institutions do not. I can take this back at any time."
    )


@transaction.atomic
def enter_directory(*, by: User, language: str, at: dt.datetime) -> Profile:
    """Stand in the list of people from now on, with the consent that proves it. Twice is once."""
    profile = _own(by)
    if not profile.in_directory:
        _list(profile, True)
        consents.give(
            by,
            Consent.Purpose.DIRECTORY,
            recipient=Consent.Recipient.MEMBERS,
            text=directory_text(),
            language=language,
            at=at,
        )
    return profile


@transaction.atomic
def leave_directory(*, by: User, at: dt.datetime) -> None:
    """Be found there by nobody, from the next search on. The consent ends, and stays in the log."""
    _list(_own(by), False)
    consents.withdraw(by, Consent.Purpose.DIRECTORY, at=at)


def consent_withdrawn(user: User) -> None:
    """The consent was taken back in the log: called in the same transaction, also for who is suspended."""
    Profile.objects.filter(user=user.pk, in_directory=True).update(in_directory=False)


def _list(profile: Profile, listed: bool) -> None:
    if profile.in_directory != listed:
        profile.in_directory = listed
        profile.save(update_fields=["in_directory", "updated_at"])


@transaction.atomic
def take_preset(name: str, *, by: User, at: dt.datetime) -> Profile:
    """Set whom every field is for, at once. No preset names an institution or enters the list of people;
    hidden takes both back."""
    profile = _own(by)
    for key, audience in PRESETS[name].items():
        field = FIELDS[key]
        setattr(profile, field.audience_column, audience)
        if not field.is_guarded:
            setattr(profile, field.institutions_column, False)
    profile.save()
    _wear(profile, by)
    if name == HIDDEN:
        leave_directory(by=by, at=at)
        for row in named_by(by):
            institutions.opt_out(row.institution, by=by, at=at)
    mark_checked_up(by.pk, at=at)
    return profile


@transaction.atomic
def open_page(page: Sealed, *, by: User, at: dt.datetime, why: str = "") -> Face:
    """Hand out a sealed page, once the ledger says who opened which fields of whom, and why.

    `why` is the reason of staff. Officers open because they were named, and the member hears of the first
    time in a day that somebody of an institution did.
    """
    if not page.fields:
        return page.against(None)
    if not page.is_named:
        return page.against(institutions.write_staff(page.person, by=by, fields=page.fields, why=why, at=at))
    opening, is_new = institutions.write_officer(page.person, by=by, fields=page.fields, at=at)
    if is_new:
        name, slug = opening.institution_name, opening.institution_slug
        key, facts = f"{slug}:{at:%Y-%m-%d}", {"institution": name}
        notify(page.person.pk, "profile.opened", key=key, facts=facts, path=LEDGER)
    return page.against(opening)
