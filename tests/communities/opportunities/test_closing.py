"""How the closing moment is said."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from communities.opportunities.closing import closing_in_words, moment_in_words, reader_sees_other_hour
from tests import make

ACCRA, NAIROBI = ZoneInfo("Africa/Accra"), ZoneInfo("Africa/Nairobi")


def closing(**after):
    return closing_in_words(make.opportunity(closes_at=make.NOW + dt.timedelta(**after)), at=make.NOW)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"hours": 2}, ("Closes today, 14:00", "new")),
        ({"hours": 13}, ("Closes in 1 day", "new")),
        ({"days": 9}, ("Closes in 9 days", "new")),
        ({"days": 25}, ("Closes 15 December", "warn")),
        ({"days": 72}, ("Closes 31 January 2027", "warn")),
        ({"days": -17}, ("Closed 3 November 2026", "plain")),
    ],
)
def test_closing_is_said_in_days_when_near_and_as_a_date_when_far(after, said):
    assert closing(**after) == said


def test_a_day_is_counted_in_the_institutions_zone():
    opportunity = make.opportunity(closes_at=make.NOW + dt.timedelta(hours=10), zone=NAIROBI)

    assert closing_in_words(opportunity, at=make.NOW) == ("Closes in 1 day", "new")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "15 December 2026, 18:00 Africa/Accra"),
        ("fr", "15 décembre 2026 à 18:00 (Africa/Accra)"),
        ("es", "15 de diciembre de 2026, 18:00 Africa/Accra"),
    ],
)
def test_the_moment_names_its_zone(language, said):
    with translation.override(language):
        assert moment_in_words(dt.datetime(2026, 12, 15, 18, tzinfo=dt.UTC), ACCRA) == said


@pytest.mark.parametrize(("zone", "differs"), [("Africa/Accra", False), ("Africa/Nairobi", True)])
def test_the_readers_own_hour_is_told_when_it_is_another(zone, differs):
    opportunity = make.opportunity(zone=ACCRA)

    with timezone.override(ZoneInfo(zone)):
        assert reader_sees_other_hour(opportunity) is differs
