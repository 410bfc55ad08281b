"""For measuring: 100 communities, 10,000 members, 100,000 posts, one discussion of 10,000."""

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from tqdm import tqdm

from accounts import names
from accounts.models import User
from communities.groups.models import Community, CommunityPlace, Membership
from core import text
from messaging.threads.models import Board, Post, Seat, StreamEvent, Thread

MEMBERS, COMMUNITIES, POSTS, LONGEST = 10_000, 100, 100_000, 10_000
THREADS = 1_000  # besides the longest
BATCH = 2_000
COUNTRIES = ("SN EC PH TN GH NG LB ML MA ET FR ES IT DE GB CA US AE BE CH").split()
SENTENCES = (
    "The office in our town asks for the certified copy and nothing else.",
    "À la mairie, on m’a demandé de revenir avec l’original.",
    "En mi ciudad atienden sin cita los sábados por la mañana.",
    "في مدينتنا يكفي أن ترسل الملف بالبريد.",
    "Ask for **two** stamps, and keep the receipt: https://example.org/receipt",
    "It took seven weeks, but they answered every letter.",
)
LANGUAGES = ("en", "fr", "es", "ar")


def build(
    *,
    seed: str,
    now: dt.datetime,
    members: int = MEMBERS,
    communities: int = COMMUNITIES,
    posts: int = POSTS,
    longest: int = LONGEST,
    threads: int = THREADS,
) -> None:
    """Add the large world to what is there, in bulk and at once: rows as the actions would have left them."""
    lot = random.Random(f"large:{seed}")
    total = members + communities + 1 + threads + posts
    with transaction.atomic(), tqdm(total=total, unit="row", desc="large world", mininterval=0.5) as bar:
        people = _people(members, now, bar)
        boards = _communities(people, communities, lot, now, bar)
        rendered = [(sentence, text.render(sentence)) for sentence in SENTENCES]
        left = posts - longest
        talks = [_talk(boards[0], people, longest, rendered, lot, now)]
        for number in range(threads):
            share = left // threads + (1 if number < left % threads else 0)
            talks.append(_talk(boards[number % communities], people, share, rendered, lot, now))
        _keep(Thread, (talk.thread for talk in talks), bar)
        _posts(talks, rendered, lot, bar)


def _people(members: int, now: dt.datetime, bar: tqdm) -> list[User]:
    nothing = make_password(None)
    rows = (
        User(
            email=f"member{n}@large.example",
            name=f"Member {n:05}",
            name_skeleton=names.skeleton(f"Member {n:05}"),
            name_key=names.search_key(f"Member {n:05}"),
            handle=f"member-{n:05}",
            password=nothing,
            email_verified_at=now,
            joined_at=now,
        )
        for n in range(members)
    )
    return _keep(User, rows, bar)


def _communities(
    people: list[User], number: int, lot: random.Random, now: dt.datetime, bar: tqdm
) -> list[Board]:
    boards = _keep(
        Board, (Board(host_kind="community", reads="all", existence="known") for _ in range(number))
    )
    rows = (
        Community(
            name=f"Community {n:03}",
            slug=f"large-{n:03}",
            purpose="Neighbours on both shores who help each other with papers.",
            language=LANGUAGES[n % 4],
            visibility="public",
            board=board,
            created_by=people[n],
        )
        for n, board in enumerate(boards)
    )
    communities = _keep(Community, rows, bar)
    places = []
    for community in communities:
        ties, lives = lot.sample(COUNTRIES[:10], 2), lot.sample(COUNTRIES[10:], 2)
        places += [CommunityPlace(community=community, relation="ties", country=code) for code in ties]
        places += [CommunityPlace(community=community, relation="lives", country=code) for code in lives]
    _keep(CommunityPlace, places)
    pairs = [(c, person) for n, c in enumerate(communities) for person in _joined(people, n, number)]
    roles = {c.pk: c.created_by_id for c in communities}
    _keep(
        Membership, (Membership(community=c, user=p, role=_role(roles[c.pk], p), since=now) for c, p in pairs)
    )
    _keep(Seat, (Seat(board_id=c.board_id, user=p, role=_role(roles[c.pk], p), since=now) for c, p in pairs))
    return boards


def _joined(people: list[User], which: int, number: int) -> list[User]:
    """Every member belongs to two of so many communities: their own, and the next."""
    return [p for n, p in enumerate(people) if n % number == which or (n + 1) % number == which]


def _role(steward: int, person: User) -> str:
    return "steward" if person.pk == steward else "member"


@dataclass(frozen=True, slots=True)
class Talk:
    """A discussion to be, who speaks in it, and how long they wait for one another."""

    thread: Thread
    writers: list[User]
    step: dt.timedelta


def _talk(
    board: Board, people: list[User], posts: int, rendered: list, lot: random.Random, now: dt.datetime
) -> Talk:
    writers = lot.sample(people, min(len(people), 40))
    began = now - dt.timedelta(days=30)
    step = dt.timedelta(days=29) / max(1, posts)
    title, _html = rendered[lot.randrange(len(rendered))]
    thread = Thread(
        id=uuid.UUID(int=lot.getrandbits(128), version=4),
        board=board,
        author=writers[0],
        title=title[:140],
        language="en",
        number=posts,
        seq=posts,
        voices=len(writers),
        created_at=began,
        last_post_at=began + step * posts,
    )
    return Talk(thread, writers, step)


def _posts(talks: list[Talk], rendered: list, lot: random.Random, bar: tqdm) -> None:
    """Every post of every discussion, and the row of its stream that told of it."""
    posts = (
        _post(talk, number, rendered, lot) for talk in talks for number in range(1, talk.thread.number + 1)
    )
    for batch in _batches(posts):
        Post.objects.bulk_create(batch)
        StreamEvent.objects.bulk_create(
            StreamEvent(thread_id=p.thread_id, seq=p.seq, kind=StreamEvent.Kind.NEW, post=p, at=p.created_at)
            for p in batch
        )
        bar.update(len(batch))


def _post(talk: Talk, number: int, rendered: list, lot: random.Random) -> Post:
    voice = 0 if number == 1 else lot.randrange(len(talk.writers))
    source, html = rendered[lot.randrange(len(rendered))]
    return Post(
        id=uuid.UUID(int=lot.getrandbits(128), version=4),
        thread=talk.thread,
        number=number,
        seq=number,
        author=talk.writers[voice],
        voice=voice + 1,
        language=LANGUAGES[number % 4],
        text=source,
        html=html,
        key=uuid.UUID(int=lot.getrandbits(128), version=4),
        body_hash="",
        created_at=talk.thread.created_at + talk.step * number,
    )


def _keep(model: type[models.Model], rows: Iterable, bar: tqdm | None = None) -> list:
    kept: list = []
    for batch in _batches(rows):
        kept += model._default_manager.bulk_create(batch)
        if bar is not None:
            bar.update(len(batch))
    return kept


def _batches(rows: Iterable) -> Iterator[list]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
