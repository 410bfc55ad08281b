"""The ledger of access: what the database holds of it, who writes it, how long it is kept."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404
from django.utils import timezone

from accounts.models import Consent, User
from core.retention import purge
from institutions import actions
from institutions.models import Opening
from institutions.retention import LEDGER, READER
from tests import make

DELETES = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite guards changes, not deletions")
MINUTE = dt.timedelta(minutes=1)


def named(person) -> User:
    """An officer of an institution that the person named."""
    officer = make.officer()
    actions.opt_in(officer.mandates.get().institution, by=person, language="en", at=make.NOW)
    return officer


# -- what is never stored ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"fields": ""}, "opening_says_what_was_opened"),
        ({"consent": None}, "officers_open_by_consent"),
        ({"institution_slug": ""}, "officers_open_by_consent"),
        ({"institution_name": ""}, "officers_open_by_consent"),
        ({"why": "I was curious."}, "officers_open_by_consent"),
        ({"standing": "moderator", "why": "A reason."}, "officers_open_by_consent"),
        ({"hour": make.NOW + MINUTE}, "opening_lies_in_its_hour"),
    ],
)
def test_a_row_that_does_not_say_enough_is_refused(given, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.opening(make.user(), make.officer(), **given)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"why": ""}, "opening_has_a_reason"),
        ({"standing": "editor"}, "opening_standing_is_known"),
        ({"institution_slug": "office"}, "officers_open_by_consent"),
    ],
)
def test_a_row_of_staff_that_does_not_say_enough_is_refused(given, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make.staff_opening(make.user(), **given)


def test_nobody_opens_their_own():
    person = make.moderator()

    with pytest.raises(IntegrityError, match="nobody_opens_their_own"), transaction.atomic():
        make.staff_opening(person, person)


@pytest.mark.parametrize(
    "change",
    [
        {"why": "Another reason."}, {"fields": "name"}, {"at": make.NOW - MINUTE}, {"standing": "administrator"},
        {"institution_name": "Nobody"}, {"reader": "somebody"}, {"subject": "somebody"}, {"hour": make.NOW - 60 * MINUTE},
        {"reader": None, "why": "Another reason."},
    ],
    ids=lambda change: "-".join(change),
)  # fmt: skip
@pytest.mark.parametrize("age", [0, 400, 800])
def test_the_database_changes_no_row(change, age):
    """Row R12: neither through a page nor past all of them, however old it is."""
    row = make.staff_opening(make.user(), at=timezone.now() - dt.timedelta(days=age))
    before = Opening.objects.filter(pk=row.pk).values().get()
    change = {key: make.user() if value == "somebody" else value for key, value in change.items()}

    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Opening.objects.filter(pk=row.pk).update(**change)

    assert Opening.objects.filter(pk=row.pk).values().get() == before


def in_sql(_row):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM institutions_opening")


@DELETES
@pytest.mark.parametrize("delete", [lambda row: row.delete(), in_sql])
def test_the_database_deletes_no_row_before_its_time(delete):
    row = make.staff_opening(make.user(), at=timezone.now() - LEDGER + MINUTE)

    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        delete(row)

    assert Opening.objects.filter(pk=row.pk).exists()


@DELETES
def test_the_reader_is_kept_for_a_year():
    row = make.staff_opening(make.user(), at=timezone.now() - READER + MINUTE)

    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Opening.objects.filter(pk=row.pk).update(reader=None)


@DELETES
def test_an_account_is_not_deleted_around_the_ledger():
    """Not before it is erased: else whoever can delete a member could delete what was opened of them."""
    person = make.user()
    make.opening(person)

    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        person.delete()


def test_the_rows_go_with_an_erased_subject():
    person = make.user()
    make.opening(person)
    User.objects.filter(pk=person.pk).update(erased_at=timezone.now())

    person.delete()

    assert not Opening.objects.exists()


def test_an_erased_reader_is_forgotten_and_the_row_stays():
    moderator = make.moderator()
    row = make.staff_opening(make.user(), moderator)
    User.objects.filter(pk=moderator.pk).update(erased_at=timezone.now())

    moderator.delete()

    row.refresh_from_db()
    assert (row.reader, row.standing, row.why) == (None, "moderator", "A report about threats.")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("filled_again")
def test_the_guard_can_be_taken_back_and_put_in_place_again():
    MigrationExecutor(connection).migrate([("institutions", "0006_requests_and_invitations")])
    assert "institutions_opening" not in connection.introspection.table_names()

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    row = make.staff_opening(make.user())
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Opening.objects.filter(pk=row.pk).update(why="Another reason.")


# -- writing -----------------------------------------------------------------------------------------------


def test_an_officers_row_rests_on_the_consent():
    """DP4: it names the very consent by which the member named the institution."""
    person = make.user()
    officer = named(person)

    row, is_new = actions.write_officer(person, by=officer, fields=("name", "skills"), at=make.NOW)

    row.refresh_from_db()
    consent = Consent.objects.get(user=person)
    assert (row.consent, consent.recipient, row.keys) == (consent, row.institution_slug, ("name", "skills"))
    assert (row.subject, row.reader, row.standing, row.why) == (person, officer, "officer", "named")
    assert (row.institution_name, row.at, is_new) == (officer.office_name, make.NOW, True)


def test_the_same_within_an_hour_is_one_row_with_the_first_moment():
    person = make.user()
    officer, colleague = named(person), make.officer()
    colleague = make.officer(officer.mandates.get().institution)
    write = {"by": officer, "fields": ("name", "skills"), "at": make.NOW}

    for changed in ({}, {"at": make.NOW + 59 * MINUTE}, {"at": make.NOW + 60 * MINUTE}, {"fields": ("name",)},
                    {"by": colleague}):  # fmt: skip
        actions.write_officer(person, **write | changed)

    rows = Opening.objects.order_by("pk").values_list("reader", "fields", "at")
    assert list(rows) == [
        (officer.pk, "name,skills", make.NOW),
        (officer.pk, "name,skills", make.NOW + 60 * MINUTE),
        (officer.pk, "name", make.NOW),
        (colleague.pk, "name,skills", make.NOW),
    ]


def taken_back(person, officer):
    actions.opt_out(officer.mandates.get().institution, by=person, at=timezone.now())


def consent_withdrawn(person, officer):
    Consent.objects.filter(user=person).update(withdrawn_at=timezone.now())


def mandate_over(person, officer):
    officer.mandates.update(ended_at=timezone.now())


@pytest.mark.parametrize("end", [taken_back, consent_withdrawn, mandate_over])
def test_without_a_consent_that_stands_nothing_is_opened(end):
    person = make.user()
    officer = named(person)
    end(person, officer)

    with pytest.raises(Http404):
        actions.write_officer(person, by=officer, fields=("name",), at=timezone.now())

    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    ("make_reader", "standing"), [(make.moderator, "moderator"), (make.administrator, "administrator")]
)
def test_each_opening_by_staff_is_a_row(make_reader, standing):
    person, reader = make.user(), make_reader()

    for _ in range(2):
        actions.write_staff(person, by=reader, fields=("about",), why="A report.", at=make.NOW)

    rows = Opening.objects.values_list("reader", "standing", "why", "fields", "consent")
    assert list(rows) == [(reader.pk, standing, "A report.", "about", None)] * 2


def test_everybody_reads_their_own_rows_only():
    person, other = make.user(), make.user()
    mine = make.opening(person)
    make.staff_opening(other, by=make.moderator())

    assert list(Opening.objects.visible_to(person)) == [mine]
    assert not Opening.objects.visible_to(mine.reader).exists()


# -- how long it is kept (DP6) -------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "is_known"), [(-MINUTE, True), (MINUTE, False)])
def test_who_opened_is_known_for_a_year(after, is_known):
    now = timezone.now()
    row = make.opening(make.user(), at=now - READER - after)

    gone = [purge(at=now)["ledger"] for _ in range(2)]

    row.refresh_from_db()
    assert (row.reader is not None, gone) == (is_known, [0, 0] if is_known else [1, 0])
    assert (row.institution_name != "", row.fields, row.why) == (True, "name,skills", "named")


@pytest.mark.parametrize(("after", "stands"), [(-MINUTE, True), (MINUTE, False)])
def test_a_row_is_kept_for_two_years(after, stands):
    now = timezone.now()
    make.staff_opening(make.user(), at=now - LEDGER - after)

    call_command("purge", now=now.isoformat())

    assert Opening.objects.exists() is stands


def test_a_clock_that_runs_ahead_deletes_nothing_early():
    row = make.staff_opening(make.user())

    assert purge(at=timezone.now() + LEDGER)["ledger"] == 0
    row.refresh_from_db()
    assert row.reader is not None
