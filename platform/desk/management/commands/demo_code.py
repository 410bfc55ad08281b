"""`manage.py demo_code HANDLE`: the current second-factor code of a demo account."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management.base import BaseCommand, CommandError

from desk.demo_accounts import DEFAULT_SEED, accounts

PERIOD = 30


class Command(BaseCommand):
    help = "Print the current second-factor code of a demo account."

    def add_arguments(self, parser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--seed", default=DEFAULT_SEED)

    def handle(self, *, handle: str, seed: str, **options) -> None:
        known = {account.person.key: account for account in accounts(seed)}
        if handle not in known:
            raise CommandError(f"There is no demo account {handle!r}. Known: {', '.join(sorted(known))}.")
        secret = known[handle].totp_secret
        if secret is None:
            raise CommandError(f"{handle} has no second factor.")
        self.stdout.write(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))
