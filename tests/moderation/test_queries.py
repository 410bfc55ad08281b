"""The queue: what is in it, in which order, at which cost."""

import datetime as dt

import pytest

from moderation import actions, queries
from moderation.models import Case
from tests import make
from tests.moderation import things


def report(ident, /, kind="note", **given):
    facts = {"by": make.user(), "reason": "spam", "at": make.NOW} | given
    return actions.report(kind, ident, **facts)


def queue(viewer, **given):
    return queries.queue(viewer, **{"at": make.NOW} | given)


def test_queue_comes_oldest_first_with_counts(author, community):
    moderator = make.moderator()
    first, second = things.write(author, community), things.write(author, community)
    older, newer = report(first), report(second)
    report(first)

    found = queue(moderator)

    assert [(row.case, row.case.report_count, row.heading, row.words) for row in found.rows] == [
        (older, 2, "A note", "Words of the note."),
        (newer, 1, "A note", "Words of the note."),
    ]
    assert (found.total, found.further) == (2, None)


def test_queue_goes_on_after_twenty(author, community):
    moderator = make.moderator()
    cases = [report(things.write(author, community)) for _ in range(23)]

    first = queue(moderator)
    second = queue(moderator, after=first.further)

    assert [row.case for row in first.rows] == cases[:20]
    assert [row.case for row in second.rows] == cases[20:]
    assert (first.total, second.total, second.further) == (23, 23, None)


def test_queue_shows_what_is_mine_and_what_is_decided(author, community):
    moderator = make.moderator()
    waits, mine, first_decided, last_decided = (report(things.write(author, community)) for _ in range(4))
    actions.claim(mine, by=moderator, at=make.NOW)
    actions.decide(first_decided, by=moderator, verdict="keep", reason="", at=make.NOW)
    actions.decide(last_decided, by=moderator, verdict="hide", reason="Because.", at=make.NOW)

    opened, taken, decided = (queue(moderator, show=show) for show in queries.SHOWS)
    left_lying = queue(moderator, show="mine", at=make.NOW + dt.timedelta(minutes=16))

    assert [(row.case, row.taken_by) for row in opened.rows] == [(waits, ""), (mine, moderator.name)]
    assert [row.case for row in taken.rows] == [mine]
    assert [(row.case, row.outcome) for row in decided.rows] == [
        (last_decided, "Hidden"),
        (first_decided, "Kept"),
    ]
    assert left_lying.rows == []


def test_queue_is_filtered_by_kind(note):
    moderator = make.moderator()
    report(note)
    waiting = report(note, kind="waiting")

    assert [row.case for row in queue(moderator, kind="waiting").rows] == [waiting]


def test_queue_marks_an_appeal(note, author):
    case = report(note)
    actions.decide(case, by=make.moderator(), verdict="hide", reason="Because.", at=make.NOW)
    actions.appeal(case, by=author, text="But it is true.", at=make.NOW)

    [row] = queue(make.moderator()).rows

    assert (row.is_appeal, row.outcome) == (True, "Hidden")


@pytest.mark.parametrize("how_many", [1, 3])
def test_queue_of_a_moderator_costs_two_queries_however_many(
    how_many, author, community, django_assert_num_queries
):
    moderator = make.moderator()
    _ = moderator.roles
    for _n in range(how_many):
        actions.claim(report(things.write(author, community)), by=moderator, at=make.NOW)

    with django_assert_num_queries(2):
        found = queue(moderator)
        seen = [(row.taken_by, row.case.report_count) for row in found.rows]

    assert seen == [(moderator.name, 1)] * how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_queue_of_a_community_costs_three_queries_however_many(
    how_many, author, community, django_assert_num_queries
):
    steward = make.member(community, role="steward")
    _ = steward.roles
    for _n in range(how_many):
        report(things.write(author, community))

    with django_assert_num_queries(3):
        found = queue(steward)

    assert len(found.rows) == how_many


def test_reasons_are_counted_and_name_nobody(note):
    reporter = make.user()
    case = report(note, by=reporter, reason="spam", note="First.")
    report(note, reason="hate")
    report(note, reason="hate", note="Second.")

    found = queries.reasons(case)

    assert [(reason.label, reason.count, reason.notes) for reason in found] == [
        ("Hatred against a group", 2, ["Second."]),
        ("Spam or fraud", 1, ["First."]),
    ]


def test_is_reported_until_it_is_settled(note):
    moderator = make.moderator()
    states = [queries.is_reported("note", note)]
    case = report(note)
    states.append(queries.is_reported("note", note))
    actions.decide(case, by=moderator, verdict="hide", reason="Because.", at=make.NOW)
    states.append(queries.is_reported("note", note))
    things.NOTES[note].text = "Other words."
    other = things.write(make.user(), things.NOTES[note].community)
    kept = report(other)
    actions.decide(kept, by=moderator, verdict="keep", reason="", at=make.NOW)
    states.append(queries.is_reported("note", other))

    assert states == [False, True, True, False]


def test_is_reported_is_not_said_of_what_only_waits_for_release(note):
    actions.open_case("waiting", note, subject_user_id=None, snapshot="x", language="en")

    assert not queries.is_reported("waiting", note)


def test_offered_is_nothing_for_a_kind_that_no_room_knows_any_more():
    case = Case.objects.create(kind="gone", object_id="1")

    assert queries.offered(case, None) == []
