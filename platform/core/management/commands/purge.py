"""Delete what is older than it may be: `manage.py purge`, once an hour."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.retention import purge


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", metavar="ISO", help="as if it were this moment, e.g. 2026-11-20T12:00:00Z"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for what, number in purge(at=_moment(options["now"])).items():
            self.stdout.write(f"{what}: {number}")


def _moment(given: str | None) -> dt.datetime:
    if given is None:
        return timezone.now()
    try:
        moment = dt.datetime.fromisoformat(given)
    except ValueError as error:
        raise CommandError("--now takes a moment such as 2026-11-20T12:00:00Z.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
