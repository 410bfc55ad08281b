"""`manage.py seed`: the demo world in an empty database, or a large one for measuring."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from core.limits import lifted
from desk.demo_accounts import DEFAULT_SEED, accounts
from desk.seeding import large, listing, small


class Command(BaseCommand):
    help = "Build the demo world (small), or a large one for measuring, in an empty database."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--size", choices=["small", "large"], default="small")
        parser.add_argument("--seed", default=DEFAULT_SEED)
        parser.add_argument("--out", help="write users and objects as JSON to this file")
        parser.add_argument(
            "--if-empty", action="store_true", help="say so and stop when people exist already"
        )

    def handle(self, *, size: str, seed: str, out: str | None, if_empty: bool, **options) -> None:
        if User.objects.exists():
            if if_empty:
                self.stdout.write("The database has people already; nothing was seeded.")
                return
            raise CommandError("The database has people already: seed an empty one.")
        with lifted():
            small.build(
                accounts(seed),
                seed=seed,
                now=timezone.now(),
                told=lambda line: self.stdout.write(f"  {line}"),
            )
            if size == "large":
                large.build(seed=seed, now=timezone.now())
        if out:
            Path(out).write_text(json.dumps(listing.world(seed), ensure_ascii=False, indent=1))
        self.stdout.write(self.style.SUCCESS(f"Seeded ({size})."))
