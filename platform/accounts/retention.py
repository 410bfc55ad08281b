"""What the accounts room does not keep for ever: unconfirmed accounts, log-ins, exports, erased accounts."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, ProtectedError

from accounts import erasures, exports
from accounts.models import ErasedAccount, User
from core.retention import purges

UNCONFIRMED = dt.timedelta(days=7)
LONGEST_LOG_IN = dt.timedelta(days=90)


@purges("unconfirmed accounts")
def unconfirmed(at: dt.datetime) -> int:
    """Whoever never confirmed could not write; should anything hold such an account, it stays."""
    gone = 0
    for user in User.objects.filter(email_verified_at=None, erased_at=None, joined_at__lte=at - UNCONFIRMED):
        try:
            user.delete()
            gone += 1
        except ProtectedError:
            continue
    return gone


@purges("log-ins")
def log_ins(at: dt.datetime) -> int:
    """Those that were not used for too long, and those that began too long ago however much they are used."""
    old = list(UserSession.objects.filter(created_at__lte=at - LONGEST_LOG_IN))
    for row in old:
        row.end()
    gone, _kinds = Session.objects.filter(expire_date__lte=at).delete()
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(living)).delete()
    return gone + len(old)


@purges("exports")
def old_exports(at: dt.datetime) -> int:
    return exports.forget_old(at=at)


@purges("erasures")
def due_erasures(at: dt.datetime) -> int:
    return erasures.carry_out_due(at=at)


@purges("ledger of erasures")
def old_ledger(at: dt.datetime) -> int:
    old = (at - ErasedAccount.KEPT).astimezone(dt.UTC).date()
    return ErasedAccount.objects.filter(erased_on__lt=old).delete()[0]
