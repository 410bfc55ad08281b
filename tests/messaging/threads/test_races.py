"""Many at once on PostgreSQL: no hole, no double, nothing after a ban. SQLite has one writer at a time."""

import threading
import uuid
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from messaging.threads import actions, boards
from messaging.threads.actions import turns
from messaging.threads.models import Post, StreamEvent, Thread
from tests import make
from tests.races import RACES, together

pytestmark = RACES


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.LIMITS_FACTOR = 1000.0


@pytest.fixture
def thread(community):
    return make.thread(community)


def write(thread, by, key=None, **given):
    facts = {"text": "At once.", "language": "en", "at": make.NOW} | given
    return actions.write_post(thread, by=by, key=key or uuid.uuid4(), **facts)


def stream(thread):
    """Numbers, sequence and counters as they stand in the database."""
    thread.refresh_from_db()
    numbers = list(Post.objects.filter(thread=thread).order_by("number").values_list("number", flat=True))
    seqs = list(StreamEvent.objects.filter(thread=thread).order_by("seq").values_list("seq", flat=True))
    return numbers, seqs, (thread.number, thread.seq, thread.voices)


def test_eight_writers_leave_no_hole_and_no_double(community, thread):
    writers = [make.member(community) for _ in range(8)]

    def series(by):
        return lambda: [write(Thread.objects.get(pk=thread.pk), by).post.number for _ in range(25)]

    answered = together(*[series(by) for by in writers])

    numbers, seqs, counters = stream(thread)
    assert numbers == seqs == list(range(1, 201))
    assert counters == (200, 200, 8)
    assert sorted(number for numbers in answered for number in numbers) == numbers
    voices = set(Post.objects.filter(thread=thread).values_list("author", "voice"))
    assert (len(voices), {voice for _, voice in voices}) == (8, set(range(1, 9)))


def test_the_order_of_numbers_is_the_order_of_commits(community, thread):
    """Whoever reads while others write never sees a number without all that come before it."""
    writers, seen, done = [make.member(community) for _ in range(4)], [], threading.Event()

    def series(by):
        return lambda: [write(Thread.objects.get(pk=thread.pk), by) for _ in range(25)]

    def watch():
        while not done.is_set():
            seen.append(list(Post.objects.filter(thread=thread).values_list("number", flat=True)))
        return True

    def finish(deed):
        def run():
            try:
                return deed()
            finally:
                if next(left) == 1:
                    done.set()

        return run

    left = iter(range(len(writers), 0, -1))
    together(watch, *[finish(series(by)) for by in writers])

    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in seen)
    assert stream(thread)[2] == (100, 100, 4)


def test_one_speaker_who_posts_at_once_is_one_voice(community, thread):
    by = make.member(community)

    together(*[lambda: write(thread, by) for _ in range(6)])

    assert stream(thread)[2] == (6, 6, 1)
    assert set(Post.objects.values_list("voice", flat=True)) == {1}


def test_the_same_key_raced_ten_times_is_one_post(community, thread):
    by, key = make.member(community), uuid.uuid4()

    written = together(*[lambda: write(thread, by, key) for _ in range(10)])

    assert Counter(each.is_replay for each in written) == {True: 9, False: 1}
    assert len({each.post.pk for each in written}) == 1
    assert stream(thread) == ([1], [1], (1, 1, 1))


def test_the_same_key_raced_with_two_texts_is_one_post_and_refusals(community, thread):
    by, key = make.member(community), uuid.uuid4()

    written = together(*[lambda n=n: write(thread, by, key, text=f"Text {n % 2}") for n in range(10)])

    assert written.count(actions.KeyReused) == 5
    assert stream(thread)[0] == [1]


def test_the_same_key_raced_into_two_discussions_is_one_post(community, thread):
    by, key, other = make.member(community), uuid.uuid4(), make.thread(community)

    written = together(*[lambda n=n: write((thread, other)[n % 2], by, key) for n in range(8)])

    assert written.count(actions.KeyReused) == 4
    assert Post.objects.count() == 1
    assert sorted(stream(each)[2][0] for each in (thread, other)) == [0, 1]


def test_the_same_new_discussion_raced_is_one_discussion(community):
    by, key = make.member(community), uuid.uuid4()

    started = together(
        *[
            lambda: actions.start_thread(
                community.board, by=by, title="One", text="Words", language="en", key=key, at=make.NOW
            )
            for _ in range(6)
        ]
    )

    assert len({each.pk for each in started}) == 1
    assert Thread.objects.count() == Post.objects.count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_nothing_is_posted_after_a_ban_is_committed(community, thread, attempt):
    """Every post that was answered has its turn before the ban; whoever comes later is refused."""
    by = make.member(community)
    numbers_at_ban = []

    def ban():
        boards.unseat(community.board, by)
        numbers_at_ban.append(Thread.objects.get(pk=thread.pk).number)

    def series():
        found = []
        for _ in range(20):
            try:
                found.append(write(Thread.objects.select_related("board").get(pk=thread.pk), by).post.number)
            except PermissionDenied:
                found.append(None)
        return found

    answered, ban_failed = together(series, ban)
    assert ban_failed is None

    posted = [number for number in answered if number is not None]
    assert max(posted, default=0) <= numbers_at_ban[0]
    assert answered == posted + [None] * (20 - len(posted))
    assert stream(thread)[0] == posted


def test_a_ban_between_check_and_turn_refuses_the_post(community, thread):
    """The writer has passed the check and waits for the turn, which the ban holds."""
    by, checked, banned = make.member(community), threading.Event(), threading.Event()
    take = turns.take

    def announced(thread, **given):
        checked.set()
        banned.wait(timeout=20)
        return take(thread, **given)

    def ban():
        checked.wait(timeout=20)
        with transaction.atomic():
            boards.unseat(community.board, by)
            banned.set()
            threading.Event().wait(timeout=0.3)  # by then the writer is at the lock

    turns.take = announced
    try:
        written, _ = together(lambda: write(thread, by), ban)
    finally:
        turns.take = take

    assert written is PermissionDenied
    assert stream(thread) == ([], [], (0, 0, 0))


def test_who_waits_too_long_for_the_turn_is_told_to_send_again(community, thread, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", "200ms")
    by, key = make.member(community), uuid.uuid4()
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            turns.take(thread, by=by)
            held.set()
            done.wait(timeout=10)
            transaction.set_rollback(True)

    def late():
        held.wait(timeout=10)
        try:
            return write(thread, by, key)
        finally:
            done.set()

    _, refused = together(hold, late)
    again = write(thread, by, key)

    assert refused is actions.StillRunning
    assert (again.is_replay, again.post.number) == (False, 1)


def test_edits_and_posts_at_once_share_one_sequence(community, thread):
    authors = [make.member(community) for _ in range(4)]
    posts = [write(thread, by).post for by in authors]

    def edit(post):
        return lambda: [
            actions.edit_post(post, by=post.author, text=f"Version {n}", language="en", at=make.NOW)
            for n in range(5)
        ]

    together(*[edit(post) for post in posts], *[lambda by=by: write(thread, by) for by in authors])

    numbers, seqs, counters = stream(thread)
    assert numbers == list(range(1, 9))
    assert seqs == list(range(1, 29))
    assert counters == (8, 28, 4)
