"""Keeping files: rows and bytes come and go together, in a folder of their own, as many as there is room for."""

import datetime as dt
import os

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts import personal
from accounts.models import User
from core.retention import purge
from tests import make
from tests.uploads import samples
from uploads import actions, files, store
from uploads.models import StoredFile, new_ident
from uploads.queries import used_by

pytestmark = pytest.mark.usefixtures("quick")
LONG_AGO = make.NOW - dt.timedelta(days=30)
DAY = dt.timedelta(hours=24)


@pytest.fixture
def person():
    return make.user(joined_at=LONG_AGO)


def keep(person: User, **given) -> StoredFile:
    return actions.keep(samples.upload(), by=person, kind="picture", at=given.get("at", make.NOW))


def paths(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_kept_file_is_versions_below_a_name_by_chance(person, folder):
    stored = keep(person)

    assert paths(folder) == {f"{stored.pk.hex[:2]}/{stored.pk}/{name}" for name in samples.VERSIONS}
    assert store.read(stored.pk, "96.webp") == samples.VERSIONS["96.webp"]
    assert stored.bytes == sum(map(len, samples.VERSIONS.values()))
    assert (stored.owner, stored.object_id, len(stored.sha256)) == (person, "", 64)


def test_others_on_the_machine_do_not_read_it(person, folder):
    stored = keep(person)

    where = store.folder_of(stored.pk)
    assert where.stat().st_mode & 0o007 == 0
    assert (where / "96.webp").stat().st_mode & 0o137 == 0


def test_names_are_by_chance():
    first, second = make.stored_file(), make.stored_file()

    assert first.pk != second.pk
    assert len(first.pk.bytes) == 16


def test_a_row_that_was_not_written_leaves_no_bytes_that_count(person, folder, monkeypatch):
    monkeypatch.setattr(store, "write", lambda *_: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):
        keep(person)

    assert not StoredFile.objects.exists()


def test_discarded_is_gone_with_its_bytes(person, folder, django_capture_on_commit_callbacks):
    stored = keep(person)

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(stored)

    assert not StoredFile.objects.exists()
    assert paths(folder) == set()


def test_files_go_with_their_owner(folder, django_capture_on_commit_callbacks):
    person = make.unverified(joined_at=LONG_AGO)
    keep(person)

    with django_capture_on_commit_callbacks(execute=True):
        person.delete()

    assert paths(folder) == set()


# -- room ----------------------------------------------------------------------------------------------------


def fill(person: User, number: int, **given) -> None:
    StoredFile.objects.bulk_create(
        StoredFile(
            owner=person, kind="picture", names=["96.webp"], sha256="0" * 64, created_at=make.NOW,
            **{"bytes": 10} | given,
        )
        for _ in range(number)
    )  # fmt: skip


def test_there_is_room_for_five_hundred_files(person):
    fill(person, 499)
    last = keep(person)

    with pytest.raises(actions.Refused, match="Remove some first"):
        keep(person)
    actions.discard(last)
    keep(person)

    assert used_by(person.pk).number == 500


def test_there_is_room_for_a_hundred_megabytes(person):
    size = sum(map(len, samples.VERSIONS.values()))
    fill(person, 1, bytes=actions.MOST_BYTES - size)
    last = keep(person)

    assert used_by(person.pk).bytes == actions.MOST_BYTES
    with pytest.raises(actions.Refused, match="Remove some first"):
        keep(person)
    actions.discard(last)
    keep(person)


def test_newcomers_have_room_for_ten():
    newcomer = make.user(joined_at=make.NOW)
    fill(newcomer, 10)

    with pytest.raises(actions.Refused, match="In your first week"):
        keep(newcomer, at=make.NOW + dt.timedelta(days=7, seconds=-1))
    keep(newcomer, at=make.NOW + dt.timedelta(days=7))


def test_files_of_others_take_no_room(person):
    fill(make.user(), 500)

    keep(person)


def test_who_has_no_room_is_told_before_anything_is_drawn(person, monkeypatch):
    fill(person, 500)
    monkeypatch.setattr(actions, "drawn", lambda *_: pytest.fail("it was drawn"))

    with pytest.raises(actions.Refused):
        keep(person)


# -- what goes by itself -------------------------------------------------------------------------------------


def unused(at: dt.datetime) -> int:
    return purge(at=at)["files that nothing uses"]


def test_what_belongs_to_nothing_goes_after_a_day(person, folder, django_capture_on_commit_callbacks):
    stray, used = keep(person), keep(person)
    actions.give(used, to=str(person.pk))

    assert unused(make.NOW + DAY - dt.timedelta(seconds=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert unused(make.NOW + DAY) == 1
    assert unused(make.NOW + DAY) == 0

    assert [row.pk for row in StoredFile.objects.all()] == [used.pk]
    assert not store.folder_of(stray.pk).exists()
    assert store.folder_of(used.pk).exists()


def test_bytes_that_no_row_knows_go_after_a_day(person, folder):
    used = keep(person)
    actions.give(used, to=str(person.pk))
    lost, half = new_ident(), new_ident()
    store.write(lost, samples.VERSIONS)
    store.write(half, samples.VERSIONS)
    store.folder_of(half).rename(store.folder_of(half).with_suffix(".part"))
    for entry in folder.glob("*/*"):
        os.utime(entry, (make.NOW.timestamp(),) * 2)

    assert unused(make.NOW + DAY - dt.timedelta(seconds=1)) == 0
    assert unused(make.NOW + DAY) == 2
    assert {path.name for path in folder.glob("*/*")} == {str(used.pk)}


def test_the_command_says_what_went(capsys):
    call_command("purge")

    assert "files that nothing uses: 0" in capsys.readouterr().out


# -- the registry, the copy, the database --------------------------------------------------------------------


def test_a_kind_belongs_to_one_room():
    with pytest.raises(ValueError, match="another room"):
        files.register("picture", lambda viewer, ident: True)


def test_nobody_reads_what_no_room_owns(person):
    assert files.may_read(person, "letter", str(person.pk)) is False


def test_the_copy_of_ones_data_has_ones_files(person):
    stored, other = keep(person), keep(make.user(joined_at=LONG_AGO))

    domain = personal.DOMAINS["files"]
    rows, contents = personal.rows(domain, person), dict(domain.files(person))

    assert [row["file"] for row in rows] == [f"{stored.pk}/"]
    assert contents == {f"{stored.pk}/{name}": content for name, content in samples.VERSIONS.items()}
    assert str(other.pk) not in str(rows)


@pytest.mark.parametrize(
    "wrong", [{"kind": "letter"}, {"bytes": 0}, {"sha256": "short"}], ids=["kind", "size", "fingerprint"]
)
def test_the_database_refuses(person, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.stored_file(person, **wrong)


def test_one_person_has_one_picture(person):
    make.stored_file(person, object_id=str(person.pk))

    with pytest.raises(IntegrityError), transaction.atomic():
        make.stored_file(person, object_id=str(person.pk))
