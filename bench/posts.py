"""Posts per second into one hot discussion: the action and the form, against the bare SQL in the same run.

`python bench/posts.py [--writers 8] [--seconds 6]`. Needs PostgreSQL and Redis on loopback (BENCH_POSTGRES,
BENCH_REDIS); makes a database of its own and drops it. The floor is what no design can beat: the turn, the post,
its event and a durable commit, sent by psycopg alone. The action has a process for each writer; the form is one
process of pages as `serve` starts it, asked over as many connections as it has threads. Prints a table in
Markdown; the ratio is what counts.
"""

import argparse
import http.client
import multiprocessing
import os
import secrets
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from urllib.parse import urlencode

import psycopg
from pages import POSTGRES, ROOT, THREADS, Server, production

NAME = f"bench_posts_{secrets.token_hex(4)}"
WORDS = "Has anybody found out which papers the office in **Kumasi** asks for? " * 4

TURN = """UPDATE threads_thread SET number = number + 1, seq = seq + 1, last_post_at = now()
WHERE id = %s RETURNING number, seq"""
POST = """INSERT INTO threads_post
(id, thread_id, number, author_id, voice, language, text, html, key, body_hash, seq, state, hidden_why,
created_at) VALUES (%s, %s, %s, %s, 1, 'en', %s, %s, %s, '', %s, 'stands', '', now())"""
EVENT = """INSERT INTO threads_streamevent (thread_id, seq, kind, post_id, at)
VALUES (%s, %s, 'post.new', %s, now())"""


def floor(thread: uuid.UUID, author: int, until: float) -> list[float]:
    """Seconds of each post, by bare SQL."""
    took = []
    with psycopg.connect(f"{POSTGRES}/{NAME}") as database:
        while (began := time.perf_counter()) < until:
            ident = uuid.uuid4()
            with database.transaction():
                number, seq = database.execute(TURN, [thread]).fetchone()
                database.execute(POST, [ident, thread, number, author, WORDS, WORDS, uuid.uuid4(), seq])
                database.execute(EVENT, [thread, seq, ident])
            took.append(time.perf_counter() - began)
    return took


def action(thread: uuid.UUID, author: int, until: float) -> list[float]:
    """Seconds of each post, by the action: rights, key, limits, Markdown, turn, post, event, hint."""
    from django.db import connections
    from django.utils import timezone

    from accounts.models import User
    from messaging.threads.actions import write_post
    from messaging.threads.models import Thread

    connections.close_all()
    took, by, here = [], User.objects.get(pk=author), Thread.objects.select_related("board").get(pk=thread)
    while (began := time.perf_counter()) < until:
        write_post(here, by=by, text=WORDS, language="en", key=uuid.uuid4(), at=timezone.now())
        took.append(time.perf_counter() - began)
    return took


def measure(
    deed: Callable[..., list[float]], thread: uuid.UUID, authors: list[int], seconds: float
) -> "Pace":
    """With one process for each author."""
    with multiprocessing.get_context("fork").Pool(len(authors)) as pool:
        pool.starmap(deed, [(thread, author, time.perf_counter() + 1.0) for author in authors])  # warm
        until = time.perf_counter() + seconds
        return Pace(pool.starmap(deed, [(thread, author, until) for author in authors]), seconds)


class Pace:
    """Posts per second and the 99th percentile in milliseconds."""

    def __init__(self, series: list[list[float]], seconds: float) -> None:
        took = sorted(chain.from_iterable(series))
        self.rate, self.p99 = len(took) / seconds, took[int(len(took) * 0.99)] * 1000


def form(server: Server, thread: uuid.UUID, cookie: str, until: float) -> list[float]:
    """Seconds of each post, by the form, over one connection of a signed-in member."""
    token = secrets.token_hex(16)
    headers = {
        "Cookie": f"{cookie}; csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": "http://127.0.0.1:8000",
    }
    took, connection = [], http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    while (began := time.perf_counter()) < until:
        typed = {
            "csrfmiddlewaretoken": token,
            "text": WORDS,
            "language": "en",
            "idempotency_key": uuid.uuid4(),
        }
        connection.request("POST", f"/en/discussions/{thread}/reply/", urlencode(typed), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (302, 303):
            raise SystemExit(f"the form answered {answer.status}")
        took.append(time.perf_counter() - began)
    connection.close()
    return took


def measure_form(thread: uuid.UUID, authors: list[int], seconds: float) -> "Pace":
    from world import session

    from accounts.models import User

    cookies = [f"sessionid={session(user)}" for user in User.objects.filter(pk__in=authors)[:THREADS]]
    server = Server("site", dict(os.environ))
    try:
        with ThreadPoolExecutor(len(cookies)) as crowd:

            def all_post(for_seconds: float) -> list[list[float]]:
                until = time.perf_counter() + for_seconds
                return list(crowd.map(lambda cookie: form(server, thread, cookie, until), cookies))

            all_post(2.0)  # warm
            return Pace(all_post(seconds), seconds)
    finally:
        server.stop()


def world(writers: int) -> tuple[uuid.UUID, list[int]]:
    """A discussion and its writers."""
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    from accounts.models import User
    from messaging.threads import boards
    from messaging.threads.actions import start_thread

    call_command("migrate", verbosity=0)
    board, people, now = boards.open_board(host_kind="community"), [], timezone.now()
    for number in range(writers):
        person = User(email=f"w{number}@example.org", handle=f"w-{number}", email_verified_at=now)
        person.name = person.name_skeleton = f"Writer {number}"
        person.save()
        boards.admit(board, person, at=now)
        people.append(person)
    thread = start_thread(
        board, by=people[0], title="Papers", text=WORDS, language="en", key=uuid.uuid4(), at=now
    )
    connections.close_all()
    return thread.pk, [person.pk for person in people]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--writers", type=int, default=8)
    options.add_argument("--seconds", type=float, default=6)
    given = options.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    with (
        tempfile.TemporaryDirectory(prefix="bench-posts-") as folder,
        psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as database,
    ):
        os.environ |= production(f"{POSTGRES}/{NAME}", folder) | {"LIMITS_FACTOR": "1000000"}
        database.execute(f'CREATE DATABASE "{NAME}"')
        try:
            import django

            django.setup()
            thread, authors = world(given.writers)
            bare = measure(floor, thread, authors, given.seconds)
            ours = measure(action, thread, authors, given.seconds)
            pages = measure_form(thread, authors, given.seconds)
        finally:
            database.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')
    print(f"One hot discussion, {given.writers} writers, {given.seconds:g} s each:\n")
    print("| | posts/s | p99 ms | of the floor |\n| --- | --- | --- | --- |")
    for name, pace in (
        ("bare SQL, durable", bare),
        ("the action, whole", ours),
        ("the form, one process", pages),
    ):
        print(f"| {name} | {pace.rate:.0f} | {pace.p99:.1f} | {pace.rate / bare.rate:.0%} |")


if __name__ == "__main__":
    main()
