"""Topic `thread:<uuid>`: the hub's way into a discussion."""

import pytest
from django.contrib.auth.models import AnonymousUser

from messaging.live.registry import Stand
from messaging.threads.frames import frame
from messaging.threads.models import StreamEvent
from messaging.threads.topics import Discussion
from tests import make

KIND = Discussion()


@pytest.mark.parametrize("ident", ["", "x", "1", "{uuid}", "ABCDEF00-0000-4000-8000-000000000000"])
def test_a_discussion_has_one_way_to_be_named(ident):
    assert KIND.key(ident, 1) is None


def test_stand_is_for_those_who_may_read():
    member, stranger = make.user(), make.user()
    closed = make.thread(make.community(visibility="invite", members=[member]), posts=2)
    public = make.thread(posts=1)

    stands = [
        KIND.stand(str(thread.pk), viewer)
        for thread in (closed, public)
        for viewer in (member, stranger, AnonymousUser())
    ]

    open_to_all = Stand(1, 0, counts_readers=True)
    assert stands == [Stand(2, 0), None, None, open_to_all, open_to_all, open_to_all]


@pytest.mark.parametrize("how_many", [1, 30])
def test_still_allowed_costs_three_queries_however_many(how_many, django_assert_num_queries):
    members = [make.user() for _ in range(how_many)]
    gone, suspended, officer = make.user(), make.suspended(), make.officer()
    club = make.community(visibility="request", members=[*members, suspended, officer])
    thread = make.thread(club)
    asked = {one.pk for one in [*members, gone, suspended, officer]} | {None}

    with django_assert_num_queries(3):
        allowed = KIND.still_allowed(str(thread.pk), asked)

    assert allowed == {one.pk for one in members}


def test_still_allowed_on_a_public_board_is_everybody():
    thread, person = make.thread(), make.user()

    assert KIND.still_allowed(str(thread.pk), {person.pk, None}) == {person.pk, None}


@pytest.mark.parametrize("how_many", [1, 3])
def test_after_reads_rows_and_epoch_in_one_query_and_draws_without(how_many, django_assert_num_queries):
    thread = make.thread(posts=how_many + 1)
    thread.permission_epoch = 6
    thread.save()

    with django_assert_num_queries(1):
        epoch, rows = KIND.after(str(thread.pk), 1, 200)
        drawn = [KIND.html(row, "fr", "outside") for row in rows]

    assert (epoch, [row.seq for row in rows]) == (6, list(range(2, how_many + 2)))
    assert all(f"Words of post {row.seq}." in html for row, html in zip(rows, drawn, strict=True))


def test_a_row_shows_what_the_frame_of_the_api_shows():
    thread = make.thread(posts=1)
    event = StreamEvent.objects.select_related("thread", "post__author").get()
    said = frame(event, "en", "members")

    (row,) = KIND.after(str(thread.pk), 0, 1)[1]

    assert (row.seq, row.kind, row.data) == (said["seq"], said["kind"], said["data"])
    assert KIND.html(row, "en", "members") == said["html"]
    assert KIND.wire_name(str(thread.pk)) == said["topic"]
