"""Whatever refuses an API request, it does so in JSON; and the schema is not for everybody."""

import pytest
from django.db import OperationalError

from tests import make


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/", 404),
        ("get", "/api/", 404),
        ("get", "/api/v1/threads/not-a-uuid", 404),
        ("get", "/api/v1/threads", 404),
        ("delete", "/api/v1/me", 405),
        ("put", "/api/v1/threads/11111111-2222-4333-8444-555555555555/posts", 405),
        ("get", "/api/v1/me", 401),
    ],
)
def test_every_refusal_is_a_problem(client, method, path, status):
    response = getattr(client, method)(path)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status


def test_a_wrong_method_says_which_are_right(client):
    assert client.delete("/api/v1/me")["Allow"] == "GET"


def test_a_database_that_is_away_is_a_problem_with_a_time(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("no connection")

    monkeypatch.setattr("messaging.threads.queries.place", away)

    response = client.get("/api/v1/threads/11111111-2222-4333-8444-555555555555")

    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"] == "5"


def test_the_schema_is_for_administrators_and_the_machine_itself(client):
    far = {"REMOTE_ADDR": "203.0.113.5"}
    path = "/api/v1/openapi.json"

    visitor = client.get(path, **far)
    client.force_login(make.moderator())
    moderator = client.get(path, **far)
    client.force_login(make.administrator())
    administrator = client.get(path, **far)
    client.logout()
    here = client.get(path)

    assert [each.status_code for each in (visitor, moderator, administrator, here)] == [404, 404, 200, 200]
    assert visitor.content == moderator.content


def test_the_schema_names_what_the_contract_names_and_nothing_else(client):
    schema = client.get("/api/v1/openapi.json").json()

    assert {path: sorted(operations) for path, operations in schema["paths"].items()} == {
        "/api/v1/me": ["get"],
        "/api/v1/threads/{ident}": ["get"],
        "/api/v1/threads/{ident}/posts": ["get", "post"],
        "/api/v1/threads/{ident}/events": ["get"],
    }
    operations = [each for path in schema["paths"].values() for each in path.values()]
    assert all(each["x-matrix-row"] for each in operations)


def test_me_says_who_is_signed_in(client):
    person = make.user(language="ar")
    client.force_login(person)

    assert client.get("/api/v1/me").json() == {
        "handle": person.handle,
        "language": "ar",
        "standing": "member",
        "unread": 0,
    }


@pytest.mark.parametrize(
    ("who", "standing"),
    [(make.unverified, "unverified"), (make.suspended, "suspended"), (make.officer, "officer")],
)
def test_me_says_the_standing(client, who, standing):
    client.force_login(who())

    assert client.get("/api/v1/me").json()["standing"] == standing
