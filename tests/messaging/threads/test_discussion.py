"""The page of a discussion: what it costs, where it opens, what it shows to whom."""

import datetime as dt

import html5lib
import pytest
from django.urls import reverse

from messaging.threads import actions
from messaging.threads.models import ReadMark
from tests import make


def page_of(thread):
    return reverse("discussions:thread", args=[thread.pk])


def list_of(response):
    """The attributes of the list of posts, and the numbers in it."""
    tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    posts = tree.find(".//ol[@id='posts']")
    numbers = [int(item.get("data-number")) for item in posts.iter("li") if item.get("data-number")]
    return posts.attrib, numbers


@pytest.fixture
def community():
    return make.community(name="Health Workers Abroad", slug="health")


@pytest.mark.parametrize("how_many", [1, 3, 25])
def test_discussion_costs_a_visitor_the_same_however_long(client, how_many, django_assert_max_num_queries):
    thread = make.thread(posts=how_many)
    client.get(page_of(thread))

    with django_assert_max_num_queries(6):
        response = client.get(page_of(thread))

    assert len(list_of(response)[1]) == min(how_many, 20)


@pytest.mark.parametrize("how_many", [1, 3, 25])
def test_discussion_costs_a_member_the_same_however_long(
    client, community, how_many, django_assert_max_num_queries
):
    member = make.member(community)
    thread = make.thread(community)
    for _ in range(how_many):
        make.post(thread)
    ReadMark.objects.create(user=member, thread=thread, number=1, at=make.NOW)
    client.force_login(member)
    client.get(page_of(thread))

    with django_assert_max_num_queries(9):
        response = client.get(page_of(thread))

    assert b'id="id_text"' in response.content


def test_discussion_tells_scripts_where_it_stands(client, community):
    member = make.member(community)
    thread = make.thread(community, posts=2)
    mine = make.post(thread, author=member)
    ReadMark.objects.create(user=member, thread=thread, number=2, at=make.NOW)
    client.force_login(member)

    attributes, numbers = list_of(client.get(page_of(thread)))

    assert {name: attributes[name] for name in attributes if name.startswith("data-")} == {
        "data-topic": thread.topic,
        "data-thread": str(thread.pk),
        "data-seq": "3",
        "data-number": "3",
        "data-first": "2",
        "data-last": "3",
        "data-read": "2",
        "data-here": "",
        "data-audience": "members",
        "data-me": member.handle,
        "data-mine": str(mine.number),
        "data-can-post": "1",
        "data-can-moderate": "0",
        "data-address": page_of(thread),
        "data-read-address": f"{page_of(thread)}read/",
    }
    assert "aria-live" not in attributes
    assert numbers == [2, 3]


def test_discussion_opens_at_the_first_unread_with_a_divider_above_it(client, community):
    member = make.member(community)
    thread = make.thread(community, posts=23)
    yesterday = make.NOW - dt.timedelta(days=1)
    ReadMark.objects.create(user=member, thread=thread, number=19, at=yesterday)
    client.force_login(member)

    response = client.get(page_of(thread))

    page = response.content.decode()
    assert list_of(response)[1] == [19, 20, 21, 22, 23]
    assert "New since 19 November 2026, 12:00: 4 posts" in page
    assert page.index('id="post-19"') < page.index('id="unread"') < page.index('id="post-20"')
    assert "Show 18 earlier posts" in page


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?from=21", range(21, 41)),
        ("?from=44", range(44, 46)),
        ("?from=0", range(1, 21)),
        ("?from=x", range(1, 21)),
        ("?from=99999999999999999999", range(1, 21)),
        ("?from=999999", range(45, 46)),
        ("?from=-1", range(1, 21)),
        ("?reply=30", range(29, 46)),
        ("?reply=46", range(1, 21)),
    ],
)
def test_discussion_shows_the_page_that_the_address_names(client, query, numbers):
    thread = make.thread(posts=45)

    response = client.get(page_of(thread) + query)

    assert (response.status_code, list_of(response)[1]) == (200, list(numbers))


def test_every_post_is_reached_by_following_links(client):
    thread = make.thread(posts=45)
    address, found = page_of(thread), []

    while address:
        response = client.get(address)
        found += list_of(response)[1]
        tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
        later = tree.find(".//a[@rel='next']")
        address = later.get("href") if later is not None else None

    assert found == list(range(1, 46))


def test_a_permalink_opens_at_its_post(client):
    thread = make.thread(posts=30)

    response = client.get(reverse("discussions:post", args=[thread.pk, 21]))

    attributes, numbers = list_of(response)
    assert (attributes["data-here"], numbers[:2]) == ("21", [20, 21])


@pytest.mark.parametrize("number", [0, 3, 10**30])
def test_a_permalink_to_no_post_is_not_found(client, number):
    thread = make.thread(posts=2)

    assert client.get(f"{page_of(thread)}{number}/").status_code == 404


def test_a_closed_discussion_says_why_instead_of_the_composer(client, community):
    steward, member = make.member(community, role="steward"), make.member(community)
    thread = make.thread(community, posts=1)
    actions.close_thread(thread, by=steward, why="Answered & done.", at=make.NOW)
    client.force_login(member)

    page = client.get(page_of(thread)).content.decode()

    assert "This discussion is closed: <bdi>Answered &amp; done.</bdi>" in page
    assert 'id="id_text"' not in page


def test_the_composer_writes_in_the_language_last_used_here(client, community):
    member = make.member(community, make.user(language="fr"))
    thread, other = make.thread(community, posts=1), make.thread(community, posts=1)
    make.post(thread, author=member, language="ar")
    client.force_login(member)

    page, elsewhere = (client.get(page_of(each)).content.decode() for each in (thread, other))

    assert '<option value="ar" lang="ar" selected>' in page
    assert 'lang="ar" dir="rtl"' in page[page.index("<textarea") :]
    assert '<option value="fr" lang="fr" selected>' in elsewhere


def test_the_composer_answers_and_quotes_a_post_without_scripts(client, community):
    member = make.member(community)
    thread = make.thread(community, posts=2)
    make.post(thread, text="First line\nsecond <b>")
    client.force_login(member)

    page = client.get(f"{page_of(thread)}?quote=3").content.decode()

    assert "&gt; First line\n&gt; second &lt;b&gt;\n" in page
    assert 'name="reply_to" value="3"' in page
    assert "In reply to post 3" in page


def test_a_hidden_post_is_read_by_its_author_and_those_who_tend_the_discussion(client, community):
    author, steward, other = make.member(community), make.member(community, role="steward"), make.user()
    thread = make.thread(community)
    post = make.post(thread, author=author, text="Dangerous words")
    actions.hide_post(post, by=steward, why="It names a person.", at=make.NOW)
    pages = {}

    for person in (author, steward, other):
        client.force_login(person)
        pages[person] = client.get(page_of(thread)).content.decode()

    assert ["It names a person." in page for page in pages.values()] == [True] * 3
    assert ["Dangerous words" in pages[person] for person in (author, steward, other)] == [True, True, False]


def test_ones_own_removed_post_offers_to_be_put_back(client, community):
    author = make.member(community)
    thread = make.thread(community)
    post = make.post(thread, author=author)
    actions.remove_post(post, by=author, at=dt.datetime.now(dt.UTC))

    for person, offered in ((author, True), (make.user(), False)):
        client.force_login(person)
        page = client.get(page_of(thread)).content.decode()

        assert (reverse("discussions:back", args=[thread.pk, 1]) in page) is offered


def test_a_page_of_a_discussion_is_nothing_for_search_engines(client):
    response = client.get(page_of(make.thread(posts=1)))

    assert response["X-Robots-Tag"] == "noindex, noarchive"
    assert "no-store" in response["Cache-Control"]


def test_reading_is_remembered_by_beacon_and_by_form(client, community):
    member = make.member(community)
    thread = make.thread(community, posts=5)
    client.force_login(member)
    address = reverse("discussions:read", args=[thread.pk])

    beacon = client.post(address, {"number": "3"})
    form = client.post(address, {"number": "5"}, headers={"Accept": "text/html"})
    wrong = client.post(address, {"number": "many"})

    assert (beacon.status_code, form.status_code, wrong.status_code) == (204, 303, 400)
    assert ReadMark.objects.get().number == 5


def test_reading_leaves_no_trace_of_a_visitor(client):
    thread = make.thread(posts=1)

    response = client.post(reverse("discussions:read", args=[thread.pk]), {"number": "1"})

    assert (response.status_code, ReadMark.objects.count()) == (204, 0)


def test_looking_at_a_discussion_writes_nothing(client, community):
    client.force_login(make.member(community))

    client.get(page_of(make.thread(community, posts=3)))

    assert ReadMark.objects.count() == 0
