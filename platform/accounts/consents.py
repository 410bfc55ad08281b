"""The sentences a person agrees to, and the rows that prove which text they saw."""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import Consent, User

VERSION = "2026-11"  # of all the sentences below: another one whenever a meaning changes
Purpose, Recipient = Consent.Purpose, Consent.Recipient


# Purpose → what ends with it, of rooms that lie above: called in the transaction of the withdrawal.
ENDINGS: dict[str, Callable[[User], object]] = {}


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


def give(user: User, purpose: str, *, recipient: str, text: str, language: str, at: dt.datetime) -> Consent:
    """Write down that `user` agreed to `text`, for one recipient. The same text twice is one row."""
    row, _is_new = Consent.objects.get_or_create(
        user=user,
        purpose=purpose,
        recipient=recipient,
        text_hash=text_hash(text),
        withdrawn_at=None,
        defaults={"text_version": VERSION, "language": language, "given_at": at},
    )
    return row


def give_name(user: User, *, language: str, at: dt.datetime) -> None:
    """Write down that `user` chose to be named to everyone."""
    give(user, Purpose.NAME, recipient=Recipient.EVERYONE, text=name_text(), language=language, at=at)


def withdraw(user: User, purpose: str, *, at: dt.datetime, recipient: str | None = None) -> int:
    """Note from when a purpose is no longer agreed to, for one recipient or for all; rows stay.

    Returns how many stood.
    """
    standing = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None)
    if recipient is not None:
        standing = standing.filter(recipient=recipient)
    return standing.update(withdrawn_at=at)


def _row(user: User, purpose: str, text: str, *, language: str, at: dt.datetime) -> Consent:
    return Consent(
        user=user,
        purpose=purpose,
        text_version=VERSION,
        text_hash=text_hash(text),
        language=language,
        given_at=at,
    )
