"""One discussion, its readers' sessions, somebody who posts when told: the world the hub is measured in.

`python bench/world.py SESSIONS` prints the discussion's topic and the session keys, then posts once per line
of standard input and prints when the post was asked for and when it was answered.
"""

import json
import os
import sys
import time
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from messaging.threads import boards  # noqa: E402
from messaging.threads.actions import start_thread, write_post  # noqa: E402

SESSIONS_EACH = 2
WORDS = "Has anybody found out which papers the office in Kumasi asks for? " * 6


def account(number: int) -> User:
    user = User(
        email=f"bench{number}@example.org", handle=f"bench-{number}", email_verified_at=timezone.now()
    )
    user.name = user.name_skeleton = f"Bench {number}"
    user.set_unusable_password()
    user.save()
    return user


def session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


def main() -> None:
    wanted = int(sys.argv[1])
    now = timezone.now()
    board = boards.open_board(host_kind="community")
    author = account(0)
    boards.admit(board, author, at=now)
    thread = start_thread(
        board, by=author, title="Papers", text=WORDS, language="en", key=uuid.uuid4(), at=now
    )
    people = [account(number) for number in range(1, wanted // SESSIONS_EACH + 2)]
    keys = [session(user) for user in people for _ in range(SESSIONS_EACH)]
    print(json.dumps({"topic": thread.topic, "keys": keys[:wanted], "cookie": settings.SESSION_COOKIE_NAME}))
    sys.stdout.flush()
    for line in sys.stdin:
        asked = time.monotonic()
        write_post(
            thread, by=author, text=f"{line} {WORDS}", language="en", key=uuid.uuid4(), at=timezone.now()
        )
        print(json.dumps({"asked": asked, "answered": time.monotonic()}), flush=True)


if __name__ == "__main__":
    main()
