"""How many people somebody may come across, and what tells of programs that copy them."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from communities.profiles.models import Decoy, Profile
from core.limits import LIMITS, Limit
from institutions.people import visible_people
from tests import make
from tests.communities.profiles.conftest import for_all, told
from tests.communities.profiles.test_directory import LIST, crowd, found, onwards, shown
from tests.communities.profiles.test_views import as_, page

LONG_AGO = make.NOW - dt.timedelta(days=90)
NEWCOMERS, MEMBERS = "pages of newcomers", "pages of members"


@pytest.fixture
def said(monkeypatch) -> list[dict]:
    """What was written to the log about people."""
    lines: list[dict] = []
    monkeypatch.setattr(
        "communities.profiles.budgets.log.warning",
        lambda event, extra: lines.append({"event": event, **extra}),
    )
    return lines


def newcomer(**given) -> User:
    return make.user(joined_at=timezone.now(), **given)


def member(**given) -> User:
    return make.user(joined_at=LONG_AGO, **given)


def opened(client: Client, people, address: str = "203.0.113.9") -> list[int]:
    return [client.get(page(person), REMOTE_ADDR=address).status_code for person in people]


def test_the_budgets_are_those_that_were_promised():
    assert LIMITS[NEWCOMERS] == Limit(60, 86400)
    assert LIMITS[MEMBERS] == Limit(300, 86400)
    assert LIMITS["listed"] == Limit(200, 600)


@pytest.mark.parametrize(("make_viewer", "most"), [(newcomer, 3), (member, 5)])
def test_different_people_cost_and_the_same_again_is_free(monkeypatch, make_viewer, most):
    monkeypatch.setitem(LIMITS, NEWCOMERS, Limit(3, 86400))
    monkeypatch.setitem(LIMITS, MEMBERS, Limit(5, 86400))
    people = [make.user() for _ in range(7)]
    viewer = make_viewer()
    client = as_(viewer)

    statuses = opened(client, people)
    refused = client.get(page(people[-1]))

    assert statuses == [200] * most + [429] * (7 - most)
    assert refused["Retry-After"] == "86400"
    assert people[-1].name not in refused.content.decode()
    assert opened(client, people[:most]) == [200] * most
    assert client.get(page(viewer)).status_code == 200
    assert client.get("/en/people/never-was/").status_code == 404


def test_a_newcomer_is_younger_than_a_week(monkeypatch):
    monkeypatch.setitem(LIMITS, NEWCOMERS, Limit(1, 86400))
    people = [make.user(), make.user()]
    week = timezone.now() - dt.timedelta(days=7)

    young = make.user(joined_at=week + dt.timedelta(minutes=5))
    old = make.user(joined_at=week)

    assert opened(as_(young), people) == [200, 429]
    assert opened(as_(old), people) == [200, 200]


def test_many_accounts_of_one_network_have_three_budgets(monkeypatch, said):
    monkeypatch.setitem(LIMITS, NEWCOMERS, Limit(2, 86400))
    people = [make.user(), make.user()]
    accounts = [newcomer() for _ in range(5)]

    statuses = [opened(as_(one), people, f"203.0.113.{n}") for n, one in enumerate(accounts)]
    elsewhere = opened(as_(newcomer()), people, "198.51.100.1")

    assert statuses == [[200, 200]] * 3 + [[429, 429]] * 2
    assert elsewhere == [200, 200]
    assert said == [{"event": "scrape.suspected", "kind": "network", "account": accounts[3].pk}]


def test_visitors_share_the_budget_of_their_network(monkeypatch, said):
    monkeypatch.setitem(LIMITS, NEWCOMERS, Limit(1, 86400))
    people = [make.user() for _ in range(4)]
    for person in people:
        told(person, **for_all("everyone"))

    assert opened(Client(), people, "2001:db8::1") == [200, 200, 200, 429]
    assert opened(Client(), people[3:], "2001:db8::ffff") == [429]
    assert opened(Client(), people[:1], "2001:db8::ffff") == [200]
    assert [line["account"] for line in said] == [None]


def test_ten_full_pages_of_a_list_and_no_eleventh(monkeypatch):
    """The budget is of people: the last ten of a smaller one."""
    monkeypatch.setitem(LIMITS, "listed", Limit(40, 600))
    crowd(65)
    client = as_(member())
    path, statuses, paths = LIST, [], []

    while path:
        response = client.get(path)
        statuses.append(response.status_code)
        paths.append(path)
        path = onwards(response)

    assert statuses == [200, 200, 429]
    assert response["Retry-After"] == "600"
    assert [client.get(one).status_code for one in paths] == [200, 200, 429]


def test_a_search_that_shows_nobody_new_is_free(monkeypatch):
    monkeypatch.setitem(LIMITS, "listed", Limit(20, 600))
    crowd(20)
    client = as_(member())

    queries = ["", *(f"?q={n:02}" for n in range(12)), "?lives=GH"]

    assert {client.get(LIST + query).status_code for query in queries} == {200}


def test_searching_has_a_pace(monkeypatch):
    monkeypatch.setitem(LIMITS, "search", Limit(2, 60))
    client = as_(member())

    assert [client.get(LIST).status_code for _ in range(3)] == [200, 200, 429]


def test_a_day_has_an_end_too(monkeypatch):
    monkeypatch.setitem(LIMITS, "listed in a day", Limit(20, 86400))
    crowd(25)
    client = as_(member())
    first = client.get(LIST)

    assert (first.status_code, client.get(onwards(first)).status_code) == (200, 429)


# -- pages of nobody -------------------------------------------------------------------------------------


def decoys(number: int) -> list[Decoy]:
    call_command("honey_profiles", number=number, stdout=io.StringIO())
    return list(Decoy.objects.order_by("pk"))


def test_the_command_keeps_as_many_as_it_is_told():
    counts = [len(decoys(number)) for number in (3, 5, 5, 2, -1, 0)]

    assert counts == [3, 5, 5, 2, 0, 0]


def test_it_is_nobody_anywhere():
    before = (User.objects.count(), Profile.objects.count())
    trap = decoys(1)[0]
    viewer = member()

    assert (User.objects.count() - 1, Profile.objects.count()) == before
    assert not visible_people(viewer).filter(handle=trap.handle).exists()
    assert found(viewer) == found(viewer, q=trap.name) == set()


def test_the_list_links_it_where_nobody_meets_it():
    trap = decoys(1)[0]
    crowd(2)

    response = as_(member()).get(LIST)

    body = response.content.decode()
    link = f'href="/en/people/{trap.handle}/" tabindex="-1"'
    assert body.count(trap.handle) == 1
    assert link in body.partition('<li class="plain" hidden>')[2].partition("</li>")[0]
    assert shown(response) == ["weaver-00", "weaver-01"]
    assert "2 people shown" in body


@pytest.mark.parametrize("query", ["?q=nobody-has-this", "?kind=institutions", "?lives=ZZ"])
def test_a_list_without_people_has_none(query):
    trap = decoys(1)[0]
    make.institution()

    assert trap.handle not in as_(member()).get(LIST + query).content.decode()


def test_whoever_opens_it_is_written_down_and_gets_a_page(said):
    trap, viewer = decoys(1)[0], member()

    response = as_(viewer).get(f"/en/people/{trap.handle}/")

    assert response.status_code == 200
    assert trap.name in response.content.decode() and trap.about in response.content.decode()
    assert said == [{"event": "scrape.suspected", "kind": "honey", "account": viewer.pk}]


def test_for_others_it_is_not_there_as_a_person_is_not(said, client):
    trap, officer = decoys(1)[0], make.officer()

    visitor = client.get(f"/en/people/{trap.handle}/")
    refused = as_(officer).get(f"/en/people/{trap.handle}/")

    assert (visitor.status_code, refused.status_code) == (302, 404)
    assert [line["account"] for line in said] == [officer.pk]


def test_it_costs_as_a_person_does(monkeypatch):
    monkeypatch.setitem(LIMITS, NEWCOMERS, Limit(1, 86400))
    trap, client = decoys(1)[0], as_(newcomer())

    assert opened(client, [make.user()]) == [200]
    assert client.get(f"/en/people/{trap.handle}/").status_code == 429


def test_it_cannot_be_blocked_or_reported():
    trap, client = decoys(1)[0], as_(member())

    assert client.post(f"/en/people/{trap.handle}/block/").status_code == 404
    assert client.get(f"/en/moderation/report/person/{trap.handle}/").status_code == 404


def test_real_logs_hold_the_number_of_the_account_and_no_name():
    from config.logs import EXTRAS

    assert {"kind", "account"} <= set(EXTRAS)
