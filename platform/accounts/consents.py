"""The sentences a person agrees to, with the rows that prove which text they saw."""

import datetime as dt
import hashlib

from django.utils.translation import gettext as _

from accounts.models import Consent, User


def texts() -> dict[str, str]:
    """Purpose → the exact sentence, in the active language."""
    return {
        Consent.Purpose.AGE: _("I am 16 or older."),
        Consent.Purpose.TERMS: _("I have read the community rules and what happens to my data, and I agree."),
    }


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def record(user: User, *, language: str, at: dt.datetime) -> None:
    """Write down that `user` ticked every box of the sign-up page in the active language."""
    Consent.objects.bulk_create(
        Consent(user=user, purpose=purpose, text_hash=text_hash(text), language=language, given_at=at)
        for purpose, text in texts().items()
    )


def give(user: User, purpose: str, *, recipient: str, text: str, language: str, at: dt.datetime) -> Consent:
    """Write down that `user` agreed to `text`, for one recipient. The same text twice is one row."""
    row, _is_new = Consent.objects.get_or_create(
        user=user,
        purpose=purpose,
        recipient=recipient,
        text_hash=text_hash(text),
        withdrawn_at=None,
        defaults={"language": language, "given_at": at},
    )
    return row


def withdraw(user: User, purpose: str, *, recipient: str, at: dt.datetime) -> int:
    """End every standing consent of this purpose for one recipient; the rows stay. Returns how many."""
    standing = Consent.objects.filter(user=user, purpose=purpose, recipient=recipient, withdrawn_at=None)
    return standing.update(withdrawn_at=at)
