"""Telling people things: once, in order, and not to whom it must not reach."""

import datetime as dt

import pytest
from django.db import transaction

from accounts.events import blocked
from accounts.models import Block, User
from core.events import announce
from core.models import Outbox
from notifications import actions
from notifications.events import notice_given, notices_read
from notifications.models import Mailbox, Notice
from notifications.queries import mailbox, unread_count
from tests import make

LONG_AGO = make.NOW - dt.timedelta(days=9)
SOON = make.NOW + dt.timedelta(minutes=1)


def tell(person, key="1", **given):
    facts = {"facts": {"place": "Kumasi"}, "path": "/communities/"} | given
    return actions.notify(person.pk, "test.reply", key=key, **facts)


@pytest.fixture
def heard():
    """What was announced, as (signal, facts)."""
    said = []

    def hear_given(**facts):
        said.append(("given", facts["user_id"], facts["seq"]))

    def hear_read(**facts):
        said.append(("read", facts["user_id"]))

    notice_given.connect(hear_given)
    notices_read.connect(hear_read)
    yield said
    notice_given.disconnect(hear_given)
    notices_read.disconnect(hear_read)


def test_notify_numbers_the_notices_of_each_person_without_holes():
    one, other = make.user(), make.user()

    for key in ("a", "b", "c"):
        tell(one, key)
    tell(other, "a")

    assert list(Notice.objects.filter(to=one).order_by("seq").values_list("seq", "key")) == [
        (1, "a"), (2, "b"), (3, "c"),
    ]  # fmt: skip
    assert (mailbox(one).seq, unread_count(one)) == (3, 3)
    assert (mailbox(other).seq, unread_count(other)) == (1, 1)


def test_notify_tells_the_same_news_once():
    person = make.user()
    tell(person, "same")

    again = tell(person, "same", facts={"place": "elsewhere"})

    assert again is None
    assert Notice.objects.get(to=person).facts == {"place": "Kumasi"}
    assert (mailbox(person).seq, unread_count(person)) == (1, 1)


def test_notify_leaves_no_hole_when_the_same_news_was_told_meanwhile(monkeypatch):
    person = make.user()
    tell(person, "same")
    monkeypatch.setattr(actions, "_to_be_told", lambda *_args: person)  # as a second transaction would see it

    assert tell(person, "same") is None
    tell(person, "next")

    assert list(Notice.objects.filter(to=person).order_by("seq").values_list("seq", flat=True)) == [1, 2]


def test_notify_is_part_of_the_transaction_that_made_it_news(heard, django_capture_on_commit_callbacks):
    person = make.user()

    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                tell(person, "undone")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    assert (Notice.objects.count(), Mailbox.objects.count(), Outbox.objects.count(), heard) == (0, 0, 0, [])


def test_notify_announces_after_the_commit_and_promises_a_mail(heard, django_capture_on_commit_callbacks):
    person = make.user()

    with django_capture_on_commit_callbacks(execute=True):
        notice = tell(person)
        assert heard == []

    assert heard == [("given", person.pk, 1)]
    assert list(Outbox.objects.values_list("kind", "key", "payload")) == [
        ("notice.mail", f"notice:{notice.pk}", {"notice": notice.pk})
    ]


def test_notify_promises_no_mail_when_asked_not_to():
    tell(make.user(), mail=False)

    assert not Outbox.objects.exists()


def blocks(by, whom):
    Block.objects.create(by=by, whom=whom)


SILENT = {
    "one's own deed": lambda to, about: {"about_id": to.pk},
    "blocked by the reader": lambda to, about: blocks(to, about),
    "blocked by the other": lambda to, about: blocks(about, to),
    "suspended": lambda to, about: User.objects.filter(pk=to.pk).update(suspended_at=LONG_AGO),
    "erased": lambda to, about: User.objects.filter(pk=to.pk).update(erased_at=LONG_AGO),
}


@pytest.mark.parametrize("case", SILENT)
def test_notify_stays_silent(case):
    to, about = make.user(), make.user()
    given = SILENT[case](to, about)

    notice = tell(to, **(given if isinstance(given, dict) else {"about_id": about.pk}))

    assert notice is None
    assert not Notice.objects.exists()
    assert not Outbox.objects.exists()


def test_notify_tells_who_has_gone_dark_and_promises_no_mail():
    person = make.user(dark_since=LONG_AGO)

    assert tell(person) is not None
    assert not Outbox.objects.exists()


def test_notify_reaches_somebody_whose_suspension_is_over():
    person = make.user(suspended_at=LONG_AGO, suspended_until=LONG_AGO + dt.timedelta(days=1))

    assert tell(person) is not None


def test_mark_read_counts_down_once(heard, django_capture_on_commit_callbacks):
    person = make.user()
    tell(person, "a")
    tell(person, "b")

    with django_capture_on_commit_callbacks(execute=True):
        actions.mark_read(person, number=1, at=make.NOW)
        actions.mark_read(person, number=1, at=SOON)

    assert Notice.objects.get(to=person, seq=1).read_at == make.NOW
    assert unread_count(person) == 1
    assert heard == [("read", person.pk)]


def test_mark_read_knows_no_notice_of_somebody_else():
    person, stranger = make.user(), make.user()
    tell(person)

    assert actions.mark_read(stranger, number=1, at=make.NOW) is None
    assert unread_count(person) == 1


def test_mark_all_read_can_be_undone_and_leaves_alone_what_was_read_before():
    person = make.user()
    for key in ("a", "b", "c"):
        tell(person, key)
    actions.mark_read(person, number=1, at=make.NOW)

    marked = actions.mark_all_read(person, at=SOON)
    after_marking = unread_count(person)
    tell(person, "d")
    undone = actions.undo_all_read(person, at=SOON + dt.timedelta(minutes=2))

    unread = Notice.objects.filter(to=person, read_at=None).order_by("seq").values_list("seq", flat=True)
    assert (marked, after_marking, undone) == (2, 0, 2)
    assert list(unread) == [2, 3, 4]
    assert unread_count(person) == 3


def test_undo_all_read_is_possible_for_ten_minutes_and_once():
    person = make.user()
    tell(person)
    actions.mark_all_read(person, at=make.NOW)

    too_late = actions.undo_all_read(person, at=make.NOW + dt.timedelta(minutes=11))
    in_time = actions.undo_all_read(person, at=SOON)
    again = actions.undo_all_read(person, at=SOON)

    assert (too_late, in_time, again) == (0, 1, 0)


def test_a_block_stops_counting_what_either_was_told_of_the_other(django_capture_on_commit_callbacks):
    one, other = make.user(), make.user()
    tell(one, "a", about_id=other.pk)
    tell(one, "b")
    tell(other, "a", about_id=one.pk)
    blocks(one, other)

    with django_capture_on_commit_callbacks(execute=True):
        announce(blocked, by_id=one.pk, whom_id=other.pk)

    assert (unread_count(one), unread_count(other)) == (1, 0)


def test_stop_mails_needs_the_secret_and_keeps_only_its_hash():
    person = make.user()
    tell(person)
    token = actions.stop_token(person.pk)

    wrong, right = actions.stop_mails(token[:-1] + "x"), actions.stop_mails(token)

    box = mailbox(person)
    assert (wrong, right, box.mails) == (False, True, False)
    assert token not in str(vars(box))
    assert len(token) * 4 >= 128


@pytest.mark.parametrize("how_many", [0, 5])
def test_notify_costs_the_same_however_much_was_told_before(how_many, django_assert_num_queries):
    person = make.user()
    for n in range(how_many):
        tell(person, f"before {n}")

    with django_assert_num_queries(6):  # who, savepoint, number, notice, release, promise
        tell(person)
