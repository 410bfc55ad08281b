"""What is read, at which cost, and where a discussion opens."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import Block
from messaging.threads import queries
from messaging.threads.models import ReadMark
from tests import make

NOBODY = AnonymousUser()


def opening(thread, reader):
    return queries.opening(queries.place(thread.pk, reader))


@pytest.mark.parametrize(("read", "start"), [(None, 1), (1, 1), (7, 7), (24, 24), (25, 6), (99, 6)], ids=str)
def test_a_discussion_opens_one_post_above_the_first_unread(read, start):
    reader = make.user()
    thread = make.thread(posts=25)
    if read:
        ReadMark.objects.create(user=reader, thread=thread, number=read, at=make.NOW)

    assert opening(thread, reader) == start
    assert opening(thread, NOBODY) == 1


@pytest.mark.parametrize(
    ("start", "numbers", "earlier", "later"),
    [
        (1, (1, 20), None, 21),
        (21, (21, 45), 1, None),
        (5, (5, 24), 1, 25),
        (-3, (1, 20), None, 21),
        (999, (45, 45), 25, None),
    ],
)
def test_page_is_a_stretch_of_numbers(start, numbers, earlier, later):
    thread = make.thread(posts=45)
    thread.refresh_from_db()

    page = queries.page(thread, NOBODY, start=start)

    first, last = numbers
    if last - first >= queries.PAGE:
        last = first + queries.PAGE - 1
        later = last + 1
    assert [post.number for post in page.posts] == list(range(first, last + 1))
    assert (page.earlier, page.later, page.newest) == (earlier, later, 26)


def test_page_never_shows_what_came_after_its_discussion_was_read():
    thread = make.thread(posts=2)
    read_before = queries.place(thread.pk, NOBODY).thread
    make.post(thread)

    page = queries.page(read_before, NOBODY, start=1)

    assert [post.number for post in page.posts] == [1, 2]


def test_an_empty_discussion_has_an_empty_page():
    thread = make.thread()

    assert queries.page(thread, NOBODY, start=1).posts == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_place_and_page_cost_three_queries(how_many, django_assert_num_queries):
    community = make.community(visibility="request")
    reader = make.member(community, role="moderator")
    thread = make.thread(community, posts=how_many)
    make.post(thread, author=reader, language="ar")
    ReadMark.objects.create(user=reader, thread=thread, number=1, at=make.NOW)

    with django_assert_num_queries(3):
        here = queries.place(thread.pk, reader)
        page = queries.page(here.thread, reader, start=1)
        names = [post.author.name for post in page.posts]

    assert (here.role, here.read, here.read_at, here.language) == ("moderator", 1, make.NOW, "ar")
    assert len(names) == how_many + 1


@pytest.mark.parametrize("visibility", ["invite", "hidden"])
def test_place_of_a_secret_discussion_is_as_absent_as_none(visibility):
    thread = make.thread(make.community(visibility=visibility))

    for ident in (thread.pk, uuid.uuid4()):
        with pytest.raises(Http404):
            queries.place(ident, make.user())


def test_post_at_is_absent_across_a_block_unless_one_tends_the_discussion():
    post = make.post()
    reader = make.user()
    Block.objects.create(by=post.author, whom=reader)

    with pytest.raises(Http404):
        queries.post_at(post.thread, 1, reader)

    assert queries.post_at(post.thread, 1, reader, meets_all=True) == post


@pytest.mark.parametrize("how_many", [1, 3])
def test_lively_threads_cost_two_queries_and_skip_what_may_not_be_read(
    how_many, django_assert_max_num_queries
):
    reader = make.user()
    public, private = make.community(name="Open"), make.community(visibility="request")
    hidden = make.community(visibility="hidden", members=[reader])
    for age in range(how_many):
        moment = make.NOW - dt.timedelta(hours=age)
        for community in (public, private, hidden):
            make.thread(community, posts=1, last_post_at=moment, title=f"{community.visibility} {age}")

    with django_assert_max_num_queries(2):
        found = queries.lively_threads(reader, 10)

    assert {each.thread.title.split()[0] for each in found} == {"public", "hidden"}
    assert [each.thread.last_post_at for each in found] == sorted(
        (each.thread.last_post_at for each in found), reverse=True
    )
    assert {each.card.name for each in queries.lively_threads(NOBODY, 10)} == {"Open"}


def test_threads_of_counts_what_is_unread_and_goes_on_after_the_last_one():
    reader = make.user()
    community = make.community()
    threads = [
        make.thread(community, posts=5, last_post_at=make.NOW - dt.timedelta(hours=age)) for age in range(3)
    ]
    ReadMark.objects.create(user=reader, thread=threads[0], number=2, at=make.NOW)

    first = queries.threads_of(community.board, reader, limit=2)
    end = first[-1].thread
    rest = queries.threads_of(community.board, reader, before=(end.last_post_at, end.pk), limit=2)

    assert [(each.thread, each.unread) for each in first + rest] == [
        (threads[0], 3),
        (threads[1], 0),
        (threads[2], 0),
    ]


def test_threads_of_splits_a_tie_of_moments_without_loss():
    community = make.community()
    threads = {make.thread(community) for _ in range(5)}
    found, before = [], None

    while rows := queries.threads_of(community.board, NOBODY, before=before, limit=2):
        found += [each.thread for each in rows]
        before = (rows[-1].thread.last_post_at, rows[-1].thread.pk)

    assert (len(found), set(found)) == (5, threads)


def test_events_after_come_in_order_up_to_a_limit():
    thread = make.thread(posts=4)

    assert [event.seq for event in queries.events_after(thread.pk, 1, limit=2)] == [2, 3]
    assert queries.events_after(thread.pk, 4) == []


def test_readable_answers_for_many_in_one_query(django_assert_num_queries):
    reader = make.user()
    public, private = make.thread(), make.thread(make.community(visibility="request"))

    with django_assert_num_queries(1):
        known = queries.readable([public.pk, private.pk, uuid.uuid4()], reader)

    assert known == {public.pk}
