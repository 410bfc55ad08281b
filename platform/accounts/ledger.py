"""The ledger of erasures: enough to erase again what a restored backup brings back, and nothing more.

A row is a keyed hash of what no other account ever has (its number and the moment it joined) and of whether
the words went too. Whoever has the ledger but not the salt learns how many accounts went on which day.
"""

import datetime as dt
import hmac
import json
from collections.abc import Iterable

from django.conf import settings

from accounts.models import ErasedAccount, User


class OtherSalt(ValueError):
    """The file was written with another salt, so nobody would be found by it."""


def digest(person: User, *, words: bool) -> str:
    joined = person.joined_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return _keyed(f"{person.pk} {joined} {'words' if words else 'name'}")


def note(person: User, *, words: bool, at: dt.datetime) -> ErasedAccount:
    """Write an erasure down; once more keeps the first day."""
    facts = {"erased_on": at.astimezone(dt.UTC).date()}
    return ErasedAccount.objects.get_or_create(digest=digest(person, words=words), defaults=facts)[0]


def owed() -> list[tuple[User, bool]]:
    """Accounts that stand here though the ledger says that they were erased, and whether their words went."""
    known = set(ErasedAccount.objects.values_list("digest", flat=True))
    return [
        (person, words)
        for person in (User.objects.filter(erased_at=None).order_by("pk").iterator() if known else ())
        for words in (False, True)
        if digest(person, words=words) in known
    ]


def lines() -> list[str]:
    """The ledger as text: a line by which the salt is known, then a row a line."""
    rows = ErasedAccount.objects.order_by("erased_on", "digest").values_list("digest", "erased_on")
    return [json.dumps({"salt": _fingerprint()}), *(json.dumps([key, day.isoformat()]) for key, day in rows)]


def take_in(written: Iterable[str]) -> int:
    """Add what `lines` gave. Returns how many are new. Raises OtherSalt, ValueError for no ledger."""
    first, *rest = [line for line in written if line.strip()] or ["{}"]
    head = json.loads(first)
    if not isinstance(head, dict) or not hmac.compare_digest(str(head.get("salt")), _fingerprint()):
        raise OtherSalt
    rows = [
        ErasedAccount(digest=_hex(key), erased_on=dt.date.fromisoformat(day))
        for key, day in map(json.loads, rest)
    ]
    known = set(ErasedAccount.objects.values_list("digest", flat=True))
    fresh = [row for row in rows if row.digest not in known]
    ErasedAccount.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _hex(key: str) -> str:
    if len(key) != 64:
        raise ValueError("a row of the ledger has 64 signs")
    return f"{int(key, 16):064x}"


def _fingerprint() -> str:
    return _keyed("which salt")[:16]


def _keyed(text: str) -> str:
    salt = settings.ERASURE_SALT or settings.SECRET_KEY
    return hmac.new(f"erasures {salt}".encode(), text.encode(), "sha256").hexdigest()
