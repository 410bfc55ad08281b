"""Real servers for tests: the site as `serve` or `demo` runs it, on a database and a port of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/9"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def fresh_database(name: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database, gone afterwards."""
    name = f"both_shores_{name}_{os.getpid()}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as postgres:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        postgres.execute(drop)
        postgres.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{POSTGRES}/{name}"
        finally:
            postgres.execute(drop)


@dataclass
class Site:
    """A site that runs, or is about to."""

    folder: Path
    port: int = field(default_factory=free_port)
    given: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()  # what this site must find out for itself
    facts: dict = field(default_factory=dict)
    process: subprocess.Popen | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {
            k: v
            for k, v in os.environ.items()
            if k not in ("DATABASE_URL", "REDIS_URL", "DEBUG", "LOG_LEVEL")
        }
        chosen = {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "SECRET_KEY": "tests-only-key-that-guards-nothing-at-all-0123456789-0123456789",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "PUBLIC_ORIGIN": self.origin,
            "INSECURE_HTTP": "1",
            "VAR_DIR": str(self.folder),
            "MAIL_DIR": str(self.folder / "mail"),
            **self.given,
        }
        return {name: value for name, value in chosen.items() if name not in self.left_out}

    def attempt(self, *command: str) -> subprocess.CompletedProcess:
        """Run a management command to its end, well or not."""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def manage(self, *command: str) -> str:
        """Run a management command to its end; returns what it printed."""
        done = self.attempt(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tell(self, code: str) -> dict:
        """Run Python inside the site; its last line is the answer as JSON."""
        return json.loads(self.manage("shell", "--no-imports", "-c", code).splitlines()[-1])

    @contextlib.contextmanager
    def running(self, *command: str, seconds: float = 60) -> Iterator[subprocess.Popen]:
        """The command serves until the block ends; its output is in `log`."""
        with (self.folder / "log").open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *command, "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.process = process
        try:
            wait_for(lambda: process.poll() is not None or self.is_ready(), seconds)
            assert process.poll() is None, self.log
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(20)
            process.kill()
            process.wait()

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def is_ready(self) -> bool:
        try:
            return self.get("/readyz").status == 200
        except OSError:
            return False

    def get(self, path: str, **headers: str):
        """GET over a connection of its own; an HTTP error raises `urllib.error.HTTPError`."""
        return urllib.request.urlopen(urllib.request.Request(self.origin + path, headers=headers), timeout=10)


def wait_for(true, seconds: float = 10.0) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
