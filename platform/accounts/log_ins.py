"""Log-ins: how long they last, what is remembered of them, how they end.

Of a device only its kind of browser and system is kept; of its network address, nothing (trust.md K7).
"""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.db.models import F
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import ADMINISTRATORS, EDITORS, MODERATORS

HOUR, DAY = 3600, 24 * 3600
TOUCH = 600  # seconds between two notes of "last used": reading a page writes nothing
BEGAN, SEEN = "log_in_began", "log_in_seen"
NO_ADDRESS = "0.0.0.0"  # the column needs one


def lifetimes(user: User) -> tuple[int, int]:
    """(idle, whole) seconds a log-in lasts: shorter for those with powers (trust.md K6)."""
    if user.is_officer or user.roles & {MODERATORS, EDITORS, ADMINISTRATORS}:
        return 12 * HOUR, 7 * DAY
    return 14 * DAY, 90 * DAY


def begin(request: HttpRequest) -> None:
    """Note when somebody signed in; what follows is counted from here."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def keep(request: HttpRequest) -> None:
    """End a log-in that has lasted too long; otherwise note now and then that it is used."""
    now = int(time.time())
    began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, 0)
    user: Any = request.user
    idle, whole = lifetimes(user)
    if (seen and now - seen > idle) or now - began > whole:
        sign_out(request)
    elif now - seen >= TOUCH:
        request.session[BEGAN], request.session[SEEN] = began, now
        UserSession.objects.create_from_request(request)


def mine(user: User) -> list[UserSession]:
    """The log-ins that still stand, last used first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.last_seen_at, reverse=True)


def end(user: User, *, pk: int) -> bool:
    """End one log-in of `user`; its sockets see that the session is gone. False if it isn't theirs."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return False
    row.end()
    return True


def end_others(user: User, *, but: str | None) -> int:
    """End every log-in of `user` except the session `but`. Returns how many."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for row in rows:
        row.end()
    return len(rows)


def sign_out(request: HttpRequest) -> None:
    """End the log-in that this request belongs to."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)


def end_all(user: User) -> None:
    """End every log-in, and every socket whatever it was opened with."""
    end_others(user, but=None)
    User.objects.filter(pk=user.pk).update(epoch=F("epoch") + 1)


def rotate(request: HttpRequest) -> None:
    """A new key for a log-in whose powers changed, so that an older copy of the cookie is worth nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
