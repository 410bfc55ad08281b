"""gunicorn as the front's partner: the visitor's address on every request, an orderly end."""

import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPResponse
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import socket
from config.pages import Pages

class Mirror(Pages):
    def load(self):
        def tell(environ, start):
            body = environ["REMOTE_ADDR"].encode()
            start("200 OK", [("Content-Length", str(len(body)))])
            return [body]
        return tell

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
Mirror(listener.detach(), workers=1, threads=2).run()
"""


@pytest.fixture
def mirror():
    """gunicorn with our worker, whose one page is the address it sees; (process, port)."""
    paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT], env={**os.environ, **paths}, stdout=subprocess.PIPE
    )
    yield process, int(process.stdout.readline())
    process.stdout.close()
    process.terminate()
    process.wait(20)


def ask(visitor: socket.socket, before: bytes = b"") -> str:
    visitor.sendall(before + b"GET / HTTP/1.1\r\nHost: shores.example\r\n\r\n")
    response = HTTPResponse(visitor)
    response.begin()
    return response.read().decode()


def test_every_request_of_a_connection_comes_from_the_address_in_the_proxy_line(mirror):
    """gunicorn's threads forget it after the first request: limits would then count everybody as one."""
    _process, port = mirror

    with socket.create_connection(("127.0.0.1", port)) as visitor:
        seen = [ask(visitor, b"PROXY TCP4 203.0.113.7 127.0.0.1 5000 80\r\n"), ask(visitor), ask(visitor)]

    assert seen == ["203.0.113.7"] * 3


def test_two_visitors_are_not_taken_for_one(mirror):
    _process, port = mirror
    seen = []

    for address in (b"203.0.113.7", b"203.0.113.8"):
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            seen.append(ask(visitor, b"PROXY TCP4 " + address + b" 127.0.0.1 5000 80\r\n"))

    assert seen == ["203.0.113.7", "203.0.113.8"]


def test_a_visitor_cannot_name_another_address_later_in_the_connection(mirror):
    _process, port = mirror

    with socket.create_connection(("127.0.0.1", port)) as visitor:
        ask(visitor, b"PROXY TCP4 203.0.113.7 127.0.0.1 5000 80\r\n")
        visitor.sendall(b"PROXY TCP4 198.51.100.1 127.0.0.1 5000 80\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = visitor.recv(1000)

    assert answer.startswith(b"HTTP/1.1 400 ")


def test_pages_end_with_zero_on_sigterm(mirror):
    process, port = mirror
    with socket.create_connection(("127.0.0.1", port)) as visitor:
        ask(visitor, b"PROXY TCP4 203.0.113.7 127.0.0.1 5000 80\r\n")

    process.send_signal(signal.SIGTERM)

    assert process.wait(15) == 0
