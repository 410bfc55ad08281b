"""What the screens read, and at what cost."""

import datetime as dt

import pytest

from communities.opportunities import queries
from tests import make

A_DAY = dt.timedelta(days=1)
COUNTS = pytest.mark.parametrize("how_many", [1, 3])


def titles(**filters):
    return [row.title for row in queries.open_opportunities(make.NOW, filters=filters)]


def test_open_ones_come_soonest_to_close_first():
    make.opportunity(title="later", closes_at=make.NOW + 2 * A_DAY)
    make.opportunity(title="sooner", closes_at=make.NOW + A_DAY)
    make.opportunity(title="over", closes_at=make.NOW)
    make.opportunity(title="closed by hand", closed_at=make.NOW - A_DAY)
    for state in ("draft", "pending", "returned"):
        make.opportunity(title=state, state=state)

    assert titles() == ["sooner", "later"]
    assert titles(closed=True)[:2] == ["sooner", "later"]
    assert set(titles(closed=True)[2:]) == {"over", "closed by hand"}


def test_newest_first_when_asked():
    make.opportunity(title="old", published_at=make.NOW - A_DAY)
    make.opportunity(title="new", published_at=make.NOW)

    assert titles(sort="newest") == ["new", "old"]


def test_filters_narrow_by_kind_language_place_and_institution():
    office = make.institution(slug="health-desk")
    make.opportunity(
        title="wanted", office=office, kind="event", languages=["fr", "ar"], is_remote=True, place=""
    )
    make.opportunity(title="other", languages=["en"])

    assert titles(kind="event") == ["wanted"]
    assert titles(language="ar") == ["wanted"]
    assert titles(remote=True) == ["wanted"]
    assert titles(institution="health-desk") == ["wanted"]
    assert titles(kind="event", language="en") == []


@COUNTS
def test_open_opportunities_cost_one_query_however_many(how_many, django_assert_num_queries):
    for _number in range(how_many):
        make.opportunity()

    with django_assert_num_queries(1):
        names = [row.institution.name for row in queries.open_opportunities(make.NOW)]

    assert len(names) == how_many


@COUNTS
def test_answers_cost_one_query_however_many(how_many, django_assert_num_queries):
    opportunity = make.opportunity()
    for _number in range(how_many):
        make.answer(opportunity)
    make.answer(opportunity, withdrawn_at=make.NOW)

    with django_assert_num_queries(1):
        senders = [sent.user.name for sent in queries.readable_answers(opportunity)]

    assert len(senders) == how_many


@COUNTS
def test_mine_cost_one_query_and_count_what_can_be_read(how_many, django_assert_num_queries):
    office = make.institution()
    officer = make.officer(office)
    for _number in range(how_many):
        written = make.opportunity(office=office)
        make.answer(written)
        make.answer(written)
        make.answer(written, withdrawn_at=make.NOW)
        make.answer(written, make.user(dark_since=make.NOW))
    make.opportunity()

    with django_assert_num_queries(1):
        counts = [row.answer_count for row in queries.my_opportunities(officer)]

    assert counts == [2] * how_many


def test_mine_for_an_editor_are_what_they_began():
    editor = make.editor()
    own = make.opportunity(author=editor, office=make.institution(), state="draft")
    make.opportunity(state="draft")

    assert list(queries.my_opportunities(editor)) == [own]


@COUNTS
def test_filter_choices_cost_one_query_and_tell_of_nothing_unpublished(how_many, django_assert_num_queries):
    for number in range(how_many):
        make.opportunity(
            office=make.institution(name=f"B{number}", slug=f"b{number}"), languages=["fr", "en"]
        )
    make.opportunity(state="draft", languages=["sw"])

    with django_assert_num_queries(1):
        institutions, codes = queries.filter_choices()

    assert institutions == [(f"b{number}", f"B{number}") for number in range(how_many)]
    assert codes == [("en", "English"), ("fr", "Français")]


def test_officers_are_those_who_hold_the_mandate_now():
    office = make.institution()
    officer, left = make.officer(office), make.officer(office)
    left.mandates.update(ended_at=make.NOW - dt.timedelta(hours=1))
    opportunity = make.opportunity(office=office, author=officer)

    assert queries.officer_ids(opportunity, at=make.NOW) == [officer.pk]


def test_plain_words_hold_all_that_members_will_read():
    opportunity = make.opportunity(
        title="T", kind="job", place="Accra", languages=["fr"], cost="None.", text="Words."
    )

    assert queries.in_plain_words(opportunity).split("\n") == [
        "T",
        "Job",
        "Accra",
        "Français",
        "None.",
        "1 January 2099, 00:00 UTC",
        "",
        "Words.",
    ]
