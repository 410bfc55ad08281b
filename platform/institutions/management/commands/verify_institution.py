"""Verification by two persons without the desk: `manage.py verify_institution SLUG --by A --by B`.

With --name, --kind and --website the institution is made or changed; each --officer gets its mandate.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from institutions import actions
from institutions.models import Institution


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the last part of the institution's address")
        parser.add_argument(
            "--by", action="append", default=[], metavar="HANDLE", help="who verifies; give it twice"
        )
        parser.add_argument("--name")
        parser.add_argument("--kind", choices=Institution.Kind.values)
        parser.add_argument("--website", metavar="URL")
        parser.add_argument("--level", choices=Institution.Level.values)
        parser.add_argument("--country", metavar="CODE", help="two capital letters, e.g. GH")
        parser.add_argument(
            "--officer", action="append", default=[], metavar="HANDLE", help="who acts for it; any number"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["by"]) != 2:
            raise CommandError("Two persons verify an institution: give --by HANDLE twice.")
        by, also_by = (self._account(handle) for handle in options["by"])
        officers = [self._account(handle) for handle in options["officer"]]
        now = timezone.now()
        try:
            with transaction.atomic():
                institution = actions.verify_institution(
                    self._institution(options), by=by, also_by=also_by, at=now
                )
                for officer in officers:
                    actions.give_mandate(institution, user=officer, at=now)
        except PermissionDenied as error:
            raise CommandError(
                "Both must be moderators or administrators with a second factor, and neither suspended."
            ) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{institution.name} is verified until {institution.expires_at:%Y-%m-%d}.")
        for officer in officers:
            self.stdout.write(f"{officer.handle} acts for it.")

    def _account(self, handle: str) -> User:
        found = User.objects.filter(handle=handle).first()
        if found is None:
            raise CommandError(f"Nobody has the handle {handle}.")
        return found

    def _institution(self, options: dict) -> Institution:
        """The institution of this slug, made or changed by what was given."""
        found = Institution.objects.filter(slug=options["slug"]).first()
        if found is None:
            if not (options["name"] and options["kind"]):
                raise CommandError(
                    f"There is no institution {options['slug']}: give --name and --kind to make it."
                )
            found = Institution(slug=options["slug"])
        return actions.describe(
            found,
            name=found.name if options["name"] is None else options["name"],
            kind=found.kind if options["kind"] is None else options["kind"],
            website=found.website if options["website"] is None else options["website"],
            level=found.level if options["level"] is None else options["level"],
            country=found.country if options["country"] is None else options["country"],
        )
