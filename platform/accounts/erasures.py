"""Erasing an account: asked for, undone within seven days, carried out by `manage.py purge` (trust.md 5.3).

Once it has begun, an account is nobody's (`erased_at`), and nobody undoes it. What is left to do is done in
small steps, each a transaction of its own and each harmless when done again: a job that is killed is taken up
by the next one. The account's row in the ledger is the lock, so that no discussion waits for the whole.
"""

import datetime as dt
import logging
import secrets
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.db.models import F
from django.utils import formats, timezone, translation

from accounts import actions, erasing, ledger
from accounts.events import by_line_changed, standing_changed
from accounts.models import ErasedAccount, User
from accounts.permissions import can_erase
from core.access import require
from core.events import announce

log = logging.getLogger("erasures")
OVER = object()
GRACE = dt.timedelta(days=7)
SWEPT = dt.timedelta(hours=25)  # so long after it, what was under way meanwhile is looked for once more


class MustHandOver(Exception):
    """Something would be left without anybody: `duties` says what."""

    def __init__(self, duties: list[erasing.Duty]) -> None:
        super().__init__(duties)
        self.duties = duties


@transaction.atomic
def ask(user: User, *, words: bool, at: dt.datetime, but: str | None = None) -> User:
    """Be dark at once and erased in seven days; `words`: what they wrote goes too. Twice is once.

    Every log-in ends but the session `but`. Raises MustHandOver.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_erase, person)
    if person.erase_at is not None:
        return person
    if held := erasing.duties(person):
        raise MustHandOver(held)
    person = actions.go_dark(person, at=at, but=but)
    person.erase_at, person.erase_words = at + GRACE, words
    person.save(update_fields=["erase_at", "erase_words"])
    _mail(person, "erasure_asked", until=_day(person, person.erase_at))
    return person


@transaction.atomic
def undo(user: User, *, at: dt.datetime) -> User:
    """Stay: all is as it was, and who had been dark before stays dark. Undoing twice is undoing once."""
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_erase, person)
    if person.erase_at is None:
        return person
    asked_at = person.erase_at - GRACE
    person.erase_at, person.erase_words = None, False
    was_seen = person.dark_since == asked_at
    if was_seen:
        person.dark_since = None
    person.save(update_fields=["erase_at", "erase_words", "dark_since"])
    if was_seen:
        announce(standing_changed, user_id=person.pk)
        announce(by_line_changed, user_id=person.pk)
    _mail(person, "erasure_undone")
    return person


def _mail(person: User, what: str, **facts: str) -> None:
    get_adapter().send_mail(f"account/email/{what}", person.email, {"user": person, **facts})


def _day(person: User, moment: dt.datetime) -> str:
    with translation.override(person.language):
        return formats.date_format(timezone.localtime(moment, person.zone), "DATE_FORMAT")


# -- the job ------------------------------------------------------------------------------------------------


def carry_out_due(*, at: dt.datetime) -> int:
    """Erase every account whose days are over. Returns how many; one that fails is tried again next time."""
    due = User.objects.filter(erase_at__lte=at).order_by("erase_at", "pk")
    done = sum(_tried(carry_out, pk, at=at) for pk in list(due.values_list("pk", flat=True)))
    for pk in (
        User.objects.filter(erased_at__gt=at - SWEPT, erased_at__lt=at, erase_at=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        _tried(_sweep, pk, at=at)
    return done


def _tried(deed: Callable[..., bool], pk: int, *, at: dt.datetime) -> bool:
    try:
        return deed(pk, at=at)
    except Exception:
        log.exception("account not erased")
        return False


def _sweep(pk: int, *, at: dt.datetime) -> bool:
    person = User.objects.get(pk=pk)
    steps = erasing.all_steps(person, words=person.erase_words, at=at)
    more = True
    while more:
        with transaction.atomic():
            more = next(steps, OVER) is not OVER
    return True


def carry_out(pk: int, *, at: dt.datetime) -> bool:
    """Erase one account whose moment has come. False when it has not, or somebody else was quicker."""
    begun = _begin(pk, at=at)
    if begun is None:
        return False
    person, entry = begun
    steps = erasing.all_steps(person, words=person.erase_words, at=at)
    more = True
    while more:
        with transaction.atomic():
            if not _is_ours(person, entry):
                return False
            more = next(steps, OVER) is not OVER
    with transaction.atomic():
        return _is_ours(person, entry) and _end(person)


@transaction.atomic
def _begin(pk: int, *, at: dt.datetime) -> tuple[User, ErasedAccount] | None:
    """From here on nobody undoes it: the account is nobody's, and written into the ledger."""
    person = User.objects.select_for_update().filter(pk=pk, erase_at__lte=at).first()
    if person is None:
        return None
    entry = ledger.note(person, words=person.erase_words, at=at)
    if person.erased_at is None:
        User.objects.filter(pk=pk).update(erased_at=at, epoch=F("epoch") + 1)
        person.erased_at = at
        announce(standing_changed, user_id=pk)
    return person, entry


def _is_ours(person: User, entry: ErasedAccount) -> bool:
    """Take the account's turn; false when another job has ended it meanwhile."""
    list(ErasedAccount.objects.select_for_update().filter(pk=entry.pk))
    return User.objects.filter(pk=person.pk, erase_at__isnull=False).exists()


def _end(person: User) -> bool:
    """The row goes, or stays with nothing in it where posts and decisions still need an author."""
    if not _is_pointed_at(person):
        person.delete()
        return True
    token = secrets.token_hex(12)
    person.set_unusable_password()
    blank = User(email=f"{token}@erased.invalid", name=erasing.NOBODY, handle=f"gone-{token}")
    blank.name_skeleton = token
    stays = {"id", "epoch", "blocks_epoch", "erased_at", "erase_words", "password"}
    fields = {f.attname for f in User._meta.concrete_fields} - stays
    facts = {name: getattr(blank, name) for name in fields}
    facts |= {"joined_at": person.erased_at, "is_active": False, "password": person.password}
    User.objects.filter(pk=person.pk).update(**facts)
    announce(by_line_changed, user_id=person.pk)
    return True


def _is_pointed_at(person: User) -> bool:
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: person.pk}).exists()
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    )


def replay(*, at: dt.datetime) -> int:
    """Erase again whom a restored backup brought back. Returns how many."""
    done = 0
    for person, words in ledger.owed():
        waiting = {"erase_at": at, "erase_words": words, "dark_since": person.dark_since or at}
        User.objects.filter(pk=person.pk, erased_at=None).update(**waiting)
        done += _tried(carry_out, person.pk, at=at)
    return done
