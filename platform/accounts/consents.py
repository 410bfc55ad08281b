"""The sentences a person agrees to, and the rows that prove which text they saw."""

import datetime as dt
import hashlib

from django.utils.translation import gettext as _

from accounts.models import Consent, User

VERSION = "2026-11"  # of all the sentences below: another one whenever a meaning changes
Purpose, Recipient = Consent.Purpose, Consent.Recipient


def texts() -> dict[str, str]:
    """Purpose → the exact sentence of the sign-up page, in the active language."""
    return {
        Purpose.AGE: _("I am 16 or older."),
        Purpose.TERMS: _("I have read the community rules and what happens to my data, and I agree."),
    }


def name_text() -> str:
    """The exact sentence that stands beside the choice to show one's name to everyone."""
    return _("Everyone who can read the discussion, institutions and visitors too.")


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def record(user: User, *, language: str, at: dt.datetime) -> None:
    """Write down that `user` ticked every box of the sign-up page in the active language."""
    Consent.objects.bulk_create(
        _row(user, purpose, text, language=language, at=at) for purpose, text in texts().items()
    )


def give_name(user: User, *, language: str, at: dt.datetime) -> None:
    """Write down that `user` chose to be named to everyone."""
    standing = Consent.objects.filter(user=user, purpose=Purpose.NAME, withdrawn_at=None)
    row = _row(user, Purpose.NAME, name_text(), language=language, at=at)
    row.recipient = Recipient.EVERYONE
    if not standing.filter(text_hash=row.text_hash).exists():
        row.save()


def withdraw(user: User, purpose: str, *, at: dt.datetime) -> int:
    """Note from when a purpose is no longer agreed to. Rows stay. Returns how many stood."""
    return Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at)


def _row(user: User, purpose: str, text: str, *, language: str, at: dt.datetime) -> Consent:
    return Consent(
        user=user,
        purpose=purpose,
        text_version=VERSION,
        text_hash=text_hash(text),
        language=language,
        given_at=at,
    )
