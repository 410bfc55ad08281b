"""The list of people: who stands in it for whom, what a filter finds, how it goes on, what it costs."""

import re
from html import unescape
from itertools import product

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Block, User
from accounts.names import search_key
from communities.profiles import directory
from communities.profiles.fields import FIELDS, OPEN_TO_INSTITUTIONS
from communities.profiles.models import Profile
from communities.profiles.permissions import shown_fields
from tests import make
from tests.communities.profiles.conftest import for_all, told
from tests.communities.profiles.test_permissions import AUDIENCES, VIEWERS
from tests.communities.profiles.test_views import as_, together
from uploads.models import StoredFile

LIST = "/en/people/"
SEARCHES = {  # filter → a value that `told` and `findable` fit, and the field it is read from
    "lives": ("GH", "residence"), "ties": ("TG", "heritage"), "skill": ("fundraising", "skills"),
    "sector": ("health", "skills"), "interest": ("relief", "interests"), "available": (True, "availability"),
    "language": ("nl", "languages"),
}  # fmt: skip


def findable(person=None, **audiences) -> Profile:
    """Somebody in the list, of whom every filter knows something."""
    profile = told(person, **audiences)
    profile.ties.create(kind="residence", country="GH")
    profile.ties.create(kind="heritage", country="TG")
    profile.picks.create(kind="sector", key="health")
    Profile.objects.filter(pk=profile.pk).update(in_directory=True)
    return profile


def found(viewer, **wanted) -> set[str]:
    return set(directory.people(viewer, wanted, timezone.now()).values_list("handle", flat=True))


def shown(response) -> list[str]:
    """The handles on a page that somebody can see, in their order."""
    body = re.sub(r"<li[^>]* hidden>.*?</li>", "", response.content.decode(), flags=re.DOTALL)
    section = body.partition('id="found"')[2]
    return re.findall(r'href="/en/people/([^"/?]+)/"', section)


# -- who stands in it ------------------------------------------------------------------------------------


def test_nobody_stands_in_it_who_did_not_choose_it(person):
    told(person)
    viewer = make.user()

    before = found(viewer)
    Profile.objects.filter(user=person).update(in_directory=True)

    assert (before, found(viewer)) == (set(), {person.handle})


@pytest.mark.parametrize(
    "facts",
    [
        {"dark_since": make.NOW}, {"erased_at": make.NOW}, {"email_verified_at": None}, {"office_slug": "desk"},
        {"suspended_at": make.NOW}, {"suspended_at": make.NOW, "suspended_until": make.LATER},
    ],
    ids=lambda facts: "-".join(facts),
)  # fmt: skip
@pytest.mark.parametrize("who", ["stranger", "co-member", "moderator", "officer I named"])
def test_who_is_not_there_stands_in_no_list(person, who, facts):
    viewer = VIEWERS[who][0](person)
    findable(person, **for_all("everyone"))
    was_there = found(viewer)

    User.objects.filter(pk=person.pk).update(**facts)

    assert (was_there, found(viewer)) == ({person.handle}, set())


def test_who_was_suspended_once_stands_in_it_again(person):
    findable(person)
    User.objects.filter(pk=person.pk).update(suspended_at=make.NOW, suspended_until=make.NOW)

    assert found(make.user()) == {person.handle}


@pytest.mark.parametrize("by_viewer", [True, False])
def test_a_block_keeps_two_people_out_of_one_anothers_list(person, by_viewer):
    viewer = make.user()
    findable(person)
    Block.objects.create(by=viewer if by_viewer else person, whom=person if by_viewer else viewer)

    assert found(viewer) == set()


def test_an_officer_lists_who_named_the_institution_and_nobody_else(person):
    officer, other = make.officer(), make.user()
    findable(other, **for_all("everyone"))
    make.opt_in(person, officer.mandates.get().institution)

    response = as_(officer).get(LIST)

    assert shown(response) == [person.handle]
    assert "An institution cannot look members up." in response.content.decode()


def test_an_officer_without_powers_lists_nobody(person):
    officer = make.officer(second_factor_since=None)
    make.opt_in(person, officer.mandates.get().institution)

    response = as_(officer).get(LIST)

    assert (response.status_code, shown(response)) == (200, [])


# -- filters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", [who for who in VIEWERS if who not in ("visitor", "unverified", "suspended", "oneself")]
)
def test_a_filter_finds_exactly_whose_field_the_viewer_sees(person, who):
    """Every filter × audience × tick × relation and role: the twin says what the predicate says."""
    viewer = VIEWERS[who][0](person)
    findable(person)
    is_listed = found(viewer) == {person.handle}

    for audience, is_ticked in product(AUDIENCES, (False, True)):
        columns = {FIELDS[key].audience_column: value for key, value in for_all(audience).items()}
        ticks = {FIELDS[key].institutions_column: is_ticked for key in OPEN_TO_INSTITUTIONS}
        Profile.objects.filter(user=person).update(**columns, **ticks)
        fields = shown_fields(viewer, Profile.objects.get(user=person))
        for name, (value, key) in SEARCHES.items():
            wanted = {person.handle} if is_listed and key in fields else set()
            assert found(viewer, **{name: value}) == wanted, (name, audience, is_ticked)
        native = {person.handle} if is_listed and "mother_tongues" in fields else set()
        assert found(viewer, language="sw") == native


@pytest.mark.parametrize("who", ["stranger", "co-member"])
def test_what_stands_on_a_card_is_what_the_page_shows(person, who):
    viewer = VIEWERS[who][0](person)
    for audience in AUDIENCES:
        StoredFile.objects.filter(owner=person).delete()
        Profile.objects.filter(user=person).delete()
        profile = findable(person, **for_all(audience))

        page = directory.page_of_people(viewer, {}, after="", at=timezone.now())

        on_card = {row.key for card in page.items for row in card.rows}
        assert on_card == shown_fields(viewer, profile) & directory.ON_A_CARD


def test_an_officers_list_opens_nothing_that_the_ledger_would_have_to_say(person):
    """What was ticked for the institution stands on the person's page, not on a card and in no filter."""
    officer = VIEWERS["officer I named"][0](person)
    profile = findable(person, **for_all("members", skills="everyone"))
    Profile.objects.filter(pk=profile.pk).update(about_institutions=True, languages_institutions=True)

    page = directory.page_of_people(officer, {}, after="", at=timezone.now())

    assert {row.key for card in page.items for row in card.rows} == {"skills"}
    assert as_(officer).get(f"{LIST}?q=amina").status_code == 200
    assert as_(officer).get(f"{LIST}?language=nl").status_code == 400


def test_several_filters_narrow_together(person):
    findable(person, **for_all("members"))
    viewer = make.user()

    assert found(viewer, lives="GH", skill="fundraising", q="amina") == {person.handle}
    assert found(viewer, lives="GH", skill="nursing") == set()


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"hours": 3}, True), ({"hours": None, "works": "remote"}, True), ({"hours": 0}, False), ({"hours": None}, False),
        ({"hours": 3, "paused": True}, False),
    ],
)  # fmt: skip
def test_who_has_time_to_give(person, facts, fits):
    findable(person, availability="members")
    Profile.objects.filter(user=person).update(**{"works": ""} | facts)

    assert (found(make.user(), available=True) == {person.handle}) is fits


@pytest.mark.parametrize(
    ("name", "words", "fits"),
    [
        ("Amina Diallo", "DIALLO ami", True), ("Amina Diallo", "amina d", True), ("Amina Diallo", "minad", False),
        ("Amina Diallo", "50%", False), ("Amina Diallo", "_mina", False), ("Inès Martin", "ines", True),
        ("Ines Martin", "INE\u0300S", True), ("ΟΔΥΣΣΕΥΣ", "οδυσσευς", True), ("İpek", "ipek", True),
        ("Straße", "STRASSE", True), ("يوسف", "يوسف", True), ("यूसुफ़", "यूसुफ", True), ("Amina", "looms", False),
    ],
)  # fmt: skip
def test_words_are_looked_for_in_the_name_alone(name, words, fits):
    someone = make.user(name=name, handle="someone")
    findable(someone, **for_all("members", about="members"))
    Profile.objects.filter(user=someone).update(about="I mend looms.", full_name="looms")

    assert (found(make.user(), q=words) == {"someone"}) is fits


def test_a_key_is_kept_with_every_name():
    assert (
        User.objects.get(pk=make.user(name="Élodie  Núñez").pk).name_key
        == search_key("élodie nunez")
        == "elodie nunez"
    )


def test_a_hidden_country_answers_as_one_that_nobody_has(person):
    """V2: the same body, but for what was asked."""
    findable(person, residence="only_me")
    client = as_(make.user())

    hidden, empty = (client.get(f"{LIST}?lives={code}") for code in ("GH", "TV"))

    assert hidden.status_code == 200
    assert [plain(hidden, "GH", "Ghana"), shown(hidden)] == [plain(empty, "TV", "Tuvalu"), []]


def plain(response, code: str, name: str) -> str:
    """A page without the country that was asked for, and without tokens of forms."""
    body = re.sub(r'(name="csrf\w*"[^>]*(?:value|content)=|content=)"[^"]+"', "", response.content.decode())
    body = body.replace(f'value="{code}" selected', f'value="{code}"')
    return body.replace(f"lives={code}", "").replace(f"lives%3D{code}", "").replace(f"<bdi>{name}</bdi>", "")


def test_nothing_hidden_moves_the_order(person):
    for name in ("Zoe", "Bo", "émile", "Dana"):
        findable(make.user(name=name), **for_all("only_me"))
    client = as_(make.user())
    before = shown(client.get(LIST))

    for profile in Profile.objects.all():
        profile.ties.create(kind="residence", country="FR")
        Profile.objects.filter(pk=profile.pk).update(full_name="Aaa", hours=1)

    assert before == ["bo", "dana", "emile", "zoe"]
    assert shown(client.get(LIST)) == before


# -- what comes in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "sort=lives", "age_min=18", "page=2", "kind=institutions&skill=nursing", "type=ngo", "order=", "%00=1", "after=x",
        "after=", "after=%00", "after=a:b:c",
    ],
)  # fmt: skip
def test_what_is_no_filter_is_a_bad_request(query):
    wanted = 200 if query == "after=" else 400

    assert as_(make.user()).get(f"{LIST}?{query}").status_code == wanted


@pytest.mark.parametrize(
    "query",
    [
        "lives=ZZ", "ties=Ghana", "language=xx", "skill=spying", "sector=9", "interest=%00", "available=perhaps", "q=a%00b",
        "kind=robots", f"q={'x' * 41}", "kind=institutions&type=bank", "kind=institutions&country=ZZ",
    ],
)  # fmt: skip
def test_a_wrong_value_comes_back_with_what_is_wrong(person, query):
    findable(person)
    response = as_(make.user()).get(f"{LIST}?{query}")

    assert (response.status_code, shown(response)) == (422, [])
    assert 'class="err-sum"' in response.content.decode()


def test_the_form_keeps_what_was_asked_and_each_chip_takes_one_away(person):
    findable(person, **for_all("members"))

    body = (
        as_(make.user()).get(f"{LIST}?q=ami&lives=GH&skill=fundraising&available=on&ties=").content.decode()
    )

    chips = [unescape(href) for href in re.findall(r'<a class="chip" href="([^"]+)"', body)]
    assert chips == [
        f"{LIST}?lives=GH&skill=fundraising&available=on",
        f"{LIST}?q=ami&skill=fundraising&available=on",
        f"{LIST}?q=ami&lives=GH&available=on",
        f"{LIST}?q=ami&lives=GH&skill=fundraising",
        LIST,
    ]
    assert '<option value="GH" selected>Ghana</option>' in body
    assert "1 person shown, by name" in body


@pytest.mark.parametrize("query", ["lives=GH&lives=TV", "kind=people&kind=people&q=a&q=b"])
def test_of_a_filter_said_twice_the_last_counts(person, query):
    findable(person, **for_all("members"))

    assert shown(as_(make.user()).get(f"{LIST}?{query}")) == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(method):
    assert getattr(as_(make.user()), method)(LIST).status_code == 405


# -- institutions ----------------------------------------------------------------------------------------


def test_institutions_are_listed_while_their_verification_stands(person):
    make.institution(name="Élan Trust", slug="elan", kind="ngo", country="SN")
    make.institution(name="City of Bo", slug="bo", kind="city", country="SL")
    make.institution(name="Old Desk", slug="old", expires_at=make.NOW)
    make.institution(name="New Desk", slug="new", verified_at=None, expires_at=None)
    findable(person)
    client = as_(make.user())

    def slugs(query: str = "") -> list[str]:
        body = client.get(f"{LIST}?kind=institutions{query}").content.decode().partition('id="found"')[2]
        return re.findall(r'href="/en/institutions/([a-z]+)/"', body)

    assert slugs() == ["bo", "elan"]
    assert (slugs("&type=ngo"), slugs("&country=SL"), slugs("&q=ELAN")) == (["elan"], ["bo"], ["elan"])
    assert (slugs("&q=50%25"), slugs("&q=amina")) == ([], [])


# -- pages -----------------------------------------------------------------------------------------------


def crowd(number: int) -> list[str]:
    """So many in the list, by name."""
    people = [make.user(name=f"Weaver {n:02}", handle=f"weaver-{n:02}") for n in range(number)]
    Profile.objects.bulk_create(
        Profile(user=person, about="I weave.", in_directory=True) for person in people
    )
    return [person.handle for person in people]


def onwards(response) -> str:
    links = [
        unescape(href)
        for href in re.findall(r'href="(/en/people/\?[^"]*after=[^"]+)"', response.content.decode())
    ]
    return links[0] if links else ""


def test_twenty_at_a_time_to_the_end_and_no_total():
    handles, client = crowd(45), as_(make.user())
    path, pages = LIST, []

    while path:
        response = client.get(path)
        pages.append(shown(response))
        words = re.sub(
            r"<[^>]+>", " ", response.content.decode().partition('id="found"')[2].partition("</section>")[0]
        )
        assert ("people shown, by name" in words, "45" in words.split()) == (True, False)
        path = onwards(response)

    assert pages == [handles[:20], handles[20:40], handles[40:]]


def test_who_comes_or_goes_moves_nobody_to_another_page():
    handles, client = crowd(25), as_(make.user())
    first = client.get(LIST)
    Profile.objects.filter(user__handle__in=[handles[3], handles[19]]).update(in_directory=False)
    findable(make.user(name="Aaron"))

    assert shown(client.get(onwards(first))) == handles[20:]


def test_people_whose_names_sort_alike_all_come_once():
    people = [make.user(handle=f"twin-{n:02}") for n in range(25)]
    User.objects.filter(pk__in=[one.pk for one in people]).update(name_key="twin")
    Profile.objects.bulk_create(Profile(user=person, in_directory=True) for person in people)
    client = as_(make.user())
    first = client.get(LIST)

    assert shown(first) + shown(client.get(onwards(first))) == [f"twin-{n:02}" for n in range(25)]


def test_a_cursor_is_of_one_account_and_one_search():
    crowd(25)
    client, other = as_(make.user()), as_(make.user())
    path = onwards(client.get(f"{LIST}?q=weaver"))

    assert client.get(path).status_code == 200
    assert other.get(path).status_code == 400
    assert client.get(path.replace("q=weaver", "q=weav")).status_code == 400
    assert client.get(path.replace("q=weaver&", "")).status_code == 400
    assert client.get(f"{path}&kind=institutions").status_code == 400
    assert client.get(path[:-1] + ("a" if path[-1] != "a" else "b")).status_code == 400


def test_a_cursor_lasts_an_hour(monkeypatch):
    crowd(25)
    client = as_(make.user())
    path = onwards(client.get(LIST))
    now = signing.time.time()

    for later, status in ((3590, 200), (3605, 400)):
        monkeypatch.setattr(signing.time, "time", lambda later=later: now + later)
        assert client.get(path).status_code == status
        monkeypatch.undo()


def test_a_cursor_holds_nothing_that_the_page_did_not_show():
    crowd(25)
    cursor = onwards(as_(make.user()).get(LIST)).partition("after=")[2].partition("%3A")[0]

    assert signing.b64_decode(cursor.encode()) == b'["weaver 19","weaver-19"]'


@pytest.mark.parametrize("query", ["", "?lives=GH&language=nl&skill=fundraising&q=a", "?kind=institutions"])
def test_a_page_costs_the_same_however_many_stand_on_it(query):
    viewer = make.user()
    client, costs = as_(viewer), []
    for number in (1, 3, 20):
        while Profile.objects.count() < number:
            one = make.user(name=f"Amina {Profile.objects.count():02}")
            findable(one, **for_all("members"))
            together(viewer, one)
            make.institution()
        client.get(LIST + query)
        with CaptureQueriesContext(connection) as sent:
            response = client.get(LIST + query)
        costs.append(len(sent))
        assert query.startswith("?kind") or len(shown(response)) == number

    assert len(set(costs)) == 1
    assert costs[0] <= 9


def test_the_list_is_reached_from_every_page_by_who_may_read_it(client):
    assert f'href="{LIST}"' not in client.get("/en/communities/").content.decode()
    assert f'href="{LIST}"' not in as_(make.unverified()).get("/en/communities/").content.decode()
    assert f'href="{LIST}"' in as_(make.user()).get("/en/communities/").content.decode()


def test_search_engines_are_asked_to_keep_out(client):
    assert as_(make.user()).get(LIST)["X-Robots-Tag"] == "noindex, noarchive"
    assert client.get(LIST).url.startswith(reverse("account_login"))


def test_going_dark_ends_it_at_the_next_search(person):
    findable(person)
    viewer = make.user()
    before = found(viewer)

    accounts.go_dark(person, at=timezone.now())

    assert (before, found(viewer)) == ({person.handle}, set())
