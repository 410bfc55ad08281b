"""What people do on the account pages, step by step, through the test client."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.outbox import drain

PASSWORD = "mango river lantern 42"
FORM = {
    "email": "amina@example.org",
    "name": "Amina Diallo",
    "password1": PASSWORD,
    "age": "on",
    "terms": "on",
}
CODE = re.compile(r"^[B-Z]{4}-[B-Z]{4}$", re.MULTILINE)


def mails() -> list:
    """The mails of the outbox, sent."""
    drain()
    return mail.outbox


def code() -> str:
    """The code in the last mail."""
    return CODE.search(mails()[-1].body).group()


def sign_up(client: Client, **changed):
    return client.post(reverse("account_signup"), {**FORM, **changed})


def confirm(client: Client):
    return client.post(reverse("account_email_verification_sent"), {"code": code()})


def sign_in(client: Client, user, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def add_factor(user, secret: str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP") -> str:
    """An app with codes for `user`; returns its secret."""
    TOTP.activate(user, secret)
    return secret


def factor_code(secret: str, *, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def factors(user) -> list[str]:
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
