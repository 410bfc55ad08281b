"""Pages that are open already: who goes dark is unnamed on them too, and named again on coming back."""

import pytest
from django.utils import timezone

from accounts import actions as accounts
from accounts.bylines import MEMBERS
from core.models import Outbox
from core.outbox import drain
from messaging.threads import actions, queries
from messaging.threads.frames import frame
from messaging.threads.models import StreamEvent, Thread
from tests import make


@pytest.fixture
def author():
    return make.user(name="Zuri Author")


def shown(thread, seq):
    return [frame(event, "en", MEMBERS)["html"] for event in queries.events_after(thread.pk, seq)]


def test_going_dark_and_coming_back_is_told_to_open_pages(author, django_capture_on_commit_callbacks):
    first, second = make.thread(), make.thread()
    for thread in (first, second, first):
        make.post(thread, author=author)
    make.post(first)
    heads = {thread.pk: Thread.objects.get(pk=thread.pk).seq for thread in (first, second)}

    told = []
    for deed in (accounts.go_dark, accounts.come_back):
        with django_capture_on_commit_callbacks(execute=True):
            deed(author, at=timezone.now())
        drain()
        told.append([shown(thread, heads[thread.pk]) for thread in (first, second)])
        heads = {thread.pk: Thread.objects.get(pk=thread.pk).seq for thread in (first, second)}

    dark, back = told
    assert [len(frames) for frames in dark] == [len(frames) for frames in back] == [2, 1]
    assert all("Hidden member" in html and author.name not in html for frames in dark for html in frames)
    assert all(author.name in html for frames in back for html in frames)
    assert not Outbox.objects.exists()


def test_what_was_removed_or_hidden_is_not_drawn_again(author):
    thread = make.thread()
    make.post(thread, author=author, state="removed", state_at=make.NOW)
    make.post(thread, author=author, state="hidden", state_at=make.NOW, hidden_why="A reason.")
    make.post(thread)

    actions.redraw_everywhere(author.pk, why="1")

    assert not Outbox.objects.exists()
    assert actions.redraw(thread.pk, author_id=author.pk, at=make.NOW) == 0


def test_streams_stay_without_holes(author):
    thread = make.thread()
    for _ in range(3):
        make.post(thread, author=author)

    actions.redraw(thread.pk, author_id=author.pk, at=make.NOW)

    seqs = StreamEvent.objects.filter(thread=thread).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == [1, 2, 3, 4, 5, 6]
    assert Thread.objects.get(pk=thread.pk).number == 3


@pytest.mark.parametrize("how_many", [1, 3])
def test_promises_cost_one_query_to_find_however_many(author, how_many, django_assert_num_queries):
    thread = make.thread()
    for _ in range(how_many):
        make.post(thread, author=author)

    with django_assert_num_queries(4):  # two of them are the savepoint's
        actions.redraw_everywhere(author.pk, why="1")

    assert Outbox.objects.count() == 1
