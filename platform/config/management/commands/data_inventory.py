"""What is stored about people: ``manage.py data_inventory [--json]``."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.inventory import register


class Command(BaseCommand):
    help = "Print every stored field with its purpose, class, audience and how long it is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        known = register()
        if options["json"]:
            self.stdout.write(json.dumps(known, indent=1, ensure_ascii=False))
            return
        for model, rows in known.items():
            for row in rows:
                self.stdout.write(f"{row['class']:<9} {model}: {', '.join(row['fields'])}: {row['purpose']}")
