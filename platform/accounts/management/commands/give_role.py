"""Make the first administrator, or give any role, from the server: `manage.py give_role HANDLE ROLE`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import actions
from accounts.models import User


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handle", metavar="HANDLE")
        parser.add_argument("role", metavar="ROLE", choices=actions.ROLES)
        parser.add_argument("--take", action="store_true", help="end the role instead")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(handle=options["handle"]).first()
        if user is None:
            raise CommandError(f"Nobody has the handle {options['handle']}.")
        change = actions.take_role if options["take"] else actions.give_role
        try:
            change(user, options["role"], by=None, at=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.handle}: {options['role']} {'taken' if options['take'] else 'given'}.")
        if not options["take"] and not user.has_second_factor:
            self.stdout.write("The powers begin when a second factor is set up.")
