"""Changing what was said: one's own words; moderators hide and never edit; the number always stays."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from messaging.threads import actions
from messaging.threads.models import PostRevision, ReadMark, StreamEvent
from notifications.models import Notice
from tests import make

LATER = make.NOW + dt.timedelta(minutes=5)


@pytest.fixture
def post(community):
    return make.post(make.thread(community), author=make.member(community))


def kinds(thread):
    return list(StreamEvent.objects.filter(thread=thread).order_by("seq").values_list("seq", "kind"))


def test_edit_post_keeps_what_it_said_before(post):
    edited = actions.edit_post(post, by=post.author, text="Better *words*.", language="fr", at=LATER)

    assert (edited.html, edited.language, edited.edited_at) == ("<p>Better <em>words</em>.</p>", "fr", LATER)
    assert list(PostRevision.objects.values_list("text", "language", "written_at")) == [
        ("Words of post 1.", "en", make.NOW)
    ]
    assert kinds(post.thread) == [(1, "post.new"), (2, "post.edited")]


def test_edit_post_with_the_same_words_changes_nothing(post):
    actions.edit_post(post, by=post.author, text=post.text, language="en", at=LATER)

    assert (PostRevision.objects.count(), len(kinds(post.thread))) == (0, 1)


@pytest.mark.parametrize("hours", [0, 25])
def test_edit_post_is_refused_to_others_and_after_a_day(community, post, hours):
    by = post.author if hours else make.member(community, role="steward")

    with pytest.raises(PermissionDenied):
        actions.edit_post(
            post, by=by, text="Not yours.", language="en", at=make.NOW + dt.timedelta(hours=hours)
        )

    assert kinds(post.thread) == [(1, "post.new")]


def test_remove_post_and_put_back_keep_the_number(post):
    removed = actions.remove_post(post, by=post.author, at=LATER)
    state = removed.state
    back = actions.put_back(removed, by=post.author, at=LATER)

    assert (state, back.state, back.number, back.text) == ("removed", "stands", 1, "Words of post 1.")
    assert kinds(post.thread) == [(1, "post.new"), (2, "post.removed"), (3, "post.restored")]


def test_put_back_is_possible_for_a_day(post):
    removed = actions.remove_post(post, by=post.author, at=LATER)

    with pytest.raises(PermissionDenied):
        actions.put_back(removed, by=post.author, at=LATER + dt.timedelta(hours=25))


def test_hide_post_tells_its_author_why_and_restore_post_that_it_stands(community, post):
    steward = make.member(community, role="steward")

    hidden = actions.hide_post(post, by=steward, why=" It names\na person. ", at=LATER)
    seen = (hidden.state, hidden.hidden_why)
    restored = actions.restore_post(hidden, by=steward, at=LATER)

    assert seen == ("hidden", "It names a person.")
    assert (restored.state, restored.hidden_why) == ("stands", "")
    assert kinds(post.thread) == [(1, "post.new"), (2, "post.hidden"), (3, "post.restored")]
    assert [(notice.to, notice.kind, notice.about) for notice in Notice.objects.order_by("pk")] == [
        (post.author, "post.hidden", None),
        (post.author, "post.restored", None),
    ]


def test_hiding_twice_is_hiding_once(community, post):
    steward = make.member(community, role="moderator")

    actions.hide_post(post, by=steward, why="First.", at=LATER)
    again = actions.hide_post(post, by=steward, why="Second.", at=LATER)

    assert again.hidden_why == "First."
    assert kinds(post.thread) == [(1, "post.new"), (2, "post.hidden")]
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("why", ["", " \n", "x" * 501])
def test_hide_post_needs_a_reason(community, post, why):
    with pytest.raises(ValidationError):
        actions.hide_post(post, by=make.member(community, role="steward"), why=why, at=LATER)

    assert kinds(post.thread) == [(1, "post.new")]


def test_hide_post_is_for_who_tends_the_discussion_and_for_reports(post):
    platform = make.moderator()

    with pytest.raises(PermissionDenied):
        actions.hide_post(post, by=platform, why="Spam.", at=LATER)

    assert actions.hide_post(post, by=platform, why="Spam.", at=LATER, reported=True).state == "hidden"


def test_close_thread_says_why_and_reopen_thread_forgets_it(community, post):
    steward = make.member(community, role="steward")

    closed = actions.close_thread(post.thread, by=steward, why="Answered.", at=LATER)
    seen = (closed.closed_at, closed.closed_by, closed.closed_why)
    actions.close_thread(closed, by=steward, why="Again.", at=LATER)
    opened = actions.reopen_thread(closed, by=steward, at=LATER)

    assert seen == (LATER, steward, "Answered.")
    assert (opened.closed_at, opened.closed_by, opened.closed_why) == (None, None, "")
    assert kinds(post.thread) == [(1, "post.new"), (2, "thread.closed"), (3, "thread.opened")]


def test_close_thread_is_refused_to_members(community, post):
    with pytest.raises(PermissionDenied):
        actions.close_thread(post.thread, by=make.member(community), why="No.", at=LATER)


def test_mark_read_never_goes_backwards(community):
    reader = make.member(community)
    thread = make.thread(community, posts=5)
    thread.refresh_from_db()

    for number in (3, 2, 99, 4, 0):
        actions.mark_read(thread, by=reader, number=number, at=LATER)

    assert list(ReadMark.objects.values_list("user", "number")) == [(reader.pk, 5)]
