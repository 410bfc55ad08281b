"""`serve` on PostgreSQL and Redis: all behind one address, back when it dies, ended in order."""

import json
import os
import signal
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.servers import REDIS, Site, free_port, fresh_database, wait_for

pytestmark = [pytest.mark.services, pytest.mark.timeout(240)]
PEOPLE = """
import json, time
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tests import make

person = make.user(name="Amina")
thread = make.thread(make.community(members=[person]), posts=1)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.save()
print(json.dumps({"session": session.session_key, "thread": str(thread.pk), "seq": thread.seq}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A migrated site with one member in one discussion, not started yet."""
    with fresh_database("serve") as database:
        made = Site(tmp_path_factory.mktemp("serve"), given={"DATABASE_URL": database, "REDIS_URL": REDIS})
        made.manage("migrate", "--verbosity", "0")
        made.facts = made.tell(PEOPLE)
        yield made


@pytest.fixture(scope="module")
def serving(site):
    with site.running("serve", "--sockets", "2"):
        yield site


@contextmanager
def listen(site: Site) -> Iterator[ClientConnection]:
    """A page's socket, subscribed to the discussion from its present end."""
    address, cookie = f"ws://127.0.0.1:{site.port}/ws/", {"Cookie": f"sessionid={site.facts['session']}"}
    topic = f"thread:{site.facts['thread']}"
    with connect(address, origin=site.origin, additional_headers=cookie) as page:
        page.send(json.dumps({"op": "sub", "topic": topic, "since": site.facts["seq"]}))
        hear(page, "ok")
        yield page


def hear(page: ClientConnection, kind: str, seconds: float = 10) -> dict:
    """The next frame of a kind."""
    deadline = time.monotonic() + seconds
    while True:
        frame = json.loads(page.recv(timeout=max(0.01, deadline - time.monotonic())))
        if frame["t"] == kind:
            return frame


def post(site: Site, text: str) -> dict:
    token = "t" * 32
    request = urllib.request.Request(
        f"{site.origin}/api/v1/threads/{site.facts['thread']}/posts",
        data=json.dumps({"text": text, "language": "en"}).encode(),
        headers={
            "Content-Type": "application/json",
            "Cookie": f"sessionid={site.facts['session']}; csrftoken={token}",
            "X-CSRFToken": token,
            "Origin": site.origin,
            "Idempotency-Key": str(uuid.uuid4()),
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 201
        return json.load(answer)


def children(site: Site) -> dict[str, int]:
    """The supervisor's children by what they listen to: name → pid, from the kernel."""
    parent = site.process.pid
    pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {f"child {n}": int(pid) for n, pid in enumerate(pids)}


def test_pages_and_sockets_answer_at_one_address(serving):
    with serving.get("/en/") as page:
        html = page.read().decode()

    with listen(serving) as live:
        written = post(serving, "Hello from the other shore")
        frame = hear(live, "event")
        serving.facts["seq"] = frame["seq"]

    assert "<html" in html
    assert (frame["seq"], frame["kind"]) == (written["seq"], "post.new")
    assert "Hello from the other shore" in frame["html"]


def test_any_child_that_is_killed_is_back_within_a_second(serving):
    for pid in children(serving).values():
        died_at = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda pid=pid: pid not in children(serving).values() and len(children(serving)) == 5, 1)

        wait_for(serving.is_ready, 5)
        with listen(serving):
            back = time.monotonic() - died_at
        assert back < 3  # the process is there in milliseconds; on two busy cores its first answer may wait


def test_mail_leaves_through_the_worker(serving):
    serving.tell(
        "from core.outbox import promise; from core.models import Outbox; import json\n"
        "promise('nothing-known', key='serve-test')\n"
        "print(json.dumps(Outbox.objects.count()))"
    )
    code = (
        "from core.models import Outbox; import json\n"
        "print(json.dumps(Outbox.objects.filter(key='serve-test', attempts__gt=0).count()))"
    )

    wait_for(lambda: serving.tell(code) == 1, 30)


def test_sigterm_says_restart_finishes_requests_and_ends_with_zero(site, tmp_path):
    site = replace(site, folder=tmp_path, port=free_port())

    with site.running("serve", "--sockets", "2") as process, listen(site) as one, listen(site) as two:
        process.send_signal(signal.SIGTERM)

        frames = [hear(one, "restart"), hear(two, "restart")]
        code = process.wait(20)
        with pytest.raises(OSError):
            site.get("/healthz")

    assert [0 <= frame["after"] <= 5 for frame in frames] == [True, True]
    assert code == 0


def test_serve_refuses_sqlite_in_one_line(tmp_path):
    site = Site(tmp_path)

    done = site.attempt("serve")

    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "CommandError: serve needs PostgreSQL: set DATABASE_URL=postgres://… (on SQLite there is make demo)."
    ]


def test_serve_refuses_a_database_that_is_behind(tmp_path):
    with fresh_database("behind") as database:
        done = Site(tmp_path, given={"DATABASE_URL": database}).attempt("serve")

    assert (done.returncode, "run manage.py migrate first" in done.stderr) == (1, True)
