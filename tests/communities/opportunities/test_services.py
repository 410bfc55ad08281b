"""Answers that race, on the database that production uses."""

from django.core.exceptions import ValidationError

from communities.opportunities import actions
from communities.opportunities.models import Application
from notifications.models import Notice
from tests import make
from tests.races import RACES, together

pytestmark = RACES


def test_two_answers_of_one_person_are_one_row_and_one_notice():
    opportunity, member = make.opportunity(), make.user()

    def answer():
        return actions.answer(opportunity, by=member, text="I taught.", language="en", at=make.NOW).pk

    outcomes = together(*[answer] * 8)

    assert set(outcomes) == {Application.objects.get().pk}
    assert Notice.objects.filter(kind="opportunity.answered").count() == 1


def test_answers_of_several_people_are_numbered_without_a_gap():
    opportunity = make.opportunity()
    members = [make.user() for _number in range(6)]

    def answer_of(member):
        return lambda: actions.answer(opportunity, by=member, text="I.", language="en", at=make.NOW).number

    outcomes = together(*map(answer_of, members))

    assert sorted(outcomes) == [1, 2, 3, 4, 5, 6]


def test_closing_and_answering_at_once_leave_no_answer_after_the_end():
    office = make.institution()
    officer = make.officer(office)
    opportunity, member = make.opportunity(office=office, author=officer), make.user()

    closed, answered = together(
        lambda: actions.close(opportunity, by=officer, at=make.NOW).closed_at,
        lambda: actions.answer(opportunity, by=member, text="I.", language="en", at=make.NOW).pk,
    )

    assert closed == make.NOW
    assert Application.objects.count() == (0 if answered is ValidationError else 1)
