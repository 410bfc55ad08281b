"""Write the ledger of erasures: `manage.py export_erasures FILE`, beside every backup."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts import ledger


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="where to; without it, to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        written = "\n".join(ledger.lines())
        if not options["file"]:
            self.stdout.write(written)
            return
        path = Path(options["file"])
        part = path.with_name(f"{path.name}.part")  # a file that is there is whole
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"{written}\n")
        part.replace(path)
