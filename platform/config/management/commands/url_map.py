"""Every route with its matrix rows: ``manage.py url_map [--json]``."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.url_map import routes


class Command(BaseCommand):
    help = "Print every route: name, pattern, methods, surface, kind of object, rows of the trust matrix."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        found = routes()
        if options["json"]:
            self.stdout.write(json.dumps([route.as_json() for route in found], indent=1, ensure_ascii=False))
            return
        for route in found:
            rows = ",".join(route.rows) or "-"
            self.stdout.write(f"{rows:<14} {','.join(route.methods):<14} {route.surface:<8} {route.pattern}")
