"""Publishing numbers about people: once a day, the same on every process, nothing stored but what was said."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import numbers, outbox
from core.counts import REST
from core.models import PublishedNumber, PublishedTable
from core.numbers import Daily, published

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def truth(monkeypatch):
    """A table of which the test says how many people there are."""
    people: dict[str, int] = {}
    monkeypatch.setattr(numbers, "_counters", {"looms": lambda at: dict(people)})
    return people


def shown() -> dict[str, int]:
    return dict(published("looms")["looms"].shown)


def test_a_day_is_published_once(truth):
    truth["GH"] = 60

    assert numbers.publish(at=NOW) == ["looms"]
    first = shown()
    truth["GH"], truth["SN"] = 400, 400

    assert numbers.publish(at=NOW + dt.timedelta(hours=11)) == []
    assert numbers.publish(at=NOW - DAY) == []
    assert shown() == first
    assert published("looms")["looms"].day == NOW.date()


def test_the_next_day_is_published_anew(truth):
    numbers.publish(at=NOW)
    truth["GH"] = 60

    assert numbers.publish(at=NOW + DAY) == ["looms"]
    assert 30 <= shown()["GH"] <= 40


def test_before_the_first_publication_nothing_is_said(truth):
    truth["GH"] = 60

    assert published("looms")["looms"] == numbers.Numbers()


def test_a_cell_of_nine_is_an_empty_cell(truth):
    truth["GH"], truth["SN"] = 9, 0
    numbers.publish(at=NOW)

    assert not PublishedNumber.objects.exists()


def test_a_tenth_person_comes_and_goes_and_two_days_say_the_same(truth):
    """The test of V2: nine, ten, nine."""
    said = []
    for day, number in enumerate((9, 10, 9)):
        truth["GH"] = number
        numbers.publish(at=NOW + day * DAY)
        said.append(shown())

    assert said == [{}, {}, {}]


@pytest.mark.parametrize("number", [60, 61, 62, 63, 64, 65, 66, 67, 68, 69])
def test_one_person_who_comes_and_goes_moves_nothing_twice(truth, number):
    """Whoever makes a value move by coming cannot make it move back by going."""
    said = []
    for day, people in enumerate([number, number + 1, number, number + 1, number, number + 1]):
        truth["GH"] = people
        numbers.publish(at=NOW + day * REST)
        said.append(shown()["GH"])

    assert len({*said}) <= 2
    assert said == sorted(said)


def test_who_leaves_a_small_cell_is_followed_at_once(truth):
    truth["GH"] = 60
    numbers.publish(at=NOW)
    truth["GH"] = 9
    numbers.publish(at=NOW + DAY)

    assert shown() == {}


def test_a_cell_that_nobody_is_left_in_falls_although_it_is_counted_no_more(truth):
    truth["GH"] = 60
    numbers.publish(at=NOW)
    truth.clear()
    numbers.publish(at=NOW + DAY)

    assert shown() == {}
    assert PublishedNumber.objects.get().version == 2


def test_what_is_stored_is_what_was_said_and_not_how_many_there_are(truth):
    for number in (100, 101, 102, 103):
        PublishedNumber.objects.all().delete()
        PublishedTable.objects.all().delete()
        truth["GH"] = number
        numbers.publish(at=NOW)
        (row,) = PublishedNumber.objects.values("table", "cell", "shown", "version", "moved_on")
        assert row["shown"] % 10 == 0
        assert row | {"shown": 0} == {
            "table": "looms", "cell": "GH", "shown": 0, "version": 1, "moved_on": NOW.date(),
        }  # fmt: skip


def test_a_table_is_counted_by_one_function():
    numbers.counts("a-test-table")(lambda at: {})
    try:
        with pytest.raises(ValueError, match="counted already"):
            numbers.counts("a-test-table")(lambda at: {})
    finally:
        del numbers._counters["a-test-table"]


@pytest.mark.parametrize("facts", [{"shown": 7}, {"shown": 11}, {"shown": -10}])
def test_the_database_takes_steps_of_ten_only(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedNumber.objects.create(table="t", cell="GH", version=1, moved_on=NOW.date(), **facts)


def test_the_database_has_one_number_for_a_cell():
    PublishedNumber.objects.create(table="t", cell="GH", version=1, moved_on=NOW.date(), shown=10)

    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedNumber.objects.create(table="t", cell="GH", version=2, moved_on=NOW.date(), shown=20)


@pytest.mark.parametrize("cells", [1, 30])
def test_reading_asks_two_questions_and_publishing_a_few(truth, cells):
    truth |= {f"C{n}": 80 for n in range(cells)}
    with CaptureQueriesContext(connection) as asked:
        numbers.publish(at=NOW)
    assert len(asked) <= 12

    with CaptureQueriesContext(connection) as asked:
        assert len(shown()) == cells
    assert len(asked) == 2


# -- the worker and the command


def test_the_worker_publishes_on_its_first_pass_of_a_day(truth):
    truth["GH"] = 60
    daily = Daily()

    daily.pass_by(at=NOW)
    with CaptureQueriesContext(connection) as asked:
        daily.pass_by(at=NOW + dt.timedelta(hours=11, minutes=59))
    truth["SN"] = 60
    daily.pass_by(at=NOW + dt.timedelta(hours=12))

    assert len(asked) == 0
    assert set(shown()) == {"GH", "SN"}


def test_a_count_that_fails_stops_no_mail_and_is_tried_again(monkeypatch, truth):
    tries = []

    def failing(at):
        tries.append(at)
        raise RuntimeError

    monkeypatch.setattr(numbers, "_counters", {"looms": failing})
    daily = Daily()
    for minute in range(11):
        daily.pass_by(at=NOW + dt.timedelta(minutes=minute))

    assert [int((at - NOW).total_seconds() // 60) for at in tries] == [0, 5, 10]
    assert not PublishedTable.objects.exists()


def test_the_worker_passes_by_between_promises(truth, monkeypatch):
    class Once:
        """Ends the worker after one round."""

        stopped = False

        def is_set(self):
            return self.stopped

        def wait(self, _seconds):
            self.stopped = True

    monkeypatch.setattr(outbox, "close_old_connections", lambda: None)  # the test's own is in use
    truth["GH"] = 60
    outbox.work(Once())

    assert set(shown()) == {"GH"}


def test_the_command_publishes_and_says_when_it_was_done_already():
    first, second = io.StringIO(), io.StringIO()
    call_command("publish_counts", stdout=first)
    call_command("publish_counts", stdout=second)

    assert first.getvalue() == "Published: residence, heritage, corridors.\n"
    assert second.getvalue() == "Published already today.\n"
