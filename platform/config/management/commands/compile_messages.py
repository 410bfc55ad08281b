"""Make the `.mo` files that are missing or old, without gettext: ``manage.py compile_messages``."""

from typing import Any

from django.core.management.base import BaseCommand

from config import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues of translations."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        made = catalogues.refresh()
        if made:
            self.stdout.write(f"Catalogues compiled: {', '.join(made)}")
