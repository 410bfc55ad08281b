"""The socket from the outside: who gets in, what frames are answered, what ends it."""

import asyncio
import json

import pytest
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.conf import settings

from accounts import actions as accounts
from messaging.live import consumers, sockets
from messaging.live.database import OneThread, use
from messaging.live.hub import hub
from messaging.threads import boards
from messaging.threads.models import Post
from tests import make
from tests.messaging.live.sessions import session_of

ORIGIN = settings.PUBLIC_ORIGIN.encode()


def page(key: str | None = None, *, origins=(ORIGIN,), query="", client="203.0.113.7", path="/ws/"):
    headers = [(b"origin", origin) for origin in origins]
    if key:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode()))
    communicator = WebsocketCommunicator(sockets.application, f"{path}{query}", headers)
    communicator.scope["client"] = (client, 50000)
    return communicator


def frames_of(key, *said, query=""):
    """Connect, say this, leave, and return what came back: frames, and the code of a close."""

    @async_to_sync
    async def scene():
        socket = page(key, query=query)
        connected, _ = await socket.connect()
        assert connected
        for text in said:
            kind = {"bytes": text} if isinstance(text, bytes) else {"text": text}
            await socket.send_input({"type": "websocket.receive", **kind})
        await socket.send_input({"type": "websocket.disconnect", "code": 1005})
        await socket.wait(5)
        await asyncio.sleep(0.01)  # what was said last is still being handed over
        assert not hub.sockets
        assert not hub.topics
        heard = [socket.output_queue.get_nowait() for _ in range(socket.output_queue.qsize())]
        return [json.loads(one["text"]) if "text" in one else one["code"] for one in heard]

    with use(OneThread()):
        return scene()


def sub(topic, **more) -> str:
    return json.dumps({"op": "sub", "topic": topic, **more})


# -- who gets in (trust.md W1, W2, W8) ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "origins",
    [
        (),
        (b"null",),
        (b"https://testserver",),
        (b"http://testserver:8001",),
        (b"http://testserver.evil.example",),
        (b"https://evil.example",),
        (b"file://",),
        (b"http://sub.testserver",),
        ("http://testsеrver".encode(),),  # a Cyrillic е
        (b"http://testserver/",),
        (b"http://testserver:80:80",),
        (ORIGIN, b"https://evil.example"),
        (b"https://evil.example", ORIGIN),
        (ORIGIN, ORIGIN),
    ],
)
def test_a_page_of_another_origin_is_refused_before_accept(origins):
    @async_to_sync
    async def scene():
        return await page(session_of_member, origins=origins).connect()

    session_of_member = session_of(make.user())

    assert scene()[0] is False


def test_our_origin_is_let_in_and_other_paths_are_not():
    @async_to_sync
    async def scene(path):
        socket = page(path=path)
        connected, _ = await socket.connect()
        await socket.disconnect()
        return connected

    with use(OneThread()):
        assert [scene("/ws/"), scene("/ws/other")] == [True, False]


def refusal(key):
    return frames_of(key)


def test_a_dead_or_unfinished_session_is_closed_with_4401():
    member, suspended, unverified = make.user(), make.suspended(), make.unverified()
    renamed = session_of(member)
    member.set_password("another-long-password")
    member.save()

    assert refusal("nosuchsessionkey0123456789abcdef") == [4401]
    assert refusal(renamed) == [4401]
    assert refusal(session_of(suspended)) == [4401]
    assert refusal(session_of(unverified)) == [4401]
    assert refusal(session_of(None, account_login={"stage": "mfa"})) == [4401]
    assert refusal(session_of(make.user(erased_at=make.NOW))) == [4401]


def test_a_visitor_listens_to_public_discussions_only():
    public, closed = make.thread(posts=2), make.thread(make.community(visibility="request"), posts=1)

    said = [sub(public.topic), sub(closed.topic), sub("me")]

    assert [frame["t"] for frame in frames_of(None, *said)] == ["ok", "readers", "denied", "denied"]
    assert [frame["t"] for frame in frames_of(session_of(None, cart="1"), *said)][:1] == ["ok"]


def test_a_session_holds_five_sockets_and_an_account_ten():
    person = make.user()
    keys = [session_of(person) for _ in range(3)]

    @async_to_sync
    async def scene():
        held, codes = [], []
        for key in [keys[0]] * 6 + [keys[1]] * 5 + [keys[2]]:
            socket = page(key)
            await socket.connect()
            if await socket.receive_nothing(0.05, 0.01):
                held.append(socket)
            else:
                codes.append((await socket.receive_output())["code"])
        for socket in held:
            await socket.disconnect()
        return len(held), codes

    with use(OneThread()):
        assert scene() == (10, [4429, 4429])
        assert scene() == (10, [4429, 4429])  # places are given back


def test_an_address_without_an_account_is_counted_but_not_the_machine_itself(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    headers = [(b"x-forwarded-for", b"198.51.100.1, 198.51.100.2")]

    def address(client):
        return consumers._address({"client": (client, 1), "headers": headers})

    assert [address(client) for client in ("203.0.113.7", "10.0.0.1", "127.0.0.1", "::1")] == [
        "203.0.113.7",
        "198.51.100.2",
        None,
        None,
    ]


# -- listening -----------------------------------------------------------------------------------------------


def test_sub_catches_up_and_answers_in_the_language_asked_for():
    member = make.user(language="es")
    thread = make.thread(posts=3)

    heard = frames_of(session_of(member), sub(thread.topic, since=1), query="?lang=fr")

    assert [(frame["t"], frame.get("seq")) for frame in heard] == [
        ("ok", 1),
        ("event", 2),
        ("event", 3),
        ("readers", None),
    ]
    assert heard[1]["topic"] == thread.topic
    assert heard[1]["kind"] == "post.new"
    assert heard[1]["data"]["number"] == 2
    assert "Words of post 2." in heard[1]["html"]


@pytest.mark.parametrize(
    "asked, expected", [("?lang=ar", "ar"), ("", "es"), ("?lang=xx", "es"), ("?lang=%FF&x", "es")]
)
def test_the_language_is_what_is_asked_for_then_the_accounts(asked, expected):
    key = session_of(make.user(language="es"))

    @async_to_sync
    async def scene():
        socket = page(key, query=asked)
        await socket.connect()
        (here,) = hub.sockets
        await socket.disconnect()
        return here.circle

    with use(OneThread()):
        assert scene() == (expected, "members")


def test_hidden_and_never_existing_are_denied_alike():
    stranger = session_of(make.user())
    hidden = make.thread(make.community(visibility="hidden"), posts=1)

    (denied,) = frames_of(stranger, sub(hidden.topic))
    (missing,) = frames_of(stranger, sub("thread:00000000-0000-4000-8000-000000000000"))

    assert denied == {"t": "denied", "topic": hidden.topic}
    assert missing == denied | {"topic": missing["topic"]}


def test_nobody_listens_to_another_persons_notices():
    one, other = make.user(), make.user()

    heard = frames_of(session_of(one), sub("me"), sub(f"me:{other.pk}"), sub(f"me:{one.pk}"))

    assert [frame["t"] for frame in heard] == ["ok", "denied", "denied"]


def test_an_officer_is_outside_and_hears_what_boards_let_institutions_hear():
    officer = make.officer()
    letting = make.community(visibility="request", institutions="read", members=[officer])
    refusing = make.community(visibility="request", institutions="none", members=[officer])
    threads = [make.thread(letting), make.thread(refusing)]

    heard = frames_of(session_of(officer), *[sub(thread.topic) for thread in threads])

    assert [frame["t"] for frame in heard] == ["ok", "denied"]


def test_a_blocked_authors_post_is_withheld():
    reader, blocked = make.user(), make.user(name="Blocked Person")
    thread = make.thread()
    make.post(thread, author=blocked)
    make.post(thread)
    accounts.block(reader, whom=blocked, at=make.NOW)

    heard = frames_of(session_of(reader), sub(thread.topic, since=0))

    shown = [frame["html"] for frame in heard if frame["t"] == "event"]
    assert "Words of post 1." not in shown[0]
    assert "Blocked Person" not in shown[0]
    assert "Words of post 2." in shown[1]


def test_catching_up_shows_a_post_as_it_is_now():
    thread = make.thread(posts=1)
    Post.objects.update(state=Post.State.HIDDEN, hidden_why="Off topic.", state_at=make.NOW)

    heard = frames_of(session_of(make.user()), sub(thread.topic, since=0))

    assert "Words of post 1." not in heard[1]["html"]


def test_unsub_and_ping():
    thread = make.thread(posts=2)
    said = [
        sub(thread.topic),
        '{"op":"ping"}',
        json.dumps({"op": "unsub", "topic": thread.topic}),
        '{"op":"ping"}',
    ]

    heard = frames_of(session_of(make.user()), *said)

    assert [frame["t"] for frame in heard] == ["ok", "readers", "head"]
    assert heard[-1] == {"t": "head", "topic": thread.topic, "seq": 2}


def test_a_seat_taken_away_ends_listening_and_asking_again():
    member = make.user()
    club = make.community(visibility="hidden", members=[member])
    thread = make.thread(club, posts=1)
    key = session_of(member)

    before = frames_of(key, sub(thread.topic))
    boards.unseat(club.board, member)

    assert [frame["t"] for frame in before] == ["ok"]
    assert [frame["t"] for frame in frames_of(key, sub(thread.topic, since=0))] == ["denied"]


# -- bad frames (W3, W5, W6, W11) --------------------------------------------------------------------------

BAD = [
    "",
    " ",
    "null",
    "true",
    "1",
    '"sub"',
    "[]",
    "{}",
    "{",
    "[" * 9000,
    '{"op":' * 2000,
    '{"op":"post","topic":"me"}',
    '{"op":"SUB","topic":"me"}',
    '{"op":["sub"],"topic":"me"}',
    '{"op":{"sub":1},"topic":"me"}',
    '{"op":null}',
    '{"op":"sub"}',
    '{"op":"sub","topic":null}',
    '{"op":"sub","topic":7}',
    '{"op":"sub","topic":["me"]}',
    '{"op":"sub","topic":""}',
    '{"op":"sub","topic":"thread:\\u0000"}',
    '{"op":"sub","topic":"\\ud800"}',
    '{"op":"sub","topic":"thread:../../x"}',
    '{"op":"sub","topic":"asgi__group__thread.x"}',
    '{"op":"sub","topic":"thread:' + "a" * 9000 + '"}',
    '{"op":"sub","topic":"me","since":-1}',
    '{"op":"sub","topic":"me","since":1.5}',
    '{"op":"sub","topic":"me","since":true}',
    '{"op":"sub","topic":"me","since":"1"}',
    '{"op":"sub","topic":"me","since":NaN}',
    '{"op":"sub","topic":"me","since":' + "9" * 5000 + "}",
    b"\x00\xff",
    '{"op":"unsub","topic":{}}',
]


@pytest.mark.parametrize("bad", BAD)
def test_a_malformed_frame_is_an_error_and_the_third_ends_the_socket(bad):
    heard = frames_of(None, bad, bad, bad, bad)

    assert [frame["t"] if isinstance(frame, dict) else frame for frame in heard] == ["error"] * 3 + [4400]


@pytest.mark.parametrize(
    "odd",
    [
        '{"op":"sub","topic":"thread:not-a-uuid"}',
        '{"op":"sub","topic":"thread:ABCDEF00-0000-4000-8000-000000000000"}',
        '{"op":"sub","topic":"conversation:00000000-0000-4000-8000-000000000000"}',
        '{"op":"sub","topic":"thread"}',
    ],
)
def test_a_topic_that_cannot_be_is_denied(odd):
    heard = frames_of(None, odd)

    assert [frame["t"] for frame in heard] in (["denied"], ["error"])


def test_a_huge_cursor_is_the_head():
    thread = make.thread(posts=2)

    heard = frames_of(session_of(make.user()), sub(thread.topic, since=10**300))

    assert heard[0] == {"t": "ok", "topic": thread.topic, "seq": 2}


def test_a_frame_over_the_limit_ends_the_socket():
    assert frames_of(None, " " * (consumers.LARGEST + 1)) == [1009]


def test_a_flood_ends_after_three_warnings():
    heard = frames_of(None, *['{"op":"ping"}'] * 60)

    assert heard == [{"t": "error", "code": "rate"}] * 3 + [4429]


def test_a_bomb_of_subscriptions_costs_few_queries(django_assert_max_num_queries):
    key = session_of(make.user())
    said = [sub(f"thread:00000000-0000-4000-8000-{number:012}") for number in range(200)]

    with django_assert_max_num_queries(100):
        heard = frames_of(key, *said)

    assert heard[-1] == 4429
