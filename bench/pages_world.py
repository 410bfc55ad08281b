"""What bench/pages.py asks a site from within: `python bench/pages_world.py hundredth|facts`.

`hundredth` fills an empty database with the small world and a hundredth of the large one, in communities enough
to fill a page of their list. `facts` prints the addresses of the measured pages, the cookie of a member who has
signed in and belongs there, and how many statements each page sends.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402
from world import session  # noqa: E402

from desk.seeding import large  # noqa: E402
from messaging.threads.models import Thread  # noqa: E402
from messaging.threads.queries import PAGE  # noqa: E402


def hundredth() -> None:
    call_command("seed", verbosity=0, stdout=sys.stderr)
    hundred = {
        "members": large.MEMBERS,
        "posts": large.POSTS,
        "longest": large.LONGEST,
        "threads": large.THREADS,
    }
    sizes = {name: size // 100 for name, size in hundred.items()}
    large.build(seed="bench", now=timezone.now(), communities=20, **sizes)


def facts() -> None:
    public = Thread.objects.filter(board__community__slug__startswith="large-")
    longest = public.order_by("-number").first()
    other = public.filter(number__gt=PAGE).exclude(pk=longest.pk).order_by("created_at", "pk").first()
    member = other.board.seats.filter(role="member").order_by("pk").first().user
    token = f"{settings.CSRF_COOKIE_NAME}={get_random_string(32)}"  # a browser that signed in has one
    cookie = f"{settings.SESSION_COOKIE_NAME}={session(member)}; {token}"
    with translation.override("en"):
        there = reverse("discussions:thread", args=[longest.pk])
        pages = {
            "discussion": (reverse("discussions:thread", args=[other.pk]), ""),
            "discussion, signed in": (reverse("discussions:thread", args=[other.pk]), cookie),
            "longest, first page": (f"{there}?from=1", ""),
            "longest, last page": (f"{there}?from={longest.number - PAGE + 1}", ""),
            "communities": (reverse("communities:list"), ""),
            "communities, signed in": (reverse("communities:list"), cookie),
            "home": ("/en/", ""),
            "home, signed in": ("/en/", cookie),
        }
    rows = {
        name: {"path": path, "cookie": cookie, "sql": statements(path, cookie)}
        for name, (path, cookie) in pages.items()
    }
    rows["discussion, compressed"] = rows["discussion"] | {"encoding": "gzip"}
    print(json.dumps({"posts": longest.number, "pages": rows}))


def statements(path: str, cookie: str) -> int:
    """How many a process that is warm sends for the page."""
    client = Client(headers={"host": "127.0.0.1", "cookie": cookie})
    client.get(path)
    with CaptureQueriesContext(connection) as sent:
        response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
    return len(sent)


if __name__ == "__main__":
    {"hundredth": hundredth, "facts": facts}[sys.argv[1]]()
