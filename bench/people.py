"""What lists, numbers and profiles of people cost with 1,000 and with 100,000 members: at most 1.5 times.

`python bench/people.py [--rounds 5] [--requests 20] [--small 1000] [--large 100000]`. Needs PostgreSQL on loopback
(BENCH_POSTGRES); makes two databases and drops them. Half of the members stand in the list; each has ties, picks
and languages for some audience, and belongs to two communities of about a hundred. Prints a table in Markdown:
milliseconds of a request within the process, the middle one and the slowest but five in a hundred (p95, which the
aim is about) of all rounds, which take turns between the two; and its statements.
"""

import argparse
import contextlib
import io
import json
import os
import random
import re
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
AIM = 1.5
BATCH = 2_000
TOGETHER = 100  # members of a community
COUNTRIES = "SN EC PH TN GH NG LB ML MA ET FR ES IT DE GB CA US AE BE CH".split()
RARE = "TV"  # of one member in a thousand
SYLLABLES = "ba co di fe gu ha jo ki lu ma ne po ra se ti vu wa yo za".split()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--rounds", type=int, default=5)
    given.add_argument("--requests", type=int, default=20)
    given.add_argument("--small", type=int, default=1_000)
    given.add_argument("--large", type=int, default=100_000)
    args = given.parse_args()
    with worlds(args.small, args.large) as sites:
        times: list[dict[str, list[float]]] = [{}, {}]
        statements: list[dict[str, int]] = [{}, {}]
        for _round in range(args.rounds):
            for kept, counted, env in zip(times, statements, sites, strict=True):
                for page, (taken, number) in json.loads(run(env, "ask", args.requests)).items():
                    kept.setdefault(page, []).extend(taken)
                    counted[page] = number
    small, large = times
    print(
        f"| page | ms with {args.small:,} members, p95 | with {args.large:,}, p95 | ratio of p95 | SQL |\n"
        "| --- | --- | --- | --- | --- |"
    )
    slow = 0
    for page in small:
        few, many = p95(small[page]), p95(large[page])
        is_slow = many / few > AIM
        slow += is_slow
        print(
            f"| {page} | {statistics.median(small[page]):.1f}, {few:.1f} |"
            f" {statistics.median(large[page]):.1f}, {many:.1f} |"
            f" {many / few:.2f}{' (aim missed)' if is_slow else ''} |"
            f" {statements[0][page]} and {statements[1][page]} |"
        )
    sys.exit(bool(slow))


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


@contextlib.contextmanager
def worlds(*sizes: int) -> Iterator[list[dict[str, str]]]:
    import psycopg

    names = [f"bench_people_{secrets.token_hex(4)}" for _size in sizes]
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as admin:
        try:
            sites = []
            for name, size in zip(names, sizes, strict=True):
                admin.execute(f"CREATE DATABASE {name}")
                sites.append(environment(f"{POSTGRES}/{name}"))
                run(sites[-1], "fill", size)
                with psycopg.connect(f"{POSTGRES}/{name}", autocommit=True) as own:
                    own.execute("VACUUM ANALYZE")
            yield sites
        finally:
            for name in names:
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def environment(database: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database,
        "LIMITS_FACTOR": "1000000",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
    }


def run(env: dict[str, str], command: str, number: int) -> str:
    asked = [sys.executable, __file__, command, str(number)]
    done = subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command} failed:\n{done.stderr[-2000:]}")
    return done.stdout


# -- within one site -------------------------------------------------------------------------------------


def fill(members: int) -> None:
    from django.core.management import call_command
    from django.db import models
    from django.utils import timezone

    from accounts import names
    from accounts.models import User
    from communities.profiles.fields import FIELDS
    from communities.profiles.lists import SECTORS, SKILLS, THEMES
    from communities.profiles.models import Pick, Profile, Spoken, Tie
    from messaging.threads.models import Board, Seat

    call_command("migrate", verbosity=0)
    lot, now = random.Random("people"), timezone.now()

    def keep(model: type[models.Model], rows: list) -> list:
        return model._default_manager.bulk_create(rows, batch_size=BATCH)

    def person(n: int) -> User:
        name = f"{''.join(lot.choices(SYLLABLES, k=3)).title()} {''.join(lot.choices(SYLLABLES, k=4)).title()} {n}"
        return User(
            email=f"p{n}@bench.example", name=name, name_skeleton=f"{n:08}", name_key=names.search_key(name),
            handle=f"person-{n:06}", password="!", email_verified_at=now, joined_at=now, checked_up_at=now,
        )  # fmt: skip

    def told(n: int, user: User) -> Profile:
        readers = {f.audience_column: lot.choice(f.audiences)[0] for f in FIELDS.values()}
        return Profile(
            user=user,
            about="I weave and answer letters.",
            hours=lot.randrange(9),
            in_directory=n % 2 == 0,
            **readers,
        )

    people = keep(User, [person(n) for n in range(members)])
    profiles = keep(Profile, [told(n, user) for n, user in enumerate(people)])
    ties, picks, spoken = [], [], []
    for n, profile in enumerate(profiles):
        home = RARE if n % 1_000 == 0 else lot.choice(COUNTRIES)
        ties.append(Tie(profile=profile, kind="residence", country=home))
        ties.append(Tie(profile=profile, kind="heritage", country=lot.choice(COUNTRIES)))
        picks += [Pick(profile=profile, kind=kind, key=lot.choice(list(known)))
                  for kind, known in (("skill", SKILLS), ("sector", SECTORS), ("theme", THEMES))]  # fmt: skip
        spoken.append(Spoken(profile=profile, language=lot.choice(("en", "fr", "es", "ar")), level="fluent"))
    for model, rows in ((Tie, ties), (Pick, picks), (Spoken, spoken)):
        keep(model, rows)
    number = max(1, 2 * members // TOGETHER)
    boards = keep(
        Board, [Board(host_kind="community", reads="all", existence="known") for _n in range(number)]
    )
    pairs = {(lot.randrange(number), user.pk) for user in people for _two in range(2)}
    keep(Seat, [Seat(board=boards[n], user_id=pk, role="member", since=now) for n, pk in sorted(pairs)])


def ask(requests: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    call_command("publish_counts", stdout=io.StringIO())

    viewer = User.objects.get(handle="person-000007")
    client = Client()
    client.force_login(viewer)
    further = re.search(r'href="(/en/people/\?after=[^"]+)"', client.get("/en/people/").content.decode())[1]
    pages = {
        "the list": "/en/people/",
        "its second page": further,
        "who lives in a country": "/en/people/?lives=GH",
        "who lives in a rare one": f"/en/people/?lives={RARE}",
        "skill, language and time": "/en/people/?skill=nursing&language=fr&available=on",
        "everything at once": "/en/people/?lives=GH&ties=TN&skill=law&sector=arts&interest=land&language=ar",
        "a word in the name": "/en/people/?q=bacodi",
        "a name that nobody has": "/en/people/?q=xxxx",
        "a profile": "/en/people/person-000100/",
        "the map": "/en/people/map/",
        "the corridors": "/en/people/corridors/",
    }
    statements = {}
    for name, path in pages.items():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        statements[name] = len(asked)
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _request in range(requests):
        for name, path in pages.items():
            began = time.perf_counter()
            status = client.get(path).status_code
            taken[name].append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise SystemExit(f"{path} answered {status}")
    print(json.dumps({name: [taken[name], statements[name]] for name in pages}))


if __name__ == "__main__":
    if sys.argv[1:2] in (["fill"], ["ask"]):
        import django

        django.setup()
        {"fill": fill, "ask": ask}[sys.argv[1]](int(sys.argv[2]))
    else:
        main()
