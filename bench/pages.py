"""What the pages cost: processor time of one gunicorn worker per request, against a trivial Django page.

`python bench/pages.py [--rounds 8] [--requests 50]`. Needs PostgreSQL and Redis on loopback (BENCH_POSTGRES,
BENCH_REDIS); makes two databases, the large world of `manage.py seed --size large` and a hundredth of it, and
drops them; takes about three minutes. Prints a table in Markdown. Processor time rather than seconds, since other
things may run on the machine; every page is asked for in every round, over one connection and over two, and the
middle one of the rounds counts.
"""

import argparse
import contextlib
import gzip
import http.client
import json
import os
import platform
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/14")
THREADS = 4
WARM_UP = 25
TRIVIAL = "trivial"
AIMS = {  # page: at most so many times the trivial one, at most so many statements
    "discussion": (4, 6),
    "discussion, signed in": (6, 9),
}
APART = {"discussion, compressed"}  # shown, without an aim: nginx may do that instead


@dataclass
class Page:
    """Something to ask a server for, and the milliseconds of processor time that it took in each round."""

    path: str = "/"
    cookie: str = ""
    encoding: str = "identity"
    sql: int = 1
    body: bytes = b""
    rounds: list[float] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        return {"Accept-Encoding": self.encoding} | ({"Cookie": self.cookie} if self.cookie else {})

    @property
    def weight(self) -> str:
        """Kilobytes as they are, and on the way to a browser."""
        whole = gzip.decompress(self.body) if self.encoding == "gzip" else self.body
        return f"{len(whole) / 1000:.0f} ({len(gzip.compress(whole, 6)) / 1000:.0f})"

    @property
    def ms(self) -> float:
        return statistics.median(self.rounds)


class Server:
    """One worker around the site or the trivial page; gunicorn's other process only waits."""

    def __init__(self, which: str, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "bench/page_server.py", which, str(THREADS)],
            cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        said = self.process.stdout.readline()
        if not said:
            raise SystemExit(f"the server of {which} did not start")
        facts = json.loads(said)
        self.port, self.clock = (
            facts["port"],
            (~facts["pid"] << 3) | 2,
        )  # clock_getcpuclockid(3) of the worker

    @property
    def cpu(self) -> float:
        """Seconds of processor time of the worker, all threads, in user and system mode."""
        return time.clock_gettime(self.clock)

    def ask(self, page: Page, times: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            for _ in range(times):
                connection.request("GET", page.path, headers=page.headers)
                answer = connection.getresponse()
                page.body = answer.read()
                if answer.status != 200:
                    raise SystemExit(f"{page.path} answered {answer.status}")
        finally:
            connection.close()

    def measure(self, page: Page, times: int, connections: int) -> None:
        before = self.cpu
        each = times // connections
        crowd = [threading.Thread(target=self.ask, args=(page, each)) for _ in range(connections)]
        for visitor in crowd:
            visitor.start()
        for visitor in crowd:
            visitor.join()
        page.rounds.append((self.cpu - before) * 1000 / (each * connections))

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        if self.process.poll() is None:
            self.process.kill()


@contextlib.contextmanager
def worlds() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """The environments of the small and the large site, each with a database of its own."""
    names = [f"bench_pages_{secrets.token_hex(4)}" for _ in range(2)]
    with (
        tempfile.TemporaryDirectory(prefix="bench-pages-") as folder,
        psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as admin,
    ):
        small, large = (production(f"{POSTGRES}/{name}", folder) for name in names)
        try:
            admin.execute(f"CREATE DATABASE {names[0]}")
            run(small, "manage.py", "migrate", "-v0")
            admin.execute(f"CREATE DATABASE {names[1]} TEMPLATE {names[0]}")
            run(small, "manage.py", "collectstatic", "--no-input", "-v0")
            run(small, "bench/pages_world.py", "hundredth")
            run(large, "manage.py", "seed", "--size", "large")
            for name in names:
                with psycopg.connect(f"{POSTGRES}/{name}", autocommit=True) as own:
                    own.execute("VACUUM ANALYZE")
            yield small, large
        finally:
            for name in names:
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def production(database: str, folder: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "SECRET_KEY": secrets.token_hex(40),
        "ALLOWED_HOSTS": "127.0.0.1",
        "INSECURE_HTTP": "1",
        "DEBUG": "0",
        "PUBLIC_ORIGIN": "http://127.0.0.1:8000",
        "DATABASE_URL": database,
        "REDIS_URL": REDIS,
        "VAR_DIR": folder,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
    }


def run(env: dict[str, str], *command: str) -> str:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def facts(env: dict[str, str]) -> dict[str, Page]:
    said = json.loads(run(env, "bench/pages_world.py", "facts").splitlines()[-1])
    return {name: Page(**page) for name, page in said["pages"].items()}


def compare(servers: list[tuple[Server, dict[str, Page]]], rounds: int, requests: int) -> None:
    """Every page once a round, and the trivial one between all of them: what drifts, drifts for all alike."""
    for server, pages in servers:
        for page in pages.values():
            server.ask(page, WARM_UP)
    turns = list(_interleaved(servers))
    for number in range(rounds):
        for server, page in turns:
            server.measure(page, requests, connections=1 + number % 2)


def _interleaved(servers: list[tuple[Server, dict[str, Page]]]) -> Iterator[tuple[Server, Page]]:
    (yardstick, trivial), *sites = servers
    for pair in zip(*([(server, page) for page in pages.values()] for server, pages in sites), strict=True):
        yield yardstick, trivial[TRIVIAL]
        yield from pair


def table(trivial: Page, small: dict[str, Page], large: dict[str, Page]) -> Iterator[str]:
    head = [
        "page",
        "CPU ms",
        "× trivial",
        "SQL",
        "KB (compressed)",
        "CPU ms with 1/100 of the data",
        "large / small",
        "aim",
    ]
    yield f"| {' | '.join(head)} |\n|{' --- |' * len(head)}"
    yield f"| trivial | {trivial.ms:.2f} | 1 | {trivial.sql} | | | | |"
    for name, page in large.items():
        times, growth = page.ms / trivial.ms, page.ms / small[name].ms
        cells = [name, f"{page.ms:.2f}", f"{times:.1f}", f"{page.sql}", page.weight]
        cells += [
            f"{small[name].ms:.2f}",
            f"{growth:.2f}",
            "; ".join(verdicts(name, page, times, growth, large)),
        ]
        yield f"| {' | '.join(cells)} |"


def verdicts(name: str, page: Page, times: float, growth: float, large: dict[str, Page]) -> Iterator[str]:
    if name in AIMS:
        most, sql = AIMS[name]
        yield judged(f"≤ {most} × trivial", times <= most)
        yield judged(f"≤ {sql} SQL", page.sql <= sql)
    if name == "longest, last page":
        ratio = page.ms / large["longest, first page"].ms
        yield judged(f"{ratio:.2f} of the first, ≤ 1.1", ratio <= 1.1)
    if name not in APART:
        yield judged("large / small ≤ 1.2", growth <= 1.2)


def judged(aim: str, is_met: bool) -> str:
    return f"{aim}: {'reached' if is_met else '**missed**'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--requests", type=int, default=50)
    options = parser.parse_args()
    with worlds() as (small_env, large_env), contextlib.ExitStack() as stack:
        small, large = facts(small_env), facts(large_env)
        trivial = {TRIVIAL: Page()}
        servers = []
        for which, env, pages in (
            ("trivial", large_env, trivial),
            ("site", small_env, small),
            ("site", large_env, large),
        ):
            server = Server(which, env)
            stack.callback(server.stop)
            servers.append((server, pages))
        compare(servers, options.rounds, options.requests)
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        print(f"`python bench/pages.py --rounds {options.rounds} --requests {options.requests}`; ", end="")
        print(
            f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}.\n"
        )
        print("\n".join(table(trivial[TRIVIAL], small, large)))


if __name__ == "__main__":
    main()
