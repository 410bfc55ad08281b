"""Who is counted, and what two days and two worlds say of one person."""

import datetime as dt
import random

import pytest

from accounts.actions import go_dark
from accounts.models import User
from communities.profiles.actions import take_preset
from communities.profiles.fields import CAREFUL, HIDDEN, OPEN
from communities.profiles.models import Profile
from communities.profiles.numbers import counting
from core.counts import K
from core.models import PublishedNumber, PublishedTable
from core.numbers import publish, published
from tests import make
from tests.communities.profiles.numbers import (
    DAY,
    MAP,
    main,
    page,
    tells,
)


@pytest.mark.parametrize("readers", ["only_me", "communities"])
def test_what_is_not_for_all_members_is_in_no_number(readers):
    tells(lives=["GB"], ties=["GH"], readers=readers)
    tells(lives=["GB"], ties=["GH"])

    assert counting.residence(make.NOW) == {"GB": 1}
    assert counting.heritage(make.NOW) == {"GH": 1}
    assert counting.corridors(make.NOW) == {"GH>GB": 1}


def test_a_corridor_needs_both_to_be_told():
    profile = tells(lives=["GB"], ties=["GH"]).profile
    Profile.objects.filter(pk=profile.pk).update(residence_audience="only_me")

    assert counting.heritage(make.NOW) == {"GH": 1}
    assert counting.corridors(make.NOW) == {}


@pytest.mark.parametrize("preset, is_counted", [(OPEN, True), (CAREFUL, False), (HIDDEN, False)])
def test_who_took_the_careful_or_the_hidden_preset_is_not_counted(preset, is_counted):
    take_preset(preset, by=tells(lives=["GB"]), at=make.NOW)

    assert bool(counting.residence(make.NOW)) is is_counted


@pytest.mark.parametrize(
    "facts, is_counted",
    [
        ({"email_verified_at": None}, False),
        ({"dark_since": make.NOW}, False),
        ({"erased_at": make.NOW}, False),
        ({"suspended_at": make.NOW - DAY}, False),
        ({"suspended_at": make.NOW + DAY}, True),
        ({"suspended_at": make.NOW - 2 * DAY, "suspended_until": make.NOW - DAY}, True),
        ({"suspended_at": make.NOW - DAY, "suspended_until": make.NOW + DAY}, False),
        ({}, True),
    ],
)
def test_who_is_not_there_is_not_counted(facts, is_counted):
    tells(lives=["GB"], **facts)

    assert bool(counting.residence(make.NOW)) is is_counted


def test_officers_are_not_counted():
    tells(person=make.officer(), lives=["GB"], ties=["GH"])

    assert counting.residence(make.NOW) == counting.corridors(make.NOW) == {}


def test_several_ties_and_homes_are_several_cells_and_places_in_own_words_none():
    person = tells(lives=["GB", "IT"], ties=["GH", "GB"])
    person.profile.ties.create(kind="heritage", place="The delta")

    assert counting.heritage(make.NOW) == {"GH": 1, "GB": 1}
    assert counting.corridors(make.NOW) == {"GH>GB": 1, "GH>IT": 1, "GB>IT": 1}


# -- days


def test_two_days_with_and_without_one_person_say_the_same_except_at_a_secret_place():
    """Random people come, go, hide and tell; each day one more is added to a copy of the same day. Per table the
    published values of both differ in at most one cell of those that this one is in, by one step, and seldom."""
    lot = random.Random("two worlds")
    countries = ["GB", "IT", "FR"]
    for _ in range(110):
        tells(lives=[lot.choice(countries)], ties=[lot.choice(["GH", "SN"])])
    publish(at=make.NOW - DAY)
    one = tells(lives=["GB"], ties=["GH", "SN"], readers="only_me")
    mine = {"residence": {"GB"}, "heritage": {"GH", "SN"}, "corridors": {"GH>GB", "SN>GB"}}
    differed = 0
    for day in range(0, 64, 8):
        here = list(User.objects.exclude(pk=one.pk).order_by("pk"))
        for person in lot.sample(here, 4):
            User.objects.filter(pk=person.pk).update(dark_since=lot.choice([None, make.NOW]))
        for _ in range(lot.randrange(9)):
            tells(lives=[lot.choice(countries)], ties=[lot.choice(["GH", "SN"])])
        at = make.NOW + day * DAY
        before = list(PublishedNumber.objects.all()), list(PublishedTable.objects.all())
        both = []
        for readers in ("members", "only_me"):
            Profile.objects.filter(user=one).update(residence_audience=readers, heritage_audience=readers)
            PublishedNumber.objects.all().delete()
            PublishedTable.objects.all().delete()
            PublishedNumber.objects.bulk_create(before[0])
            PublishedTable.objects.bulk_create(before[1])
            publish(at=at)
            both.append({name: dict(said.shown) for name, said in published(*mine).items()})
        for table, cells in mine.items():
            with_one, without = both[0][table], both[1][table]
            changed = {c for c in {*with_one, *without} if with_one.get(c, 0) != without.get(c, 0)}
            differed += len(changed)
            assert changed <= cells
            assert all(with_one.get(cell, 0) - without.get(cell, 0) == K for cell in changed)
    assert differed <= 8  # of 40 cells that were looked at; four are expected


def test_going_dark_is_not_seen_in_the_numbers_of_the_day():
    people = [tells(lives=["GB"]) for _ in range(60)]
    publish(at=make.NOW)
    before = main(page(MAP))

    go_dark(people[0], at=make.NOW)
    publish(at=make.NOW + dt.timedelta(hours=3))

    assert main(page(MAP)) == before
    assert counting.residence(make.NOW) == {"GB": 59}
