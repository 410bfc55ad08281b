"""Several workers begin a day at the same moment: one publishes it."""

import datetime as dt

from core import numbers
from core.models import PublishedNumber, PublishedTable
from tests.races import RACES, together

pytestmark = RACES
NOW = dt.datetime(2026, 11, 20, 0, 0, 1, tzinfo=dt.UTC)


def test_a_day_is_published_by_one_of_several_workers(monkeypatch):
    people = {"GH": 60, "SN": 80}
    monkeypatch.setattr(numbers, "_counters", {"looms": lambda at: people})

    for day in range(4):
        at = NOW + dt.timedelta(days=8 * day)
        answers = together(*[lambda at=at: numbers.publish(at=at)] * 6)
        people["GH"] += 40

        assert sorted(map(len, answers)) == [0, 0, 0, 0, 0, 1]
        assert PublishedTable.objects.get().day == at.date()
    versions = dict(PublishedNumber.objects.values_list("cell", "version"))
    assert (versions["SN"], versions["GH"]) == (1, 4)
