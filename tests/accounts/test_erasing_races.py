"""Erasing while something else happens at the same moment: undoing, a second job, a post."""

import datetime as dt
import uuid

from django.utils import timezone

from accounts import erasures
from accounts.models import ErasedAccount, User
from core.retention import purge
from messaging.threads.actions import write_post
from messaging.threads.models import Post
from tests import make
from tests.races import RACES, together

pytestmark = RACES


def somebody(*, posts: int = 6):
    """Who asked eight days ago, with posts in as many discussions, and somebody else's among them."""
    person = make.user()
    home = make.community(members=[person])
    threads = [make.thread(home, posts=1, author=person) for _ in range(posts)]
    erasures.ask(person, words=True, at=timezone.now() - dt.timedelta(days=8))
    return person, threads


def test_undoing_and_the_job_at_once_end_one_way_or_the_other_and_never_between():
    for _ in range(4):
        person, threads = somebody(posts=2)
        now = timezone.now()

        undone, done = together(
            lambda person=person: erasures.undo(person, at=timezone.now()),
            lambda person=person, now=now: erasures.carry_out(person.pk, at=now),
        )

        row = User.objects.get(pk=person.pk)
        texts = set(Post.objects.filter(thread__in=threads).values_list("text", flat=True))
        if done is True:
            assert (isinstance(undone, type), texts, row.erased_at) == (True, {""}, now)
        else:
            assert (done, row.erased_at, row.erase_at, row.dark_since) == (False, None, None, None)
            assert (row.email, "" in texts) == (person.email, False)


def test_two_jobs_at_once_erase_once_and_number_every_event_once():
    person, threads = somebody()
    now = timezone.now()

    done = together(*[lambda: erasures.carry_out(person.pk, at=now)] * 2)

    assert sorted(done) == [False, True]
    assert ErasedAccount.objects.count() == 1
    for thread in threads:
        thread.refresh_from_db()
        assert list(thread.stream.order_by("seq").values_list("seq", "kind")) == [
            (1, "post.new"),
            (2, "post.removed"),
        ]
        assert (thread.number, thread.seq) == (1, 2)


def test_who_posts_while_being_erased_leaves_no_word_behind():
    person, threads = somebody(posts=3)
    reader = make.member(threads[0].board.community)
    now = timezone.now()

    def post(by):
        return lambda: [
            write_post(thread, by=by, text="Zq word", language="en", key=uuid.uuid4(), at=now)
            for thread in threads
        ]

    together(post(person), lambda: erasures.carry_out(person.pk, at=now), post(reader))
    purge(at=now + dt.timedelta(hours=1))

    assert set(Post.objects.filter(author=person).values_list("text", flat=True)) == {""}
    assert set(Post.objects.filter(author=reader).values_list("text", flat=True)) == {"Zq word"}
    for thread in threads:
        thread.refresh_from_db()
        assert list(thread.posts.order_by("number").values_list("number", flat=True)) == list(
            range(1, thread.number + 1)
        )
        assert list(thread.stream.order_by("seq").values_list("seq", flat=True)) == list(
            range(1, thread.seq + 1)
        )
