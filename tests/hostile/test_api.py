"""Every operation of the API, fed from its own description: problems say what is wrong, nothing is stored."""

import json
import random

import pytest

from api.urls import api
from messaging.threads.models import Post
from tests.hostile.values import SHORT, quoted
from tests.hostile.world import HIDDEN, World, ask, undone
from tests.matrix.checks import fingerprint

SEED = 20261120
KEY = "00000000-0000-4000-8000-000000000007"
GOOD = {"text": "Words about a shuttle.", "language": "en", "reply_to": 1}
WRONG = [
    None, True, False, -1, 0, 1.5, 2**63, 10**400, "", "nul\x00", "\ud800", "x" * 200_000, [], ["a"], {}, {"a": {}}, "NaN",
    float("nan"), float("inf"), "\u202e", "👩🏽‍🚀", [[[[]]]], "xx", "EN", "en ", "9" * 5000,
]  # fmt: skip


def operations() -> list[tuple[str, str, dict]]:
    """Method, path and description of each operation, from the schema that clients read."""
    paths = api.get_openapi_schema()["paths"]
    return [(method.upper(), path, told) for path, by in paths.items() for method, told in by.items()]


@pytest.fixture
def door(world):
    world.client("member")
    return world


def post(world: World, body: str | bytes, *, who="member", key=KEY, **given):
    path = f"/api/v1/threads/{world.thread.pk}/posts"
    headers = {} if key is None else {"Idempotency-Key": key}
    given.setdefault("content_type", "application/json")
    return ask(world.client(who), "POST", path, data=body, headers=headers, **given)


def is_problem(answer) -> bool:
    """RFC 9457, repeating nothing of what was sent."""
    if answer.response["Content-Type"] != "application/problem+json":
        return False
    told = json.loads(answer.body)
    return told["status"] == answer.status and bool(told["title"]) and len(answer.body) < 2000


def test_every_operation_is_known():
    assert {(method, path) for method, path, _told in operations()} == {
        ("GET", "/api/v1/me"),
        ("GET", "/api/v1/threads/{ident}"),
        ("GET", "/api/v1/threads/{ident}/posts"),
        ("POST", "/api/v1/threads/{ident}/posts"),
        ("GET", "/api/v1/threads/{ident}/events"),
    }


@pytest.mark.parametrize("who", ["visitor", "member", "administrator"])
def test_parameters_of_every_operation_may_be_anything(world, who):
    """Drawn from the schema: names as described, values as nobody means them."""
    client, draw, before, wrong = world.client(who), random.Random(SEED), fingerprint(), []
    words = [quoted(value.value) for value in SHORT]

    for method, path, told in operations():
        described = told.get("parameters", [])
        for _turn in range(40):
            ident = draw.choice([str(world.thread.pk), str(world.secret.thread_id), *words])
            query = "&".join(
                f"{each['name']}={draw.choice(words)}" for each in [*described, {"name": "lang"}]
                if each.get("in", "query") == "query" and draw.random() < 0.7
            )  # fmt: skip
            answer = ask(client, method, f"{path.replace('{ident}', ident)}?{query}", data=b"",
                         content_type="application/json")  # fmt: skip
            fits = answer.status == 200 or (answer.status < 500 and is_problem(answer))
            if not answer.is_calm or not fits or HIDDEN.encode() in answer.body:
                wrong.append(f"{method} {path} {ident[:40]} {query[:200]}: {answer}")

    assert wrong == []
    assert fingerprint() == before


@pytest.mark.parametrize("name", [*GOOD, "more"])
def test_a_field_that_does_not_fit_is_named(door, name):
    before, wrong = fingerprint(), []

    for value in WRONG:
        with undone():
            answer = post(door, json.dumps(GOOD | {name: value}))
            problem = not answer.is_calm
            if answer.status not in (200, 201):
                problem |= not is_problem(answer) or name not in json.loads(answer.body).get("errors", {})
                problem |= bool(answer.writes) and fingerprint() != before
            elif name == "text":
                problem |= not isinstance(value, str) or len(value) > 20_000 or not value or "\x00" in value
            elif name == "language":
                problem = True
        if problem:
            wrong.append(f"{name} = {str(value)[:40]}: {answer} {answer.text[:200]}")

    assert wrong == []


@pytest.mark.parametrize("body, kind, status", [
    ("", "application/json", 422), ("{", "application/json", 400), ("[]", "application/json", 422),
    ("null", "application/json", 422), ('"text"', "application/json", 422), ("1e999", "application/json", 422),
    ('{"text": "\\ud800", "language": "en"}', "application/json", 422),
    ('{"text": "\\u0000", "language": "en"}', "application/json", 422),
    (b'{"text": "\xed\xa0\x80", "language": "en"}', "application/json", 422),
    (b"\xff\xfe{\x00}\x00", "application/json", 422), (b"\xef\xbb\xbf{}", "application/json", 422),
    (b'{"text": "\xff", "language": "en"}', "application/json", 400),
    ("[" * 100_000, "application/json", 400), ('{"a":' * 50_000, "application/json", 400),
    ('{"text": ' + "[" * 500 + "]" * 500 + "}", "application/json", 422),
    ("{} {}", "application/json", 400), pytest.param('{"text": "a' + "b" * (1 << 20) + '"}', "application/json", 413, id="a megabyte"),
    ("9" * 5000, "application/json", 400),
], ids=str)  # fmt: skip
def test_a_body_that_is_none_is_a_problem(door, body, kind, status):
    before = fingerprint()

    answer = post(door, body, content_type=kind)

    assert answer.is_calm, answer
    assert is_problem(answer), answer.text[:300]
    assert answer.status == status, answer.text[:300]
    assert fingerprint() == before


@pytest.mark.parametrize(
    "key", [None, "", "1", "x" * 5000, "\xff", "{00000000-0000-4000-8000-00000000000g}", "\x00"]
)
def test_a_key_that_is_none_is_a_problem(door, key):
    answer = post(door, json.dumps(GOOD), key=key)

    assert (answer.status, is_problem(answer)) == (400, True)
    assert answer.writes == []


def test_more_than_is_asked_for_changes_nothing(door):
    """Row P09: what somebody adds about themselves or the post is not heard."""
    more = {"author": 1, "state": "hidden", "number": 99, "seq": 99, "voice": 99, "html": "<script>", "role": "steward",
            "created_at": "2001-01-01T00:00:00Z", "id": KEY, "is_staff": True}  # fmt: skip

    answer = post(door, json.dumps(GOOD | more))

    stored = Post.objects.get(key=KEY)
    assert answer.status == 201
    assert (stored.author, stored.number, stored.state) == (
        door.people["member"],
        door.own.number + 2,
        "stands",
    )
    assert stored.created_at.year > 2001
    assert str(stored.pk) != KEY
    assert "<script" not in stored.html


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD"])
def test_other_methods_are_problems(door, method):
    for path in ("me", f"threads/{door.thread.pk}", f"threads/{door.thread.pk}/posts", "nothing"):
        answer = ask(door.client("member"), method, f"/api/v1/{path}")

        assert answer.status in (404, 405), (path, answer)
        assert answer.writes == []
        assert "Access-Control-Allow-Origin" not in answer.response
