"""Several moderators, reporters and writers at the same moment, each on a connection of their own."""

from moderation import actions
from moderation.models import Case, Decision, Report
from notifications.actions import notify
from notifications.models import Mailbox, Notice
from tests import make
from tests.moderation import things
from tests.races import RACES, each_at_once

pytestmark = RACES
CROWD = 8


def test_of_many_moderators_at_once_one_decides(note):
    case = actions.report("note", note, by=make.user(), reason="spam", at=make.NOW)
    moderators = [make.moderator() for _ in range(CROWD)]

    def decide(moderator):
        return actions.decide(case, by=moderator, verdict="hide", reason="Because.", at=make.NOW).by_id

    answers = each_at_once(decide, moderators)

    assert answers.count(actions.AlreadyDecided) == CROWD - 1
    assert Decision.objects.count() == 1
    assert len(things.NOTES[note].acts) == 1


def test_of_many_moderators_at_once_one_takes_the_case(note):
    case = actions.report("note", note, by=make.user(), reason="spam", at=make.NOW)
    moderators = [make.moderator() for _ in range(CROWD)]

    answers = each_at_once(
        lambda moderator: actions.claim(case, by=moderator, at=make.NOW).claimed_by_id, moderators
    )

    assert answers.count(actions.TakenByAnother) == CROWD - 1


def test_many_reports_at_once_make_one_case(note):
    people = [make.user() for _ in range(CROWD - 2)]
    reporters = [*people, people[0], people[0]]

    def report(person):
        return actions.report("note", note, by=person, reason="spam", at=make.NOW).pk

    answers = each_at_once(report, reporters)

    assert set(answers) == {Case.objects.get().pk}
    assert Report.objects.count() == len(people)


def test_many_notices_at_once_are_numbered_without_holes():
    person = make.user()
    keys = [f"news {n % (CROWD - 2)}" for n in range(CROWD)]  # two are told twice

    def tell(key):
        return notify(person.pk, "test", key=key, facts={}, path="/")

    each_at_once(tell, keys)

    told = CROWD - 2
    assert sorted(Notice.objects.values_list("seq", flat=True)) == list(range(1, told + 1))
    assert list(Mailbox.objects.values_list("seq", "unread")) == [(told, told)]
