"""Who asks whether somebody has an account learns nothing (trust.md V3): doors answer alike, and work alike."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from itertools import product

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.outbox import drain
from tests import make
from tests.accounts import steps

PAIRS = 6  # asked in turn, so that what the first one warms up is not taken for a difference
FEW = 8  # statements more or less: a millisecond, beside the hash and the network
WRONG = "wrong lantern river 12"
CHANCE = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|name="csrf-token" content="\w+"|X-CSRFToken[^}]*|nonce="[^"]*"'
)
PERSON = re.compile(r'<span class="avatar.*?</span>|\w+ Sow|\w+-sow', re.DOTALL)  # who asks
NAMES = (f"{first}{second}{third} Sow" for first, second, third in product(*[("bin", "ma", "ro", "te")] * 3))


def log_in(client: Client, address: str):
    return client.post(reverse("account_login"), {"login": address, "password": WRONG})


def log_in_by_code(client: Client, address: str):
    return client.post(reverse("account_request_login_code"), {"email": address})


def wrong_code(client: Client, address: str):
    log_in_by_code(client, address)
    return client.post(reverse("account_confirm_login_code"), {"code": "BBBB-BBBB"})


def reset(client: Client, address: str):
    return client.post(reverse("account_reset_password"), {"email": address})


def wrong_reset(client: Client, address: str):
    reset(client, address)
    return client.post(reverse("account_confirm_password_reset_code"), {"code": "BBBB-BBBB"})


def sign_up(client: Client, address: str):
    return steps.sign_up(client, email=address, name=next(NAMES))


def sign_up_page(client: Client, address: str):
    sign_up(client, address)
    return client.get(reverse("account_email_verification_sent"))


def change_address(client: Client, address: str):
    """Somebody who is signed in asks for an address that may be another member's."""
    person = make.user(password=steps.PASSWORD, name=next(NAMES))
    steps.sign_in(client, person)
    page = reverse("account_email")
    first = client.post(page, {"email": address, "action_add": "1"})
    client.post(first.url, {"password": steps.PASSWORD})
    return client.get(reverse("account_email_verification_sent"))


DOORS = [log_in, log_in_by_code, wrong_code, reset, wrong_reset, sign_up, sign_up_page, change_address]


@pytest.fixture
def no_limits(settings):
    settings.LIMITS_FACTOR = 1_000_000
    settings.ACCOUNT_RATE_LIMITS = False


@contextmanager
def hashes(monkeypatch):
    """Count how often a password is hashed, whatever for: nothing else on these pages takes long."""
    counted = []
    real = MD5PasswordHasher.encode

    def encode(self, password, salt):
        counted.append(1)
        return real(self, password, salt)

    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", encode)
        yield counted


def plain(response, address: str) -> tuple:
    """What the answer says to who asks, without chance and without what they typed themselves."""
    body = CHANCE.sub("", response.content.decode()).replace(address, "ADDRESS")
    heads = {
        name: value
        for name, value in response.headers.items()
        if name
        not in ("X-Request-Id", "Date", "Expires", "Set-Cookie", "Content-Length", "Content-Security-Policy")
    }
    return response.status_code, heads, sorted(response.cookies), re.sub(PERSON, "", body)


@pytest.mark.parametrize("door", DOORS)
def test_known_and_unknown_addresses_are_answered_alike(door: Callable, no_limits):
    people = [make.user(password=steps.PASSWORD) for _ in range(PAIRS)]

    for n, person in enumerate(people):
        known, unknown = (
            plain(door(Client(), address), address) for address in (person.email, f"nobody{n}@example.org")
        )
        assert known == unknown


@pytest.mark.parametrize("door", DOORS)
def test_a_mail_goes_out_in_both_cases(door: Callable, no_limits):
    person = make.user(password=steps.PASSWORD)
    numbers = []
    for address in (person.email, "nobody@example.org"):
        mail.outbox.clear()
        door(Client(), address)
        drain()
        numbers.append(len([m for m in mail.outbox if address in m.to]))

    assert numbers[0] == numbers[1] == (0 if door is log_in else 1)


@pytest.mark.parametrize("door", DOORS)
def test_the_server_works_alike(door: Callable, no_limits, monkeypatch):
    """As many hashes, and no more than a few statements apart: microseconds beside the hash."""
    person = make.user(password=steps.PASSWORD)
    door(Client(), "warm-up@example.org")
    work = []
    for address in (person.email, "nobody@example.org"):
        with hashes(monkeypatch) as counted, CaptureQueriesContext(connection) as asked:
            door(Client(), address)
        work.append((len(counted), len(asked)))

    assert work[0][0] == work[1][0]
    assert abs(work[0][1] - work[1][1]) <= FEW, work


def test_visitors_are_sent_to_sign_in_for_everybody():
    person = make.user()
    known, random = (
        Client().get(reverse("people:person", args=[handle])) for handle in (person.handle, "nobody-here")
    )

    assert (known.status_code, random.status_code) == (302, 302)
    assert known.url.replace(person.handle, "#") == random.url.replace("nobody-here", "#")
