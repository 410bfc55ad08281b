"""After a restore, erase again who was erased since the backup: `manage.py replay_erasures --from FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import erasures, ledger


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="file", help="what `export_erasures` wrote, added to the ledger first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            self._take_in(options["file"])
        owed = len(ledger.owed())
        done = erasures.replay(at=timezone.now())
        self.stdout.write(f"erased again: {done}")
        if done < owed:
            raise CommandError(f"{owed - done} accounts are not erased. Run this again.")

    def _take_in(self, file: str) -> None:
        try:
            new = ledger.take_in(Path(file).read_text().splitlines())
        except OSError as error:
            raise CommandError(f"This file can't be read: {error.strerror}.") from error
        except ledger.OtherSalt as error:
            raise CommandError(
                "This ledger was written with another ERASURE_SALT; nobody would be found."
            ) from error
        except (ValueError, TypeError) as error:
            raise CommandError("This file is no ledger of erasures.") from error
        self.stdout.write(f"rows that are new: {new}")
