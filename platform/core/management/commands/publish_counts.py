"""Publish the numbers about people of today: `manage.py publish_counts`. The worker does it by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.numbers import publish


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        tables = publish(at=timezone.now())
        self.stdout.write(f"Published: {', '.join(tables)}." if tables else "Published already today.")
