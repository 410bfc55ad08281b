"""Posts per second into one hot discussion: the action, whole, against its bare SQL in the same run.

`python bench/posts.py [--writers 8] [--seconds 6]`. Needs PostgreSQL on loopback (BENCH_POSTGRES); makes a
database of its own and drops it. The floor is what no design can beat: the turn, the post, its event and a
durable commit, sent by psycopg alone. Prints a table in Markdown; the ratio is what counts.
"""

import argparse
import multiprocessing
import os
import secrets
import sys
import time
import uuid
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
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
    took, by = [], User.objects.get(pk=author)
    while (began := time.perf_counter()) < until:
        here = Thread.objects.select_related("board").get(pk=thread)
        write_post(here, by=by, text=WORDS, language="en", key=uuid.uuid4(), at=timezone.now())
        took.append(time.perf_counter() - began)
    return took


def measure(
    deed: Callable[[uuid.UUID, int, float], list[float]],
    thread: uuid.UUID,
    authors: list[int],
    seconds: float,
) -> tuple[float, float]:
    """Posts per second and the 99th percentile in milliseconds, with one process for each author."""
    with multiprocessing.get_context("fork").Pool(len(authors)) as pool:
        pool.starmap(deed, [(thread, author, time.perf_counter() + 1.0) for author in authors])  # warm
        until = time.perf_counter() + seconds
        series = pool.starmap(deed, [(thread, author, until) for author in authors])
    took = sorted(chain.from_iterable(series))
    return len(took) / seconds, took[int(len(took) * 0.99)] * 1000


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
    os.environ |= {
        "DATABASE_URL": f"{POSTGRES}/{NAME}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "LIMITS_FACTOR": "1000000",
        "REDIS_URL": "",
    }
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as database:
        database.execute(f'CREATE DATABASE "{NAME}"')
        try:
            import django

            django.setup()
            thread, authors = world(given.writers)
            bare, bare_p99 = measure(floor, thread, authors, given.seconds)
            ours, ours_p99 = measure(action, thread, authors, given.seconds)
        finally:
            database.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')
    print(f"One hot discussion, {given.writers} writers, {given.seconds:g} s each:\n")
    print("| | posts/s | p99 ms | of the floor |\n| --- | --- | --- | --- |")
    print(f"| bare SQL, durable | {bare:.0f} | {bare_p99:.1f} | 100 % |")
    print(f"| the action, whole | {ours:.0f} | {ours_p99:.1f} | {ours / bare:.0%} |")


if __name__ == "__main__":
    main()
