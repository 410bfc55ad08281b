"""Discussions over JSON: the shapes of the contract, posting once, catching up, refusals as problems."""

import json
import uuid

import pytest
from django.test import Client

from accounts.models import Block
from core.limits import LIMITS
from messaging.threads import actions
from messaging.threads.models import Post
from tests import make


@pytest.fixture
def community():
    return make.community()


@pytest.fixture
def member(community):
    return make.member(community)


@pytest.fixture
def thread(community):
    return make.thread(community, title="Licences", language="fr")


def address(thread, rest=""):
    return f"/api/v1/threads/{getattr(thread, 'pk', thread)}{rest}"


class Session:
    """A signed-in browser's script: it has the cookie, and the token from the page."""

    def __init__(self, person=None):
        self.client = Client(enforce_csrf_checks=True)
        if person:
            self.client.force_login(person)
        self.token = self.client.get("/en/communities/").context["csrf_token"]

    def get(self, path):
        return self.client.get(path)

    def post(self, thread, body=None, *, key=None, **headers):
        sent = {"text": "We did it.", "language": "en"} | (body or {})
        headers = {"X-CSRFToken": str(self.token), "Idempotency-Key": key or str(uuid.uuid4())} | headers
        return self.client.post(
            address(thread, "/posts"), json.dumps(sent), content_type="application/json", headers=headers
        )


def problem(response):
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert (body["status"], body["type"]) == (response.status_code, "about:blank")
    return response.status_code


def test_a_thread_says_where_its_numbers_stand(client, thread):
    make.post(thread)

    assert client.get(address(thread)).json() == {
        "id": str(thread.pk),
        "title": "Licences",
        "language": "fr",
        "number": 1,
        "seq": 1,
        "closed": False,
    }


def test_posts_come_in_pages(client, thread):
    posts = [make.post(thread) for _ in range(5)]

    first = client.get(address(thread, "/posts?limit=3")).json()
    rest = client.get(address(thread, f"/posts?limit=3&after={first['next']}")).json()

    assert [each["number"] for each in first["posts"] + rest["posts"]] == [1, 2, 3, 4, 5]
    assert (first["next"], rest["next"]) == (3, None)
    assert first["posts"][0] == {
        "id": str(posts[0].pk),
        "number": 1,
        "seq": 1,
        "author": {"handle": None, "name": "A member (A)", "kind": "hidden"},
        "language": "en",
        "html": "<p>Words of post 1.</p>",
        "created": "2026-11-20T12:00:00Z",
        "edited": None,
        "state": "stands",
    }


@pytest.mark.parametrize("query", ["limit=51", "limit=0", "after=-1", "after=x", f"after={10**30}"])
def test_posts_refuse_a_stretch_that_is_none(client, thread, query):
    assert problem(client.get(address(thread, f"/posts?{query}"))) == 422


def test_posts_name_authors_to_members_and_withhold_across_a_block(client, community, member, thread):
    friend, foe = make.member(community), make.member(community)
    make.post(thread, author=friend)
    make.post(thread, author=foe, text="Of the foe")
    Block.objects.create(by=foe, whom=member)
    client.force_login(member)

    near, far = client.get(address(thread, "/posts")).json()["posts"]

    assert near["author"] == {"handle": friend.handle, "name": friend.name, "kind": "member"}
    assert (far["state"], far["html"], far["id"]) == ("withheld", "", None)
    assert far["author"] == {"handle": None, "name": "", "kind": "hidden"}


def test_posts_that_were_removed_or_hidden_bring_neither_words_nor_author(client, community, thread):
    author = make.member(community)
    removed, hidden = make.post(thread, author=author), make.post(thread, author=author)
    actions.remove_post(removed, by=author, at=make.NOW)
    actions.hide_post(hidden, by=make.member(community, role="steward"), why="Because.", at=make.NOW)

    posts = client.get(address(thread, "/posts")).json()["posts"]

    assert [(each["state"], each["html"], each["author"]["name"]) for each in posts] == [
        ("removed", "", ""),
        ("hidden", "", ""),
    ]


def test_a_post_is_created_once(thread, member):
    session, key = Session(member), str(uuid.uuid4())

    first = session.post(thread, key=key)
    again = session.post(thread, {"text": " We did it.\r\n"}, key=key)

    post = Post.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["id"] == str(post.pk)
    assert {name: first.json()[name] for name in ("number", "seq", "thread")} == {
        "number": 1,
        "seq": 1,
        "thread": str(thread.pk),
    }
    assert ("Idempotent-Replay" in first, again["Idempotent-Replay"]) == (False, "true")


@pytest.mark.parametrize("other", [{"text": "Else."}, {"language": "fr"}])
def test_a_key_with_another_body_is_refused(thread, member, other):
    session, key = Session(member), str(uuid.uuid4())
    session.post(thread, key=key)

    assert problem(session.post(thread, other, key=key)) == 422
    assert Post.objects.count() == 1


@pytest.mark.parametrize("key", [" ", "1234", "not a key"])
def test_a_key_that_is_none_is_a_bad_request(thread, member, key):
    assert problem(Session(member).post(thread, key=key)) == 400


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"text": None}, "text"),
        ({"text": [1]}, "text"),
        ({"language": "klingon"}, "language"),
        ({"reply_to": 5}, "reply_to"),
        ({"reply_to": 0}, "reply_to"),
        ({"reply_to": 10**40}, "reply_to"),
    ],
)
def test_what_cannot_be_stored_is_named_by_field_and_leaves_the_key_free(thread, member, body, field):
    session, key = Session(member), str(uuid.uuid4())

    refused = session.post(thread, body, key=key)

    assert (problem(refused), list(refused.json()["errors"])) == (422, [field])
    assert session.post(thread, key=key).status_code == 201


@pytest.mark.parametrize("sent", ["", "{", "[]", "null", '"text"'])
def test_a_body_that_is_no_post_is_refused(thread, member, sent):
    session = Session(member)

    response = session.client.post(
        address(thread, "/posts"),
        sent,
        content_type="application/json",
        headers={"X-CSRFToken": str(session.token), "Idempotency-Key": str(uuid.uuid4())},
    )

    assert problem(response) in (400, 422)


def test_posting_needs_a_session_and_its_token(thread, member):
    session = Session(member)

    assert problem(Session().post(thread)) == 401
    assert problem(session.post(thread, **{"X-CSRFToken": "wrong"})) == 403
    assert Post.objects.count() == 0


@pytest.mark.parametrize(
    "who", [make.user, make.unverified, make.suspended, make.officer, make.moderator, make.administrator]
)
def test_posting_is_refused_to_whoever_has_no_seat(thread, who):
    assert problem(Session(who()).post(thread)) == 403


def test_posting_too_often_says_when_to_try_again(thread, member):
    session = Session(member)
    for _ in range(LIMITS["post"].most):
        session.post(thread)

    response = session.post(thread)

    assert problem(response) == 429
    assert int(response["Retry-After"]) > 0


def test_posting_while_the_first_is_running_says_to_try_again(thread, member, monkeypatch):
    def busy(*args, **kwargs):
        raise actions.StillRunning

    monkeypatch.setattr("messaging.threads.actions.write_post", busy)

    response = Session(member).post(thread)

    assert (problem(response), response["Retry-After"]) == (409, "1")


@pytest.mark.parametrize("rest", ["", "/posts", "/events"])
@pytest.mark.parametrize("visibility", ["invite", "hidden"])
def test_a_secret_thread_answers_as_one_that_never_existed(client, visibility, rest):
    secret = make.thread(make.community(visibility=visibility), posts=1)
    client.force_login(make.user())

    hidden, absent = client.get(address(secret, rest)), client.get(address(uuid.uuid4(), rest))

    assert problem(hidden) == problem(absent) == 404
    assert (hidden.content, dict(hidden.headers)) == (absent.content, dict(absent.headers))


@pytest.mark.parametrize("rest", ["", "/posts", "/events"])
def test_a_thread_by_request_is_for_its_members(client, rest):
    community = make.community(visibility="request")
    closed = make.thread(community, posts=1)
    answers = []

    for person in (None, make.user(), make.moderator(), make.officer(), make.member(community)):
        if person:
            client.force_login(person)
        answers.append(client.get(address(closed, rest)).status_code)

    assert answers == [401, 403, 403, 403, 200]


def test_events_are_the_frames_of_the_socket(client, community, member, thread):
    make.post(thread, author=member, text="Bonjour")
    make.post(thread)
    client.force_login(member)

    body = client.get(address(thread, "/events?after=0&lang=ar")).json()

    assert body["head"] == 2
    assert [(each["t"], each["topic"], each["seq"], each["kind"]) for each in body["events"]] == [
        ("event", thread.topic, 1, "post.new"),
        ("event", thread.topic, 2, "post.new"),
    ]
    assert "<p>Bonjour</p>" in body["events"][0]["html"]
    assert "/ar/discussions/" in body["events"][0]["html"]


def test_events_stop_at_200_and_go_on_from_the_last(client, thread):
    author = make.user()
    for _ in range(205):
        make.post(thread, author=author)

    first = client.get(address(thread, "/events?after=0")).json()
    rest = client.get(address(thread, f"/events?after={first['events'][-1]['seq']}")).json()

    assert (len(first["events"]), len(rest["events"]), rest["head"]) == (200, 5, 205)


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_many(client, thread, member, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        make.post(thread)
    client.force_login(member)
    client.get(address(thread))

    for rest in ("/posts", "/events"):
        with django_assert_max_num_queries(5):  # session, account, discussion, rows, blocks
            assert client.get(address(thread, rest)).status_code == 200
