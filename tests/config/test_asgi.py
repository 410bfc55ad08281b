"""One ASGI application: sockets, health, and in the embedded process pages behind a body that is complete."""

import json

import pytest
from asgiref.sync import async_to_sync

from config import asgi
from messaging.live.database import OneThread, use
from messaging.live.hub import hub


def ask(path, *, body=(b"",), headers=(), method="GET"):
    """Status and body of one request, whose body comes in pieces."""
    pieces = [
        {"type": "http.request", "body": piece, "more_body": number < len(body)}
        for number, piece in enumerate(body, 1)
    ]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"testserver"), *headers],
    }
    sent = []

    async def receive():
        return pieces.pop(0) if pieces else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    with use(OneThread()):
        async_to_sync(asgi.application)(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_a_socket_process_answers_health_and_nothing_else():
    assert ask("/healthz") == (200, b"ok\n")
    assert ask("/readyz") == (200, b'{"ready": true}\n')
    assert [ask(path)[0] for path in ("/", "/en/", "/ws/", "/healthz/")] == [404] * 4


def test_a_process_that_stops_is_not_ready(monkeypatch):
    monkeypatch.setattr(hub, "is_stopping", True)

    assert ask("/readyz")[0] == 503
    assert ask("/healthz")[0] == 200


def test_a_process_without_its_database_is_not_ready(monkeypatch):
    def away():
        raise OSError

    monkeypatch.setattr(asgi, "connection_works", away)

    assert ask("/readyz") == (503, b'{"ready": false}\n')


@pytest.fixture
def page(settings, monkeypatch):
    """The embedded process, with a page that says what reached it."""
    settings.EMBEDDED = True

    async def echo(scope, receive, send):
        body = (await receive())["body"].decode()
        headers = sorted(name.decode() for name, _ in scope["headers"])
        await asgi.answer(send, 200, json.dumps([body, headers]).encode())

    monkeypatch.setattr(asgi, "pages", echo)


def test_a_page_gets_its_body_whole(page):
    status, said = ask("/en/", method="POST", body=(b"one ", b"two ", b"three"))

    assert (status, json.loads(said)[0]) == (200, "one two three")


def test_a_page_gets_no_header_that_only_looks_like_the_proxys(page):
    forged = [(b"x_forwarded_for", b"1.2.3.4"), (b"x-forwarded-for", b"5.6.7.8")]

    _, said = ask("/en/", headers=forged)

    assert json.loads(said)[1] == ["host", "x-forwarded-for"]


def test_a_body_without_end_is_refused(page, monkeypatch):
    monkeypatch.setattr(asgi, "LARGEST_BODY", 10)

    assert ask("/en/", method="POST", body=(b"123456",) * 3)[0] == 413
