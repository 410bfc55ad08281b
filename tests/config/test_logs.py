"""A log line names the route and the kind of error, never what people wrote, an address or a token."""

import io
import json
import logging

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from structlog.stdlib import ProcessorFormatter

SECRETS = ("zq5ecret", "amina@example.org", "203.0.113.9", "Old Phone/1.0", "hidden-community")


def works(request, **kwargs):
    return HttpResponse("fine")


def breaks(request, **kwargs):
    raise DatabaseError("Key (email)=(amina@example.org) already exists: zq5ecret")


urlpatterns = [path("works/<slug:slug>/", works), path("breaks/<slug:slug>/", breaks)]


@pytest.fixture
def lines():
    """What the handler of production writes, as it writes it."""
    root, level = logging.getLogger(), logging.getLogger().level
    handler = next(h for h in root.handlers if isinstance(h.formatter, ProcessorFormatter))
    kept, handler.stream = handler.stream, io.StringIO()
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    root.setLevel(level)
    handler.stream = kept


def ask(client, where):
    client.raise_request_exception = False
    return client.post(
        f"/{where}/hidden-community/?token=zq5ecret&email=amina@example.org",
        {"text": "zq5ecret", "email": "amina@example.org"},
        headers={
            "user-agent": "Old Phone/1.0",
            "authorization": "Bearer zq5ecret",
            "cookie": "sessionid=zq5ecret",
        },
        REMOTE_ADDR="203.0.113.9",
    )


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("where", "status"), [("works", 200), ("breaks", 500), ("unknown", 404)])
def test_a_request_leaves_no_secret_in_the_log(client, lines, where, status):
    response = ask(client, where)

    written = lines()
    text = json.dumps(written)
    assert response.status_code == status
    assert written != []
    assert [secret for secret in SECRETS if secret in text] == []


@override_settings(ROOT_URLCONF=__name__)
def test_a_request_line_has_id_route_status_and_time(client, lines):
    ask(client, "works")

    (line,) = [line for line in lines() if line["event"] == "request_finished"]
    assert (line["request"], line["code"]) == ("POST works/<slug:slug>/", 200)
    assert len(line["request_id"]) == 36
    assert isinstance(line["ms"], int)


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_line_says_where_and_what_kind(client, lines):
    ask(client, "breaks")

    chains = [line["exception"] for line in lines() if "exception" in line]
    assert chains
    assert chains[0][0]["error"] == "django.db.utils.DatabaseError"
    assert any(place.endswith(" breaks") for place in chains[0][0]["at"])


def test_what_gunicorn_could_not_read_is_not_quoted(lines):
    logging.getLogger("gunicorn.error").warning("Invalid request from ip=203.0.113.9: GET /?t=zq5ecret")

    assert [line["event"] for line in lines()] == ["A request could not be read."]


def test_the_middleware_is_in_place():
    assert "config.logs.RequestLines" in settings.MIDDLEWARE
