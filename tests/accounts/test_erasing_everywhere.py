"""After the job nothing anywhere says who it was (DP9), not even once a backup was restored (DP10)."""

import datetime as dt
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts import erasing, erasures, ledger, personal
from accounts.models import ErasedAccount, User
from config.inventory import register
from core.outbox import drain
from messaging.threads.models import Post, StreamEvent
from messaging.threads.queries import post_by_id
from tests import make
from tests.accounts.planted import BESIDE, EMAIL, HANDLE, NAME, OWN, WORDS, everything, found, plant


@pytest.fixture
def world(settings, tmp_path):
    settings.EXPORT_DIR, settings.MEDIA_ROOT = str(tmp_path / "exports"), str(tmp_path / "media")
    return plant(at=make.NOW)


def gone(world, *, words: bool) -> None:
    """Asked today, purged in eight days."""
    now = timezone.now()
    erasures.ask(world.person, words=words, at=now)
    call_command("purge", now=(now + dt.timedelta(days=8)).isoformat(), stdout=StringIO())


def test_what_was_planted_is_everywhere_before_and_in_their_own_copy(world):
    export = {
        token
        for domain in personal.DOMAINS.values()
        for token in found(str(personal.rows(domain, world.person)))
    }

    assert found(everything()) == {*OWN, *BESIDE}
    assert set(OWN) - export == set()


@pytest.mark.parametrize(("words", "left"), [(True, set()), (False, set(WORDS))])
def test_nothing_says_who_it_was(world, words, left):
    gone(world, words=words)

    assert found(everything()) == left


@pytest.mark.parametrize("words", [True, False])
def test_numbers_stay_and_answers_are_read(world, words):
    gone(world, words=words)

    rows = Post.objects.filter(thread=world.thread).order_by("number")
    assert [(row.number, row.state) for row in rows] == [
        (1, "removed" if words else "stands"), (2, "stands"), (3, "removed"), (4, "hidden"),
    ]  # fmt: skip
    answer = post_by_id(str(world.answer.pk))
    assert answer.text.startswith(
        "@former-member said so, see https://shores.example/en/people/former-member/"
    )
    assert answer.html.startswith("<p>@former-member said so") and answer.html.count("former-member") == 3
    assert (answer.reply_to, answer.edited_at) == (1, None)
    world.thread.refresh_from_db()
    events = list(
        StreamEvent.objects.filter(thread=world.thread).order_by("seq").values_list("seq", flat=True)
    )
    assert events == list(range(1, world.thread.seq + 1))


def test_their_name_leaves_open_pages_without_a_name_in_the_event(world, django_capture_on_commit_callbacks):
    before = world.thread.stream.count()
    with django_capture_on_commit_callbacks(execute=True):
        gone(world, words=False)
    drain()

    told = world.thread.stream.order_by("seq")[before:]
    assert {"post.edited"} == {event.kind for event in told}
    assert {1, 2} <= {event.post.number for event in told}


def test_a_person_that_nothing_points_to_is_no_row_at_all(settings, tmp_path):
    settings.EXPORT_DIR = str(tmp_path)
    person = make.user(name=NAME, handle=HANDLE, email=EMAIL)

    gone(type("World", (), {"person": person}), words=False)

    assert not User.objects.filter(pk=person.pk).exists()
    assert ErasedAccount.objects.count() == 1


def test_an_open_case_keeps_its_words_for_180_days_and_nobodys_name(world):
    now = timezone.now()
    type(world.judged).objects.filter(pk=world.judged.pk).update(
        state="open", scope=f"board:{world.home.board_id}"
    )
    gone(world, words=True)

    world.judged.refresh_from_db()
    assert world.judged.scope == ""  # no moderator of a community reads it any more
    assert found(everything()) == {"zqhidden"}
    call_command("purge", now=(now + dt.timedelta(days=180)).isoformat(), stdout=StringIO())
    assert found(everything()) == set()


# -- restored ------------------------------------------------------------------------------------------------


def dump() -> dict:
    """Every table that migrations do not own, as rows."""
    tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")
            tables[table] = ([column.name if hasattr(column, "name") else column[0] for column in cursor.description],
                             cursor.fetchall())  # fmt: skip
    return tables


def restore(tables: dict) -> None:
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")
        for table, (columns, rows) in tables.items():
            named, signs = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({signs})", rows)


def own_tables(tables: dict) -> dict:
    ours = ("accounts_", "account_", "threads_", "groups_", "profiles_", "moderation_", "notifications_",
            "institutions_", "opportunities_", "core_", "django_session", "usersessions_", "mfa_")  # fmt: skip
    return {table: rows for table, rows in tables.items() if table.startswith(ours)}


@pytest.mark.parametrize(("words", "left"), [(True, set()), (False, set(WORDS))])
def test_who_comes_back_with_a_backup_goes_again(world, tmp_path, words, left):
    backup, file = own_tables(dump()), tmp_path / "ledger"
    gone(world, words=words)
    call_command("export_erasures", str(file))

    restore(backup)
    assert found(everything()) >= {HANDLE, "zqabout"} and not ErasedAccount.objects.exists()
    out = StringIO()
    call_command("replay_erasures", "--from", str(file), stdout=out)

    assert found(everything()) == left
    assert out.getvalue().splitlines() == ["rows that are new: 1", "erased again: 1"]
    assert ErasedAccount.objects.get().erased_on == (timezone.now() + dt.timedelta(days=8)).date()


def test_replaying_finds_nobody_else(world):
    gone(world, words=True)
    others = User.objects.filter(erased_at=None).count()

    assert (ledger.owed(), erasures.replay(at=timezone.now())) == ([], 0)
    assert User.objects.filter(erased_at=None).count() == others


def test_the_ledger_holds_a_hash_and_a_day(world):
    person = User.objects.get(pk=world.person.pk)
    gone(world, words=False)

    row = ErasedAccount.objects.get()
    assert {field.name for field in ErasedAccount._meta.concrete_fields} == {"id", "digest", "erased_on"}
    assert row.digest == ledger.digest(person, words=False) != ledger.digest(person, words=True)


def test_another_salt_is_another_ledger(world, settings, tmp_path):
    person, file = User.objects.get(pk=world.person.pk), tmp_path / "ledger"
    gone(world, words=False)
    call_command("export_erasures", str(file))
    settings.ERASURE_SALT = "another"

    assert ledger.digest(person, words=False) != ErasedAccount.objects.get().digest
    with pytest.raises(CommandError, match="another ERASURE_SALT"):
        call_command("replay_erasures", "--from", str(file))


@pytest.mark.parametrize("text", ["", "{}", "[]", "no json", '{"salt": "x"}'])
def test_a_file_that_is_no_ledger_is_refused(tmp_path, text):
    file = tmp_path / "ledger"
    file.write_text(text)

    with pytest.raises(CommandError):
        call_command("replay_erasures", "--from", str(file))


def test_a_damaged_row_is_refused_and_nothing_is_taken_in(tmp_path):
    file = tmp_path / "ledger"
    file.write_text("\n".join([*ledger.lines(), '["abc", "2026-11-20"]']))

    with pytest.raises(CommandError, match="no ledger"):
        call_command("replay_erasures", "--from", str(file))
    assert not ErasedAccount.objects.exists()


# -- nothing is forgotten -----------------------------------------------------------------------------------


def covered() -> dict[str, str]:
    return {what: becomes for room in erasing.ROOMS.values() for what, becomes in room.covers.items()}


def test_every_table_that_points_to_a_person_says_what_erasing_does_to_it():
    pointing = [
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model is User
    ]

    told = covered()
    assert len(pointing) > 50
    assert [(model, name) for model, name in pointing if not {model, f"{model}.{name}"} & told.keys()] == []


def test_every_field_of_the_register_about_people_says_what_erasing_does_to_it():
    told = covered()
    fields = [
        (model, name)
        for model, rows in register().items()
        for row in rows
        if row["class"] != "none"
        for name in row["fields"]
    ]

    assert [(model, name) for model, name in fields if not {model, f"{model}.{name}"} & told.keys()] == []


def test_what_rooms_say_they_cover_exists():
    for what in covered():
        app, model, *name = what.split(".")
        found_model = apps.get_model(app, model)
        assert len([found_model._meta.get_field(one) for one in name]) == len(name)
    for room in erasing.ROOMS.values():
        for label, names in room.mentions.items():
            assert [apps.get_model(label)._meta.get_field(name) for name in names]
