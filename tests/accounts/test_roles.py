"""The three roles exist from the start, and the first administrator is made on the server."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from tests import make


def test_migrations_make_the_groups():
    names = set(Group.objects.values_list("name", flat=True))

    assert {"moderators", "editors", "administrators"} <= names


def test_roles_migration_can_be_undone_and_done_twice():
    migration = MigrationExecutor(connection).loader.get_migration("accounts", "0002_roles")
    run = migration.operations[0]
    from django.apps import apps

    run.code(apps, None)
    run.code(apps, None)
    both = Group.objects.filter(name="moderators").count()
    run.reverse_code(apps, None)

    assert (both, Group.objects.filter(name="moderators").count()) == (1, 0)


def test_give_role_makes_the_first_administrator(capsys):
    make.user(name="Amina Diallo")

    call_command("give_role", "amina-diallo", "administrators")

    assert User.objects.get().roles == {"administrators"}
    assert "second factor" in capsys.readouterr().out


def test_give_role_takes_a_role_back():
    make.moderator(name="Amina Diallo")

    call_command("give_role", "amina-diallo", "moderators", "--take")

    assert User.objects.get().roles == set()


@pytest.mark.parametrize("handle", ["nobody", "the-desk"])
def test_give_role_says_what_is_wrong(handle):
    make.officer(name="The Desk")

    with pytest.raises(CommandError):
        call_command("give_role", handle, "moderators")
