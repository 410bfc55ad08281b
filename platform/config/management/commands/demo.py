"""A running site with its demo world, nothing to configure: ``manage.py demo [--port N] [--seed S]``."""

import socket
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import connections, transaction

from config import catalogues
from config.demo import PORT
from desk.demo_accounts import DEFAULT_SEED, accounts
from messaging.live.server import run

ROLES = {
    "ME": "member",
    "CM": "moderator of a community",
    "CO": "steward of a community",
    "PM": "platform moderator",
    "ED": "editor",
    "GO": "officer of an institution",
    "SU": "suspended member",
    "UN": "not verified yet",
    "AD": "administrator",
}


class Progress:
    """A dot for every ten migrations instead of a line for each: an empty database takes them all."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out, self.count = out, 0

    def write(self, text: str) -> None:
        self.count += text.count(" OK")
        if " OK" in text and self.count % 10 == 0:
            self.out.write(".", ending="")
            self.out.flush()

    def flush(self) -> None:
        self.out.flush()


class Command(BaseCommand):
    help = "Make the database, seed it if it is empty, and serve everything from this one process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=PORT)
        parser.add_argument("--seed", default=DEFAULT_SEED, help="another seed makes other passwords")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("Start the demo as: python manage.py demo")
        _free(options["port"])
        self._step("Languages", catalogues.refresh)
        self._step("Database", self._migrate)
        with transaction.atomic():  # whole or not at all: ended half-way, the next start seeds again
            call_command("seed", if_empty=True, seed=options["seed"], stdout=self.stdout)
        self._step(
            "Styles and scripts", lambda: call_command("collectstatic", interactive=False, verbosity=0)
        )
        connections.close_all()
        self._invite(options["seed"])
        run(port=options["port"])

    def _step(self, name: str, do: Callable[[], object]) -> None:
        self.stdout.write(f"{name} … ", ending="")
        self.stdout.flush()
        began = time.monotonic()
        do()
        self.stdout.write(f"{time.monotonic() - began:.1f} s")

    def _migrate(self) -> None:
        call_command("migrate", interactive=False, stdout=Progress(self.stdout))

    def _invite(self, seed: str) -> None:
        say = self.stdout.write
        say("\nPeople of the demo world (all invented), with their passwords:")
        for account in accounts(seed):
            person = account.person
            factor = "+ code" if account.totp_secret else ""
            say(f"  {ROLES[person.role]:<26} {account.email:<26} {account.password:<34} {factor}")
        say("\n“+ code” asks for a second factor:  .venv/bin/python manage.py demo_code HANDLE")
        say("HANDLE is the address before the @. Mails appear here, with their codes.")
        say(self.style.SUCCESS(f"\nBoth Shores is at {settings.PUBLIC_ORIGIN}/   (Ctrl-C ends it)\n"))
        self.stdout.flush()


def _free(port: int) -> None:
    """Say at once that the port is taken, not after half a minute of preparing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken ({error.strerror}): try make demo PORT={port + 1}."
            ) from None
