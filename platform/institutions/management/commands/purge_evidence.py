"""Emptying old evidence, once a day: `manage.py purge_evidence`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from institutions import actions


class Command(BaseCommand):
    help = f"Empties the evidence of requests that were decided {actions.DAYS_KEPT} days ago or earlier."

    def handle(self, *args: Any, **options: Any) -> None:
        count = actions.purge_evidence(at=timezone.now())
        self.stdout.write(f"Emptied the evidence of {count} requests.")
