"""Pages of nobody, to notice programs that copy people: `manage.py honey_profiles --number N` keeps N.

Each is linked in the source of the list of people, where no person comes across it. Opening one is written to
the log as `scrape.suspected`. `--number 0` takes them all away.
"""

import datetime as dt
import random
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from communities.profiles.models import Decoy

GIVEN = "Abla Bruno Carine Delphin Efe Farida Gael Hodan Ivo Jamal Karima Lucio Mireille Nadim".split()
FAMILY = "Adeyo Belmar Cissoko Darwane Estevan Farouna Gomari Halwani Idrissou Jarabe Kolani Lomani".split()
ABOUT = (
    "I keep bees on a roof and answer letters on Sundays.",
    "Bus driver, choir, two children. Ask me about night schools.",
    "I repair sewing machines and collect old maps of harbours.",
    "Bookkeeper for three small cooperatives, all of them late with receipts.",
)
LETTERS = "bcdfghjkmnpqrstvwxz23456789"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--number", type=int, required=True, help="how many there are afterwards")

    def handle(self, *args: Any, number: int, **options: Any) -> None:
        number = max(0, number)
        kept = list(Decoy.objects.order_by("pk").values_list("pk", flat=True))
        Decoy.objects.filter(pk__in=kept[number:]).delete()
        lot, now = random.SystemRandom(), timezone.now()
        Decoy.objects.bulk_create(_one(lot, now) for _n in range(number - len(kept)))
        self.stdout.write(self.style.SUCCESS(f"There are {Decoy.objects.count()} pages of nobody."))


def _one(lot: random.Random, now: dt.datetime) -> Decoy:
    """No account can get its handle by chance: six letters of it are drawn by lot."""
    name = f"{lot.choice(GIVEN)} {lot.choice(FAMILY)}"
    handle = f"{slugify(name)}-{get_random_string(6, LETTERS)}"
    joined_at = now - dt.timedelta(days=lot.randrange(20, 400))
    return Decoy(handle=handle, name=name, about=lot.choice(ABOUT), joined_at=joined_at)
