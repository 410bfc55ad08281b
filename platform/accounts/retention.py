"""What the accounts room does not keep for ever: unconfirmed accounts, log-ins, exports."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, ProtectedError

from accounts import exports
from accounts.models import User
from core.retention import purges

UNCONFIRMED = dt.timedelta(days=7)


@purges("unconfirmed accounts")
def unconfirmed(at: dt.datetime) -> int:
    """Whoever never confirmed could not write; should anything hold such an account, it stays."""
    gone = 0
    for user in User.objects.filter(email_verified_at=None, joined_at__lte=at - UNCONFIRMED):
        try:
            user.delete()
            gone += 1
        except ProtectedError:
            continue
    return gone


@purges("log-ins")
def log_ins(at: dt.datetime) -> int:
    gone, _kinds = Session.objects.filter(expire_date__lte=at).delete()
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(living)).delete()
    return gone


@purges("exports")
def old_exports(at: dt.datetime) -> int:
    return exports.forget_old(at=at)
