"""What it costs to give one post to everybody: the hub against the bare floor and the textbook, in one run.

`python bench/fanout.py [--sockets 1000 3000]`. Needs PostgreSQL and Redis on loopback (BENCH_POSTGRES,
BENCH_REDIS); makes a database of its own and drops it. Prints a table in Markdown; the ratios are what
counts, since figures depend on the machine. Each message goes out when all sockets have the one before it.
"""

import argparse
import contextlib
import json
import os
import resource
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/15")
PER_SESSION = 5
TICK = os.sysconf("SC_CLK_TCK")


class Child:
    """A process of the bench that speaks JSON lines; its CPU time and memory are read from /proc."""

    def __init__(self, *command: str, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def tell(self, **order) -> None:
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def hear(self, word: str) -> dict:
        """The next line that has `word`."""
        while line := self.process.stdout.readline():
            said = json.loads(line)
            if "lost" in said:
                raise SystemExit(f"a socket was lost: {said['lost']}")
            if word in said:
                return said
        raise SystemExit(f"{self.process.args[1:]} ended early")

    @property
    def cpu(self) -> float:
        """Seconds of processor time, to the nanosecond where the kernel tells."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        with contextlib.suppress(OSError, ValueError):
            return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    @property
    def memory(self) -> int:
        fields = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().split()
        return int(fields[fields.index("Pss:") + 1]) * 1024

    def stop(self) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def running(*command: str, env: dict[str, str]) -> Iterator[Child]:
    child = Child(*command, env=env)
    try:
        yield child
    finally:
        child.stop()


@contextlib.contextmanager
def environment(port: int) -> Iterator[dict[str, str]]:
    """Production settings on a database of our own."""
    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "SECRET_KEY": secrets.token_hex(40),
            "ALLOWED_HOSTS": "127.0.0.1",
            "INSECURE_HTTP": "1",
            "DEBUG": "0",
            "PUBLIC_ORIGIN": f"http://127.0.0.1:{port}",
            "DATABASE_URL": f"{POSTGRES}/{name}",
            "REDIS_URL": REDIS,
            "LIMITS_FACTOR": "10000",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        }
        try:
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
            yield env
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit("a server did not start")


def deliver(server: Child, crowd: Child, count: int, messages: int, send) -> dict:
    """Send messages one after the other: processor time for each delivery, with and without what the server
    spends anyway (keepalive, reconcile), and how long each message took to reach all."""
    send()
    crowd.hear("all")  # the first one warms templates, caches and buffers
    idle = spent(server, lambda: time.sleep(3))
    took: list[float] = []

    def send_all() -> None:
        for _ in range(messages):
            sent_at = send()
            took.append(max(0.0, crowd.hear("all")["at"] - sent_at))  # some have it before its writer knows
            time.sleep(0.01)

    busy = spent(server, send_all)
    deliveries = count * messages
    holding = idle[0] / idle[1]
    return {
        "gross": busy[0] / deliveries,
        "net": (busy[0] - holding * busy[1]) / deliveries,
        "idle": holding,
        "took": sorted(took),
    }


def spent(server: Child, work: Callable[[], None]) -> tuple[float, float]:
    """Processor and clock seconds that pass while `work` is done."""
    cpu, clock = server.cpu, time.monotonic()
    work()
    return server.cpu - cpu, time.monotonic() - clock


def hub(count: int, env: dict[str, str], port: int, world: Child, facts: dict, messages: int) -> dict:
    keys = [key for key in facts["keys"] for _ in range(PER_SESSION)][:count]
    command = ("-m", "messaging.live.server", "--port", str(port))
    with running(*command, env=env) as server, running("bench/counting_client.py", env=env) as crowd:
        wait_for(port)
        idle, cpu = server.memory, server.cpu
        cookies = [f"{facts['cookie']}={key}" for key in keys]
        crowd.tell(do="connect", host=f"127.0.0.1:{port}", cookies=cookies)
        crowd.hear("open")
        handshakes = count / (server.cpu - cpu)
        crowd.tell(do="say", who="all", text=json.dumps({"op": "sub", "topic": facts["topic"]}))
        crowd.hear("subscribed")
        memory = (server.memory - idle) / count

        def send() -> float:
            world.tell()
            return world.hear("answered")["answered"]

        return deliver(server, crowd, count, messages, send) | {"handshakes": handshakes, "memory": memory}


def rival(which: str, count: int, env: dict[str, str], size: int, messages: int) -> dict:
    port = free_port()
    command = ("bench/rivals.py", which, str(port), str(size))
    with running(*command, env=env) as server, running("bench/counting_client.py", env=env) as crowd:
        wait_for(port)
        crowd.tell(do="connect", host=f"127.0.0.1:{port}", cookies=[""] * count)
        crowd.hear("open")

        def send() -> float:
            now = time.monotonic()
            crowd.tell(do="say", who="one", text="{}")
            return now

        return deliver(server, crowd, count, messages, send)


def frame_size(env: dict[str, str], topic: str) -> int:
    """How large an event is on the wire, so that the rivals carry as much."""
    code = (
        "import django; django.setup()\n"
        "from messaging.live.registry import KINDS\nfrom messaging.live.frames import frame\n"
        f"kind = KINDS['thread']; row = kind.after('{topic.partition(':')[2]}', 0, 1)[1][0]\n"
        f"html = kind.html(row, 'en', 'members')\n"
        f"print(len(frame('event', topic='{topic}', seq=row.seq, kind=row.kind, html=html, data=row.data)))"
    )
    return int(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=env, text=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sockets", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--messages", type=int, default=40)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    port = free_port()
    most = max(options.sockets)
    with (
        environment(port) as env,
        running("bench/world.py", str(most // PER_SESSION + 1), env=env) as world,
    ):
        facts = world.hear("topic")
        size = frame_size(env, facts["topic"])
        print(f"\nEach event {size} bytes on the wire; {os.cpu_count()} cores.\n")
        head = ["sockets", "floor", "hub", "textbook", "hub / floor (with holding the sockets)"]
        head += ["textbook / hub", "last of all p50, p99", "idle, of a core", "memory per socket"]
        head += ["handshakes/s/core"]
        print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
        for count in options.sockets:
            floor = rival("floor", count, env, size, options.messages)
            ours = hub(count, env, port, world, facts, options.messages)
            book = rival("textbook", count, env, size, 2)
            print("| " + " | ".join(row(count, floor, ours, book)) + " |", flush=True)


def row(count: int, floor: dict, ours: dict, book: dict) -> list[str]:
    took = ours["took"]
    return [
        f"{count}",
        f"{floor['net'] * 1e6:.1f} µs",
        f"{ours['net'] * 1e6:.1f} µs",
        f"{book['gross'] * 1e6:.0f} µs",
        f"{ours['net'] / floor['net']:.2f} × ({ours['gross'] / floor['gross']:.2f} ×)",
        f"{book['gross'] / ours['gross']:.0f} ×",
        f"{took[len(took) // 2] * 1e3:.0f}, {took[int(len(took) * 0.99)] * 1e3:.0f} ms",
        f"{ours['idle']:.1%}",
        f"{ours['memory'] / 1024:.0f} KB",
        f"{ours['handshakes']:.0f}",
    ]


if __name__ == "__main__":
    main()
