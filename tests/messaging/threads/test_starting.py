"""Starting a discussion: once per key, with its first post, by those who may."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from messaging.threads import actions
from messaging.threads.models import Post, ReadMark, StreamEvent, Thread
from tests import make


def start(board, by, **given):
    facts = {
        "title": "Licences",
        "text": "Which papers?",
        "language": "en",
        "key": uuid.uuid4(),
        "at": make.NOW,
    } | given
    return actions.start_thread(board, by=by, **facts)


def test_start_thread_has_its_first_post_and_its_author_has_read_it():
    community = make.community()
    author = make.member(community)

    thread = start(community.board, author, title="  Licences\n abroad ")

    post = Post.objects.get()
    assert (thread.title, thread.number, thread.seq, thread.voices) == ("Licences abroad", 1, 1, 1)
    assert (post.thread, post.number, post.voice, post.text) == (thread, 1, 1, "Which papers?")
    assert (StreamEvent.objects.get().seq, ReadMark.objects.get().number) == (1, 1)


def test_start_thread_with_the_same_key_brings_the_same_discussion():
    community = make.community()
    author, key = make.member(community), uuid.uuid4()

    first = start(community.board, author, key=key)
    again = start(community.board, author, key=key)

    assert first == again
    with pytest.raises(actions.KeyReused):
        start(community.board, author, key=key, title="Another")
    assert Thread.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " \n"}, "title"),
        ({"title": "x" * 141}, "title"),
        ({"title": "\udfff"}, "title"),
        ({"text": ""}, "text"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_start_thread_refuses_what_cannot_be_stored(given, field):
    community = make.community()

    with pytest.raises(ValidationError) as refusal:
        start(community.board, make.member(community), **given)

    assert list(refusal.value.message_dict) == [field]
    assert Thread.objects.count() == 0


@pytest.mark.parametrize(
    ("visibility", "refusal"),
    [("public", PermissionDenied), ("request", PermissionDenied), ("hidden", Http404)],
)
def test_start_thread_asks_for_the_right_itself(visibility, refusal):
    community = make.community(visibility=visibility)

    with pytest.raises(refusal):
        start(community.board, make.user())


def test_an_officer_starts_a_discussion_only_where_institutions_write():
    reading, writing = make.community(institutions="read"), make.community(institutions="write")
    officer = make.officer()
    for community in (reading, writing):
        make.member(community, officer)

    with pytest.raises(PermissionDenied):
        start(reading.board, officer)

    assert start(writing.board, officer).author == officer
