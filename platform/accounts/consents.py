"""The sentences a person agrees to when signing up, and the rows that prove which text they saw."""

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


def record_office(user: User, *, text: str, language: str, at: dt.datetime) -> None:
    """Write down that `user` agreed to the terms of institutions as they were shown; once for each text."""
    Consent.objects.get_or_create(
        user=user,
        purpose=Consent.Purpose.OFFICE,
        text_hash=text_hash(text),
        withdrawn_at=None,
        defaults={"language": language, "given_at": at},
    )
