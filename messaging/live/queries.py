"""Who stands behind a socket, and whether they still do: a few reads for everybody here at once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.bylines import OUTSIDE, apart_from
from accounts.models import User
from accounts.permissions import audience_of, takes_part
from accounts.queries import account
from accounts.sessions import SessionStore

ENDING = (
    "epoch", "password", "is_active", "erased_at", "email_verified_at",
    "suspended_at", "suspended_until", "office_slug",
)  # fmt: skip
"""A change of any of these ends a person's sockets; what they may do now is asked when they come back."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`rights` moves with anything that ends a person's sockets, `blocks` when they block or are blocked."""

    rights: int
    blocks: int


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the hub keeps of the one behind a socket."""

    user_id: int | None = None
    session_key: str | None = None
    language: str = "en"
    audience: str = OUTSIDE
    mark: Mark = Mark(0, 0)
    blocked: frozenset[int] = frozenset()


NOBODY = Visitor()


def visitor(session_key: str | None) -> Visitor | None:
    """Who presents this session: two queries, three where there are blocks.

    None when the session is over, its log-in is unfinished (a second factor or a code is still asked for), or
    its owner takes no part: unverified, suspended, erased.
    """
    if not session_key:
        return NOBODY
    session = SessionStore(session_key)
    user_id = session.get(SESSION_KEY)
    if session.session_key is None or LOGIN_SESSION_KEY in session:
        return None
    if user_id is None:
        return NOBODY
    user = person(int(user_id))
    if not takes_part(user) or not _vouches(session, user):
        return None
    return Visitor(
        user_id=user.pk,
        session_key=session_key,
        language=user.language,
        audience=audience_of(user),
        mark=Mark(hash(tuple(getattr(user, name) for name in ENDING)), user.blocks_epoch),
        blocked=apart_from(user),
    )


def _vouches(session: SessionStore, user: User) -> bool:
    """Whether the session is from the time of the present password. Django's own `get_user` may also move the
    session to another key here, which a socket has no cookie to tell of."""
    known = session.get(HASH_SESSION_KEY, "")
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(known, one) for one in hashes)


def person(user_id: int | None) -> Any:
    """An account as policies ask for it: one quick query."""
    return account(user_id) or AnonymousUser()


def marks(user_ids: Collection[int]) -> dict[int, Mark]:
    """The marks of those who still have an account: one query."""
    rows = User.objects.filter(pk__in=user_ids).values_list("pk", "blocks_epoch", *ENDING)
    return {pk: Mark(hash(tuple(facts)), blocks) for pk, blocks, *facts in rows}


def living_sessions(keys: Collection[str]) -> set[str]:
    """Which of these sessions go on: one query."""
    living = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(living.values_list("session_key", flat=True))
