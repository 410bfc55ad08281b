"""What the accounts room erases: how somebody signs in, what they agreed to, whom they blocked."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import F, Q

from accounts import exports, log_ins, mail
from accounts.erasing import DELETED, EMPTIED, KEPT, Room, Steps, register
from accounts.models import Block, Consent, Export, User
from core.models import Outbox


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    """What the row itself says is emptied last, in `erasures`."""
    log_ins.end_all(person)
    _end_sessions(person)
    UserSession.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    yield
    for export in Export.objects.filter(user=person):
        exports.path_of(export).unlink(missing_ok=True)
        exports.path_of(export).with_suffix(".part").unlink(missing_ok=True)
    Outbox.objects.filter(
        key__in=[f"export:{pk}" for pk in person.exports.values_list("pk", flat=True)]
    ).delete()
    Export.objects.filter(user=person).delete()
    for row in Outbox.objects.filter(kind=mail.KIND):
        if person.email.lower() in [to.lower() for to in row.payload.get("to", [])]:
            row.delete()
    yield
    blocks = Block.objects.filter(Q(by=person) | Q(whom=person))
    met = {pk for pair in blocks.values_list("by", "whom") for pk in pair}
    blocks.delete()
    User.objects.filter(pk__in=met).update(blocks_epoch=F("blocks_epoch") + 1)
    Consent.objects.filter(user=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    yield


def _end_sessions(person: User) -> None:
    """Also those that no log-in stands for: half-way through a sign-in, their address is in them."""
    theirs = [row.pk for row in Session.objects.iterator() if _is_about(row.get_decoded(), person)]
    Session.objects.filter(pk__in=theirs).delete()


def _is_about(session: dict, person: User) -> bool:
    return session.get(SESSION_KEY) == str(person.pk) or person.email.lower() in str(session).lower()


register(
    Room(
        "accounts",
        steps,
        covers={
            "accounts.User.id": KEPT,
            **dict.fromkeys(
                (
                    f"accounts.User.{field.name}"
                    for field in User._meta.concrete_fields
                    if field.name not in ("id", "erased_at", "erase_words")
                ),
                EMPTIED,
            ),
            "accounts.User.erased_at": KEPT,
            "accounts.User.erase_words": KEPT,
            "accounts.User_groups": DELETED,
            "accounts.User_user_permissions": DELETED,
            "accounts.ErasedAccount.digest": KEPT,
            "accounts.ErasedAccount.erased_on": KEPT,
            "accounts.Consent": DELETED,
            "accounts.Export": DELETED,
            "accounts.Block": DELETED,
            "account.EmailAddress": DELETED,
            "account.EmailConfirmation": DELETED,
            "mfa.Authenticator": DELETED,
            "usersessions.UserSession": DELETED,
            "sessions.Session": DELETED,
            "core.Outbox": "mails to them are deleted; other promises hold numbers only",
        },
    )
)
