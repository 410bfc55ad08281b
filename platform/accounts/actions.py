"""What changes for good about an account: blocks, suspension, roles, office, going dark, settings."""

import datetime as dt

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils.translation import gettext as _

from accounts import consents, log_ins
from accounts.events import blocked, by_line_changed, standing_changed
from accounts.models import Block, Consent, User
from accounts.permissions import (
    ADMINISTRATORS,
    EDITORS,
    MODERATORS,
    can_change_settings,
    can_give_role,
    can_go_dark,
    can_read_consents,
    can_suspend,
)
from core.access import require
from core.events import announce

ROLES = (MODERATORS, EDITORS, ADMINISTRATORS)


class OfficersHoldNoRole(ValidationError):
    """Who acts for an institution can't look after the platform."""

    def __init__(self) -> None:
        super().__init__(_("Somebody who acts for an institution can't hold a role."), code="officer")


@transaction.atomic
def block(viewer: User, *, whom: User, at: dt.datetime) -> bool:
    """Keep two people from meeting, silently and both ways. Returns whether this is new; twice is once."""
    _lock(viewer.pk, whom.pk)
    _row, is_new = Block.objects.get_or_create(by_id=viewer.pk, whom_id=whom.pk)
    if is_new:
        _blocks_changed(viewer.pk, whom.pk)
        announce(blocked, by_id=viewer.pk, whom_id=whom.pk, at=at)
    return is_new


@transaction.atomic
def unblock(viewer: User, *, whom: User) -> bool:
    """Take back one's own block; a block by the other one stays. Returns whether there was one."""
    _lock(viewer.pk, whom.pk)
    gone, _kinds = Block.objects.filter(by_id=viewer.pk, whom_id=whom.pk).delete()
    if gone:
        _blocks_changed(viewer.pk, whom.pk)
    return bool(gone)


def _lock(*ids: int) -> None:
    """Always in the same order, so that two people who block each other at once don't wait for each other."""
    list(User.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _blocks_changed(*ids: int) -> None:
    User.objects.filter(pk__in=ids).update(blocks_epoch=F("blocks_epoch") + 1)


@transaction.atomic
def suspend(user: User, *, by: User, why: str, until: dt.datetime | None, at: dt.datetime) -> User:
    """Take all rights but those to appeal, export and erase; every log-in ends. `until` None: for good."""
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_suspend, by, person)
    if until is not None and until <= at:
        raise ValidationError(_("Choose an end that is in the future."), code="past")
    person.suspended_at, person.suspended_until, person.suspended_why = at, until, why
    person.save(update_fields=["suspended_at", "suspended_until", "suspended_why"])
    log_ins.end_all(person)
    announce(standing_changed, user_id=person.pk)
    return person


@transaction.atomic
def lift_suspension(user: User, *, by: User, at: dt.datetime) -> User:
    """Give the rights back before the suspension ends by itself."""
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_suspend, by, person)
    person.suspended_at, person.suspended_until, person.suspended_why = None, None, ""
    person.save(update_fields=["suspended_at", "suspended_until", "suspended_why"])
    announce(standing_changed, user_id=person.pk)
    return person


@transaction.atomic
def go_dark(user: User, *, at: dt.datetime, but: str | None = None) -> User:
    """Be met by nobody, until one comes back: no page, no name, no mails; every log-in but the session `but`
    ends, and every socket. Once more changes nothing but ends what was opened meanwhile."""
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_go_dark, person)
    is_new = person.dark_since is None
    if is_new:
        person.dark_since = at
        person.save(update_fields=["dark_since"])
    log_ins.end_others(person, but=but)
    _rights_ended(person)
    if is_new:
        announce(by_line_changed, user_id=person.pk)
    return person


@transaction.atomic
def come_back(user: User, *, at: dt.datetime) -> User:
    """Be met as before one went dark. Nothing was lost meanwhile but the mails that were not sent.

    Who waits to be erased stays dark until that is undone (`erasures.undo`).
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_go_dark, person)
    if person.dark_since is not None and person.erase_at is None:
        person.dark_since = None
        person.save(update_fields=["dark_since"])
        announce(standing_changed, user_id=person.pk)
        announce(by_line_changed, user_id=person.pk)
    return person


@transaction.atomic
def show_name_to(user: User, audience: str, *, language: str, at: dt.datetime) -> None:
    """Be named to members only, or to everyone: the latter is a consent, written down and taken back."""
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_change_settings, person)
    if audience == User.NameAudience.EVERYONE:
        consents.give_name(person, language=language, at=at)
    else:
        consents.withdraw(person, Consent.Purpose.NAME, at=at)
    _name_audience(person, audience)


@transaction.atomic
def wear_picture(user: User, key: str, *, audience: str) -> None:
    """Have a picture beside one's name, for members or for everyone; an empty key: the drawn one.

    Pages that are open are drawn again when they show what they should not any more. A first picture, and
    one for more people, wait until a page is read again: that is no hurry, and every post would be an event
    of its stream.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    shown, was_open = person.picture_key, person.picture_audience == User.NameAudience.EVERYONE
    person.picture_key, person.picture_audience = key, audience if key else User.NameAudience.MEMBERS
    person.save(update_fields=["picture_key", "picture_audience"])
    is_open = person.picture_audience == User.NameAudience.EVERYONE
    if shown and (shown != key or (was_open and not is_open)):
        announce(by_line_changed, user_id=person.pk)


@transaction.atomic
def withdraw_consent(user: User, pk: int, *, at: dt.datetime) -> None:
    """Take back one's own consent, and with it what it allowed. Raises Http404 for what is not there to be
    taken back: another person's, one that was withdrawn, one that only ends with the account."""
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_read_consents, person)
    consent = Consent.objects.filter(user=person, pk=pk).first()
    if consent is None or not consent.can_be_withdrawn:
        raise Http404
    consents.withdraw(person, consent.purpose, at=at)
    if consent.purpose == Consent.Purpose.NAME:
        _name_audience(person, User.NameAudience.MEMBERS)
    if ending := consents.ENDINGS.get(consent.purpose):
        ending(person)


def _name_audience(person: User, audience: str) -> None:
    if person.name_audience != audience:
        person.name_audience = audience
        person.save(update_fields=["name_audience"])
        announce(by_line_changed, user_id=person.pk)


@transaction.atomic
def set_office(user: User, *, name: str, slug: str, kind: str) -> User:
    """Make somebody an officer on every page; the institutions room calls this with the mandate.

    Their powers wait until they accept the terms of institutions.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    person.office_name, person.office_slug, person.office_kind = name, slug, kind
    person.office_terms_at = None
    person.save(update_fields=["office_name", "office_slug", "office_kind", "office_terms_at"])
    person.groups.remove(*Group.objects.filter(name__in=ROLES))
    _rights_ended(person)
    return person


def clear_office(user: User) -> User:
    """An officer becomes a member again."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        person.office_name = person.office_slug = person.office_kind = ""
        person.office_terms_at = None
        person.save(update_fields=["office_name", "office_slug", "office_kind", "office_terms_at"])
        _rights_ended(person)
    return person


@transaction.atomic
def accept_office(user: User, *, text: str, language: str, at: dt.datetime) -> User:
    """An officer agrees to this very text about acting for an institution. Twice is once."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.is_officer and person.office_terms_at is None:
        purpose = Consent.Purpose.OFFICE
        consents.give(person, purpose, recipient="", text=text, language=language, at=at)
        person.office_terms_at = at
        person.save(update_fields=["office_terms_at"])
        announce(standing_changed, user_id=person.pk)
    return person


@transaction.atomic
def give_role(user: User, role: str, *, by: User | None, at: dt.datetime) -> User:
    """Put somebody into one of `ROLES`. `by` None: whoever runs commands on the server."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if by is not None:
        require(can_give_role, by, person)
    if person.is_officer:
        raise OfficersHoldNoRole
    person.groups.add(Group.objects.get(name=_role(role)))
    announce(standing_changed, user_id=person.pk)
    return person


@transaction.atomic
def take_role(user: User, role: str, *, by: User | None, at: dt.datetime) -> User:
    """End somebody's role; open sockets end with it."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if by is not None:
        require(can_give_role, by, person)
    person.groups.remove(Group.objects.get(name=_role(role)))
    _rights_ended(person)
    return person


def _role(name: str) -> str:
    if name not in ROLES:
        raise ValidationError(_("There is no role of this name."), code="role")
    return name


def _rights_ended(person: User) -> None:
    User.objects.filter(pk=person.pk).update(epoch=F("epoch") + 1)
    announce(standing_changed, user_id=person.pk)


def keep_second_factor_true(user_id: int, *, has_one: bool, at: dt.datetime) -> None:
    """Make `second_factor_since` say what the authenticators say; losing the factor ends the powers."""
    mine = User.objects.filter(pk=user_id)
    if has_one:
        changed = mine.filter(second_factor_since=None).update(second_factor_since=at)
    else:
        lost = mine.exclude(second_factor_since=None)
        changed = lost.update(second_factor_since=None, epoch=F("epoch") + 1)
    if changed:
        announce(standing_changed, user_id=user_id)


def mark_checked_up(user_id: int, *, at: dt.datetime) -> None:
    """Somebody chose who sees them, or that this can wait: they are not asked again."""
    User.objects.filter(pk=user_id, checked_up_at=None).update(checked_up_at=at)


def mark_verified(user_id: int, *, at: dt.datetime) -> bool:
    """The address was answered for the first time. Returns False when it had been before."""
    first = User.objects.filter(pk=user_id, email_verified_at=None).update(email_verified_at=at)
    if first:
        announce(standing_changed, user_id=user_id)
    return bool(first)
