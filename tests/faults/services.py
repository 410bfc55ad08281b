"""A PostgreSQL cluster and a Redis of our own on free ports, to be stopped, killed and started at will."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import redis

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
ARE_HERE = bool(BINARIES) and shutil.which("redis-server") is not None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, *, seconds: float, what: str) -> float:
    """Wait for something to become true; returns how long it took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with contextlib.suppress(OSError, psycopg.Error, redis.RedisError):
            if holds():
                return time.monotonic() - began
        time.sleep(0.02)
    raise AssertionError(f"{what} took longer than {seconds} seconds")


class Postgres:
    """A cluster in a folder of its own. PostgreSQL refuses to run as root, so it runs as its own user."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="faults-postgres-"))
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-N")
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(BINARIES[-1] / program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, timeout=60)

    def start(self) -> None:
        switches = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", self.data, "-o", switches, "-l", f"{self.folder}/log", "-w", "start")

    def stop_at_once(self) -> None:
        """As in a crash: no goodbye to anybody, recovery at the next start."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def remove(self) -> None:
        with contextlib.suppress(subprocess.SubprocessError):
            self.stop_at_once()
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis:
    """Keeps nothing on disk: it comes back empty."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        switches = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(["redis-server", *switches], stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        wait_until(client.ping, seconds=10, what="starting Redis")
        client.close()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def remove(self) -> None:
        if self._process.poll() is None:
            self.kill()
