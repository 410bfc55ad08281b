"""A small production: PostgreSQL, Redis, two socket processes, writers; made once for all faults."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from pathlib import Path
from queue import Empty, Queue

import psycopg
import pytest

from tests.faults.readers import Reader
from tests.faults.services import ARE_HERE, Postgres, Redis, free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "http://127.0.0.1:8000"
READERS = 30


class Process:
    """A child of ours that can be killed and started again."""

    def __init__(self, *command: str, env: dict[str, str], **pipes) -> None:
        self.command, self.env, self.pipes = [sys.executable, *command], env, pipes
        self.start()

    def start(self) -> None:
        self.child = subprocess.Popen(self.command, cwd=ROOT, env=self.env, **self.pipes)

    def stop(self) -> int:
        self.child.terminate()
        try:
            return self.child.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        self.child.kill()
        self.child.wait(10)
        for pipe in (self.child.stdin, self.child.stdout):
            if pipe is not None:
                pipe.close()


class Sockets(Process):
    """One socket process."""

    def __init__(self, env: dict[str, str]) -> None:
        self.port = free_port()
        super().__init__("-m", "messaging.live.server", "--port", str(self.port), env=env)

    def is_ready(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
            return answer.status == 200

    def wait_until_ready(self) -> None:
        wait_until(self.is_ready, seconds=40, what="starting a socket process")


class Writers(Process):
    """The four who post. `post` returns at once; what is accepted is heard from `accepted`."""

    def __init__(self, thread: str, redis_url: str, env: dict[str, str]) -> None:
        super().__init__(
            "-m", "tests.faults.writer", thread, redis_url, env=env,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._said: Queue = Queue()
        self._hearing = threading.Thread(target=self._hear, daemon=True)
        self._hearing.start()

    def _hear(self) -> None:
        for line in self.child.stdout:
            self._said.put(json.loads(line))

    def kill(self) -> None:
        self.child.kill()
        self._hearing.join(10)  # it reads to the end of the pipe that is closed next
        super().kill()

    def post(self, posts: int, *, pause: float = 0.06, lose_every: int = 0) -> None:
        order = {"posts": posts, "pause": pause, "lose_every": lose_every}
        self.child.stdin.write(json.dumps(order) + "\n")
        self.child.stdin.flush()

    def accepted(self, *, seconds: float = 90) -> list[dict]:
        """Everything accepted since the last `post`, when all of it has been said."""
        heard, until = [], time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(Empty):
                said = self._said.get(timeout=1)
                if "done" in said:
                    return heard
                heard.append(said)
        raise AssertionError("the writers did not finish")


class Site:
    """All of it, with the discussion that everybody reads."""

    def __init__(self) -> None:
        self.postgres, self.redis = Postgres(), Redis()
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "SECRET_KEY": secrets.token_hex(40),
            "ALLOWED_HOSTS": "127.0.0.1",
            "INSECURE_HTTP": "1",
            "DEBUG": "0",
            "EMBEDDED": "0",
            "PUBLIC_ORIGIN": ORIGIN,
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        }
        self.manage("migrate", "-v0")
        made = json.loads(self.manage("shell", "-v0", "-c", SCENE).splitlines()[-1])
        self.thread, self.sessions, self.cookie = made["thread"], made["sessions"], made["cookie"]
        self.sockets = [Sockets(self.env), Sockets(self.env)]
        for one in self.sockets:
            one.wait_until_ready()
        self.writers = Writers(self.thread, self.redis.url, self.env)

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        return subprocess.check_output(command, cwd=ROOT, env=self.env, text=True)

    def readers(self) -> list[Reader]:
        """Half of them signed in, half visitors, all with what is stored so far."""
        cursor = max(self.stored(), default=0)
        ports = [one.port for one in self.sockets]
        cookies = [f"{self.cookie}={key}" for key in self.sessions] + [""] * len(self.sessions)
        topic = f"thread:{self.thread}"
        return [Reader(topic, ORIGIN, ports, cookie, cursor) for cookie in cookies[:READERS]]

    def stored(self) -> list[int]:
        """The numbers of the stream, in order."""
        rows = self._ask("SELECT seq FROM threads_streamevent WHERE thread_id = %s ORDER BY seq")
        return [seq for (seq,) in rows]

    def posts(self) -> list[tuple[int, str]]:
        return self._ask("SELECT number, text FROM threads_post WHERE thread_id = %s ORDER BY number")

    def _ask(self, sql: str) -> list[tuple]:
        with psycopg.connect(self.postgres.url) as own:
            return own.execute(sql, [uuid.UUID(self.thread)]).fetchall()

    def remove(self) -> None:
        for child in (getattr(self, "writers", None), *getattr(self, "sockets", [])):
            if child is not None:
                child.kill()
        self.redis.remove()
        self.postgres.remove()


SCENE = """
import json
from django.conf import settings
from tests import make
from tests.messaging.live.sessions import session_of
words = ("one", "two", "three", "four")
writers = [make.user(name=f"Writer {word}", handle=f"writer-{word}") for word in words]
thread = make.thread(make.community(members=writers), author=writers[0])
sessions = [session_of(make.user()) for _ in range(15)]
print(json.dumps({"thread": str(thread.pk), "sessions": sessions, "cookie": settings.SESSION_COOKIE_NAME}))
"""


@pytest.fixture(scope="module")
def site():
    if not ARE_HERE:
        pytest.skip("PostgreSQL or Redis is not installed here")
    whole = Site.__new__(Site)
    try:
        whole.__init__()
        yield whole
    finally:
        if hasattr(whole, "redis"):
            whole.remove()


@pytest.fixture
def say(request):
    """One line of numbers in the test's output."""
    reporter = request.config.pluginmanager.getplugin("terminalreporter")

    def line(**numbers) -> None:
        if reporter is not None:
            reporter.write_line("\n" + json.dumps(numbers))

    return line
