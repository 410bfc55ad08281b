"""`manage.py trust_seed`: a world in which every private datum carries a token, and who may meet which."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from desk.canaries import world


class Command(BaseCommand):
    help = "Build the world of canaries in an empty database, for crawlers that look for leaks."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--seed", default="7")
        parser.add_argument(
            "--out", required=True, help="write users, objects and canaries as JSON to this file"
        )

    def handle(self, *, seed: str, out: str, **options) -> None:
        if User.objects.exists():
            raise CommandError("The database has people already: seed an empty one.")
        garden = world.build(seed, now=timezone.now())
        Path(out).write_text(json.dumps(world.written_down(garden), ensure_ascii=False, indent=1))
        self.stdout.write(self.style.SUCCESS(f"Planted {len(garden.canaries)} tokens."))
