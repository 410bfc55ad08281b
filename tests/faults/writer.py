"""Four people who post when told, in a process of their own; who gets no answer asks again with the same key.

Reads ``{"posts": n, "pause": seconds, "lose_every": k}`` as lines and answers a line for every accepted post.
"""

import itertools
import json
import sys
import threading
import time
import uuid

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from core.limits import LIMITS  # noqa: E402
from messaging.live import herald  # noqa: E402
from messaging.live.roads import RedisRoad  # noqa: E402
from messaging.threads.actions import write_post  # noqa: E402
from messaging.threads.models import Thread  # noqa: E402

PEOPLE = 4
GIVE_UP = 40
_mouth = threading.Lock()


class Forgetful(RedisRoad):
    """A road on which every n-th hint is lost."""

    every = 0
    _count = itertools.count(1)

    def publish(self, news: dict[str, int]) -> None:
        if not self.every or next(self._count) % self.every:
            super().publish(news)


def say(**facts) -> None:
    with _mouth:
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()


def post(thread: Thread, author: User, token: str) -> None:
    """Post once, asking again for as long as nobody answers."""
    key, began, tries = uuid.uuid4(), time.monotonic(), 0
    while time.monotonic() - began < GIVE_UP:
        tries += 1
        try:
            written = write_post(thread, by=author, text=token, language="en", key=key, at=timezone.now())
        except DatabaseError:
            connection.close()
            time.sleep(0.1)
        else:
            say(token=token, number=written.post.number, tries=tries, at=time.monotonic())
            return
    say(refused=token)


def speak(thread: Thread, author: User, tokens: list[str], pause: float) -> None:
    for token in tokens:
        post(thread, author, token)
        time.sleep(pause)
    connection.close()


def main() -> None:
    LIMITS.update({name: type(limit)(10**9, limit.seconds) for name, limit in LIMITS.items()})
    herald.road = lambda: Forgetful(sys.argv[2])
    thread = Thread.objects.get(pk=sys.argv[1])
    authors = list(User.objects.filter(handle__startswith="writer-").order_by("pk"))
    connection.close()
    for line in sys.stdin:
        order = json.loads(line)
        Forgetful.every = order["lose_every"]
        tokens = [f"token-{uuid.uuid4().hex}" for _ in range(order["posts"])]
        speaking = [
            threading.Thread(target=speak, args=(thread, author, tokens[turn::PEOPLE], order["pause"]))
            for turn, author in enumerate(authors)
        ]
        for one in speaking:
            one.start()
        for one in speaking:
            one.join()
        say(done=order["posts"])


if __name__ == "__main__":
    main()
