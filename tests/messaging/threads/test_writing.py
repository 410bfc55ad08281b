"""Writing a post: once per key, numbered without holes, refused whole."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404

from accounts.models import Block
from core.access import SignInNeeded
from core.limits import LIMITS, TooMany
from messaging.threads import actions, boards
from messaging.threads.actions import turns
from messaging.threads.events import posted, thread_changed
from messaging.threads.models import Post, ReadMark, StreamEvent, Thread
from notifications.models import Notice
from tests import make


@pytest.fixture
def author(community):
    return make.member(community)


@pytest.fixture
def thread(community):
    return make.thread(community)


def write(thread, by, **given):
    facts = {"text": "We did it.", "language": "en", "key": uuid.uuid4(), "at": make.NOW} | given
    return actions.write_post(thread, by=by, **facts)


def stored(thread):
    thread.refresh_from_db()
    return (thread.number, thread.seq, thread.voices, Post.objects.filter(thread=thread).count())


def test_write_post_numbers_posts_events_and_speakers(community, author, thread):
    other = make.member(community)

    posts = [write(thread, by).post for by in (author, other, author)]

    assert [(post.number, post.seq, post.voice) for post in posts] == [(1, 1, 1), (2, 2, 2), (3, 3, 1)]
    assert stored(thread) == (3, 3, 2, 3)
    assert list(StreamEvent.objects.order_by("seq").values_list("seq", "kind", "post")) == [
        (post.seq, "post.new", post.pk) for post in posts
    ]
    assert thread.last_post_at == make.NOW


def test_write_post_keeps_source_and_safe_html(author, thread):
    post = write(thread, author, text=" *Bonjour*\r\n<script>x</script> ", language="fr").post

    assert (post.text, post.language) == ("*Bonjour*\n<script>x</script>", "fr")
    assert post.html == "<p><em>Bonjour</em><br>\n&lt;script&gt;x&lt;/script&gt;</p>"


def test_write_post_with_the_same_key_and_words_brings_the_same_post(author, thread):
    key = uuid.uuid4()
    first = write(thread, author, key=key)

    again = write(thread, author, key=key, text="  We did it.\r\n")

    assert (first.is_replay, again.is_replay, again.post) == (False, True, first.post)
    assert stored(thread) == (1, 1, 1, 1)


@pytest.mark.parametrize("other", [{"text": "Else."}, {"language": "fr"}, {"reply_to": 1}])
def test_write_post_refuses_a_key_that_posted_something_else(author, thread, other):
    key = uuid.uuid4()
    write(thread, author, key=key)

    with pytest.raises(actions.KeyReused):
        write(thread, author, key=key, **other)

    assert stored(thread) == (1, 1, 1, 1)


def test_write_post_refuses_a_key_that_posted_elsewhere(community, author, thread):
    key = uuid.uuid4()
    write(thread, author, key=key)

    with pytest.raises(actions.KeyReused):
        write(make.thread(community), author, key=key)


def test_a_key_belongs_to_its_author(community, author, thread):
    key = uuid.uuid4()

    write(thread, author, key=key)
    other = write(thread, make.member(community), key=key)

    assert (other.is_replay, other.post.number) == (False, 2)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " \u2060\n"}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": ">" * 60 + " deep"}, "text"),
        ({"language": "xx"}, "language"),
        ({"reply_to": 9}, "reply_to"),
    ],
)
def test_write_post_that_fails_leaves_the_key_free(author, thread, given, field):
    key = uuid.uuid4()

    with pytest.raises(ValidationError) as refusal:
        write(thread, author, key=key, **given)

    assert list(refusal.value.message_dict) == [field]
    assert stored(thread) == (0, 0, 0, 0)
    assert write(thread, author, key=key).is_replay is False


def test_write_post_takes_exactly_the_longest_text(author, thread):
    assert len(write(thread, author, text="ع" * 20_000).post.text) == 20_000


def test_write_post_answers_a_post_and_tells_its_author(community, author, thread):
    asked = write(thread, author).post

    answer = write(thread, make.member(community), reply_to=1).post

    notice = Notice.objects.get()
    assert answer.reply_to == 1
    assert (notice.to, notice.kind, notice.about) == (asked.author, "post.reply", answer.author)
    assert notice.path == f"/discussions/{thread.pk}/2/"


def test_write_post_tells_nobody_who_may_no_longer_read(author):
    closed = make.community(visibility="hidden")
    left, stays = make.member(closed), make.member(closed)
    thread = make.thread(closed)
    write(thread, left)
    boards.unseat(closed.board, left)

    write(thread, stays, reply_to=1)

    assert Notice.objects.count() == 0


@pytest.mark.parametrize("blocks_first", [True, False])
def test_a_post_across_a_block_is_no_post_to_answer(community, author, thread, blocks_first):
    other = make.member(community)
    write(thread, other)
    by, whom = (author, other) if blocks_first else (other, author)
    Block.objects.create(by=by, whom=whom)

    with pytest.raises(ValidationError) as across:
        write(thread, author, reply_to=1)
    with pytest.raises(ValidationError) as absent:
        write(thread, author, reply_to=2)

    assert across.value.message_dict == absent.value.message_dict


@pytest.mark.parametrize(
    ("visibility", "who", "refusal"),
    [
        ("public", make.user, PermissionDenied),
        ("public", make.suspended, PermissionDenied),
        ("public", make.unverified, PermissionDenied),
        ("public", make.moderator, PermissionDenied),
        ("request", make.user, PermissionDenied),
        ("hidden", make.user, Http404),
        ("invite", make.moderator, Http404),
    ],
)
def test_write_post_asks_for_the_right_itself(visibility, who, refusal):
    thread = make.thread(make.community(visibility=visibility))

    with pytest.raises(refusal):
        write(thread, who())

    assert stored(thread) == (0, 0, 0, 0)


def test_write_post_leads_visitors_to_sign_in(thread):
    with pytest.raises(SignInNeeded):
        write(thread, AnonymousUser())


def test_write_post_checks_again_when_rights_moved_since(community, author, thread, monkeypatch):
    """Between the check outside and the turn, the author loses the seat."""
    take = turns.take

    def taken_too_late(thread, **given):
        boards.unseat(community.board, author)
        return take(thread, **given)

    monkeypatch.setattr(turns, "take", taken_too_late)

    with pytest.raises(PermissionDenied):
        write(thread, author)

    assert stored(thread) == (0, 0, 0, 0)


def test_write_post_checks_again_when_the_discussion_was_closed_since(community, author, thread, monkeypatch):
    steward, take = make.member(community, role="steward"), turns.take

    def taken_too_late(thread, **given):
        monkeypatch.setattr(turns, "take", take)
        actions.close_thread(thread, by=steward, why="Answered.", at=make.NOW)
        return take(thread, **given)

    monkeypatch.setattr(turns, "take", taken_too_late)

    with pytest.raises(PermissionDenied):
        write(thread, author)

    assert Post.objects.count() == 0


def test_write_post_checks_again_when_the_author_was_suspended_since(author, thread, monkeypatch):
    take = turns.take

    def taken_too_late(thread, **given):
        long_ago = make.NOW - dt.timedelta(days=1)
        type(author).objects.filter(pk=author.pk).update(suspended_at=long_ago, epoch=author.epoch + 1)
        return take(thread, **given)

    monkeypatch.setattr(turns, "take", taken_too_late)

    with pytest.raises(PermissionDenied):
        write(thread, author)


def test_write_post_is_limited_and_a_replay_costs_nothing(author, thread):
    most = LIMITS["post"].most
    keys = [uuid.uuid4() for _ in range(most)]
    for key in keys:
        write(thread, author, key=key)

    again = write(thread, author, key=keys[0])

    assert again.is_replay is True
    with pytest.raises(TooMany):
        write(thread, author)


def test_write_post_moves_the_mark_of_who_had_read_everything(community, author, thread):
    behind = make.member(community)
    for person, number in ((author, 1), (behind, 0)):
        ReadMark.objects.create(user=person, thread=thread, number=number, at=make.NOW)
    make.post(thread)
    thread.refresh_from_db()

    write(thread, author)
    write(thread, behind)

    assert dict(ReadMark.objects.values_list("user", "number")) == {author.pk: 2, behind.pk: 0}


def test_write_post_tells_open_pages_after_the_commit(
    author, thread, monkeypatch, django_capture_on_commit_callbacks
):
    told, heard = [], []
    monkeypatch.setattr("messaging.live.herald.tell", lambda topic, seq: told.append((topic, seq)))

    def listen(sender, signal, **facts):
        heard.append(facts)

    posted.connect(listen)
    thread_changed.connect(listen)

    with django_capture_on_commit_callbacks(execute=True):
        post = write(thread, author).post
        assert told == []

    assert told == [(thread.topic, 1)]
    assert heard == [
        {"thread_id": thread.pk, "seq": 1},
        {"thread_id": thread.pk, "post_id": post.pk, "seq": 1},
    ]


@pytest.mark.parametrize("how_many", [1, 3])
def test_write_post_costs_the_same_however_long_the_discussion(
    author, thread, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        make.post(thread, author=author)
    thread = Thread.objects.select_related("board").get()

    # standing, savepoint, release; PostgreSQL stores at once, elsewhere: turn, post, event
    with django_assert_num_queries(4 if connection.vendor == "postgresql" else 6):
        write(thread, author)
