"""Collect the strings to translate: ``manage.py messages`` (``--check``: would that change anything?)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import catalogues


class Command(BaseCommand):
    help = "Update platform/config/locale/*/LC_MESSAGES/django.po from the code and the templates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if something would change"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        found = catalogues.collected()
        stale = []
        for language in catalogues.PLURALS:
            path = catalogues.path_of(language)
            catalogue = catalogues.updated(language, found)
            wrong = catalogues.mistakes(catalogue)
            if wrong:
                raise CommandError(f"{language}: placeholders differ\n" + "\n".join(wrong))
            text = str(catalogue) + "\n"
            if path.is_file() and path.read_text() == text:
                continue
            stale.append(language)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            left = len(catalogue.untranslated_entries()) if language != "en" else 0
            self.stdout.write(f"{language}: {len(found)} strings, {left} to translate")
        if check and stale:
            raise CommandError(f"Catalogues are behind the code ({', '.join(stale)}): run make messages.")
