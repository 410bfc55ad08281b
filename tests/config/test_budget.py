"""What the pages of every day may cost: statements however much there is, and bytes on a slow line."""

import datetime as dt
import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Block, User
from core.text import render
from desk.world.communities import COMMUNITIES
from tests import make

pytestmark = pytest.mark.django_db
PAGE_BYTES, FIRST_LOAD_BYTES, REQUESTS = 25_000, 100_000, 15
LINKED = re.compile(r'<(?:link[^>]*\bhref|script[^>]*\bsrc)="/static/([^"?#]+)"')
IMPORTED = re.compile(r'^import\s(?:[^"]*\sfrom\s)?"(\.[^"]+)"', re.MULTILINE)
TEXTS = [post for plan in COMMUNITIES for talk in plan["threads"] for post in talk["posts"]]


def statements(client: Client, path: str) -> int:
    """How many, once the process is warm: the first page of a process also asks for the menu."""
    client.get(path)
    with CaptureQueriesContext(connection) as sent:
        response = client.get(path)
    assert response.status_code == 200
    return len(sent)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.get(reverse("settings:index"))  # notes that the log-in is used
    return client


def believable_thread():
    """A full page of what people wrote in the small world, by twelve of them, in their languages."""
    community = make.community()
    thread = make.thread(community, author=make.member(community))
    writers = [make.member(community) for _ in range(12)]
    for number in range(20):
        _key, language, text = TEXTS[number % len(TEXTS)]
        by, at = writers[number % 12], make.NOW + dt.timedelta(minutes=number)
        make.post(thread, author=by, text=text, html=render(text), language=language, created_at=at)
    return thread


@pytest.mark.parametrize("posts", [1, 3, 30])
def test_a_discussion_costs_strangers_three_statements(client, posts):
    thread = make.thread(make.community(), posts=posts)

    assert statements(client, reverse("discussions:thread", args=[thread.pk])) == 3


@pytest.mark.parametrize("posts", [1, 3, 30])
def test_a_discussion_costs_members_six_statements(posts):
    community = make.community()
    thread = make.thread(community)
    for _ in range(posts):
        make.post(thread)
    client = signed_in(make.member(community))

    # log-in, account, discussion, posts, community, mailbox
    assert statements(client, reverse("discussions:thread", args=[thread.pk])) == 6


def test_a_block_costs_a_member_one_statement_more():
    community = make.community()
    thread = make.thread(community, posts=1)
    member = make.member(community)
    Block.objects.create(by=member, whom=make.user())

    assert statements(signed_in(member), reverse("discussions:thread", args=[thread.pk])) == 7


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_communities_costs_three_statements(client, how_many):
    for _ in range(how_many):
        make.member(make.community())

    assert statements(client, reverse("communities:list")) == 3  # how many, these, their places


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_communities_costs_members_six_statements(how_many):
    for _ in range(how_many):
        make.member(make.community())

    assert statements(signed_in(make.user()), reverse("communities:list")) == 6


@pytest.mark.parametrize("how_many", [1, 3])
def test_home_costs_the_same_however_much_there_is(client, how_many):
    for _ in range(how_many):
        make.thread(make.community(), posts=1)
        make.opportunity()

    assert statements(client, "/en/") == 11


def test_home_and_a_full_discussion_are_light(client):
    thread = believable_thread()

    sizes = {path: size(client.get(path).content) for path in ("/ar/", f"/en/discussions/{thread.pk}/")}

    assert {path: weight for path, weight in sizes.items() if weight > PAGE_BYTES} == {}


def test_the_first_load_of_a_discussion_is_light_for_a_member():
    thread = believable_thread()
    client = signed_in(thread.author)
    html = client.get(f"/en/discussions/{thread.pk}/").content

    files = everything_asked_for(html.decode())
    weight = size(html) + sum(size(Path(finders.find(name)).read_bytes()) for name in files)

    assert (weight <= FIRST_LOAD_BYTES, 1 + len(files) <= REQUESTS) == (True, True), (weight, sorted(files))


def size(content: bytes) -> int:
    """On the way; whoever serves compresses at least as well."""
    return len(gzip.compress(content, 6))


def everything_asked_for(html: str) -> set[str]:
    """Style sheets, pictures and scripts of the page, and what the scripts import."""
    found, waiting = set(), set(LINKED.findall(html))
    while waiting:
        name = waiting.pop()
        found.add(name)
        if name.endswith(".js"):
            script = Path(finders.find(name)).read_text()
            waiting |= {urljoin(name, other) for other in IMPORTED.findall(script)} - found
    return found
