"""The map and the corridors: the same for everybody, list and table and drawing alike."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Block
from accounts.names import free_handle
from communities.profiles.forms import FORMS
from communities.profiles.models import Profile
from communities.profiles.numbers import queries
from core.models import PublishedNumber, PublishedTable
from core.numbers import publish
from core.places import country_choices
from design.stitches import centres, draw
from tests import make
from tests.communities.profiles.numbers import (
    CORRIDORS,
    LIST,
    MAP,
    MARK,
    TABLE,
    main,
    page,
    reader,
    say,
    tells,
)


def test_map_list_and_table_say_the_same():
    say(residence={"GB": 130, "FR": 70, "AE": 20, "XK": 10})

    html = page(MAP)
    rows = re.findall(r"<bdi>(.*?)</bdi></a><b>(\d+)</b>", LIST.search(html)[1])
    body, foot = TABLE.search(html).groups()
    table = re.findall(r'<bdi>(.*?)</bdi></th><td class="num">(\d+)</td>', body)

    assert (
        rows
        == table
        == [("United Kingdom", "130"), ("France", "70"), ("United Arab Emirates", "20"), ("Kosovo", "10")]
    )
    assert "fewer than 10" in body
    assert re.search(r'class="num">(\d+)<', foot)[1] == str(sum(int(number) for _name, number in rows))
    assert len(MARK.findall(html)) == len(rows)


def test_the_largest_mark_is_the_largest_number():
    say(residence={"GB": 40, "GH": 160})
    drawn = MARK.findall(page(MAP))

    assert [float(radius) for *_place, radius in drawn] == [19.0, 12.0]
    assert int(drawn[0][1]) > int(drawn[1][1])  # Ghana lies south of Britain


def test_the_map_is_an_image_with_a_name_and_no_control():
    say(heritage={"GH": 40})
    html = page(f"{MAP}?of=heritage")
    svg = html[html.index('<svg class="world"') :]
    svg = svg[: svg.index("</svg>")]

    assert 'role="img" aria-labelledby="world-title world-says"' in svg
    assert "Where members have ties" in svg
    assert "<a" not in svg
    assert "takes no position on any boundary" in html
    assert len(svg.encode()) < 10_000
    assert "The countries that members have ties with." in html


@pytest.mark.parametrize(
    "query", ["", "?of=", "?of=shoes", "?of=residence&of=residence", "?of=%00", "?of=" + "9" * 999]
)
def test_any_other_word_means_where_members_live(query):
    say(residence={"GB": 40}, heritage={"GH": 50})
    html = page(MAP + query)

    assert "The countries that members live in." in html
    assert "Ghana" not in html


def test_links_lead_to_the_list_of_people():
    say(residence={"GB": 40}, heritage={"GH": 50})

    assert 'href="/en/people/?lives=GB"' in page(MAP)
    assert 'href="/en/people/?ties=GH"' in page(f"{MAP}?of=heritage")


def test_corridors_are_shown_largest_first_and_added_up():
    say(
        residence={"GB": 60, "FR": 70},
        heritage={"GH": 50, "SN": 70},
        corridors={"GH>GB": 40, "SN>FR": 50, "SN>GB": 10},
    )
    body, foot = TABLE.search(page(CORRIDORS)).groups()
    rows = re.findall(r"<bdi>(.*?)</bdi></th><td><bdi>(.*?)</bdi></td>.*?<b>(\d+)</b>", body)

    assert rows == [
        ("Senegal", "France", "50"),
        ("Ghana", "United Kingdom", "40"),
        ("Senegal", "United Kingdom", "10"),
    ]
    assert ">100<" in foot


def test_a_corridor_is_never_shown_beside_a_country_that_is_not():
    say(residence={"FR": 20}, heritage={"GH": 50, "SN": 70}, corridors={"GH>GB": 40, "SN>FR": 50})
    lines = queries.corridors_page().corridors

    assert [(line.tie, line.home, line.number) for line in lines] == [("Senegal", "France", 20)]


@pytest.mark.parametrize("address", [MAP, f"{MAP}?of=heritage", CORRIDORS])
def test_nothing_published_is_said_in_words(address):
    html = page(address)

    assert "No number is shown yet" in html
    assert "<table" not in html


@pytest.mark.parametrize("address", [MAP, CORRIDORS])
def test_everybody_reads_the_same(address):
    """Members, moderators, officers, whoever blocked and whoever is blocked: two viewers cannot be subtracted."""
    people = [tells(lives=["GB"], ties=["GH"]) for _ in range(60)]
    publish(at=make.NOW)
    blocker = make.user()
    Block.objects.bulk_create(Block(by=person, whom=blocker) for person in people[:30])
    Block.objects.bulk_create(Block(by=blocker, whom=person) for person in people[30:])
    viewers = [make.user(), make.moderator(), make.administrator(), make.officer(), blocker, people[0]]

    assert len({main(page(address, reader(viewer))) for viewer in viewers}) == 1


@pytest.mark.parametrize("address", [MAP, CORRIDORS])
def test_only_get_is_answered_and_nothing_is_written(address):
    tells(lives=["GB"])
    client = reader()

    assert client.post(address).status_code == 405
    page(address, client)
    assert not PublishedTable.objects.exists()  # a visit does not choose when people are counted


@pytest.mark.parametrize("address", [MAP, CORRIDORS])
def test_a_page_asks_as_much_for_one_country_as_for_many(address):
    client = reader()

    def asked(number: int) -> int:
        PublishedTable.objects.all().delete()
        PublishedNumber.objects.all().delete()
        codes = [code for code, _name in country_choices()[:number]]
        cells = dict.fromkeys(codes, 50)
        say(residence=cells, heritage=cells, corridors={f"{code}>{code}": 50 for code in codes})
        page(address, client)
        with CaptureQueriesContext(connection) as sent:
            page(address, client)
        return len(sent)

    assert asked(1) == asked(3) == asked(200)


@pytest.mark.parametrize("address", [MAP, CORRIDORS])
def test_search_engines_are_asked_to_stay_away(address):
    assert reader().get(address)["X-Robots-Tag"] == "noindex, noarchive"


def test_countries_have_their_names_in_the_readers_language():
    say(residence={"GB": 40})

    assert "Royaume-Uni" in page("/fr/people/map/")
    assert "المملكة المتحدة" in page("/ar/people/map/")


def test_every_country_has_a_place_on_the_map():
    codes = {code for code, _name in country_choices()}
    svg = draw(tuple((code, 10) for code in sorted(codes)), title="T", says="S")
    places = re.findall(r'<circle cx="(-?\d+)" cy="(-?\d+)"', svg)

    assert set(centres()) == codes
    assert all(0 <= int(x) <= 896 and 0 <= int(y) <= 385 for x, y in places)


def test_the_words_on_the_map_are_text():
    svg = draw((("GH", 10),), title="<b>", says='"&')

    assert "&lt;b&gt;" in svg
    assert "<b>" not in svg


def test_the_links_to_the_pages_are_a_piece_of_any_page():
    from django.template.loader import render_to_string

    html = render_to_string("people/_numbers_links.html")

    assert reverse("people:map") in html
    assert reverse("people:corridors") in html


@pytest.mark.parametrize("name", ["Map", "Corridors"])
def test_no_handle_hides_a_page(name):
    with translation.override("en"):
        assert free_handle(name).startswith("member-")


@pytest.mark.parametrize("key", ["residence", "heritage"])
def test_the_page_of_a_field_says_that_it_is_counted(key):
    form = FORMS[key](None, profile=Profile(user=make.user()))

    assert "also counted" in str(form.fields["audience"].help_text)
    assert "also counted" not in str(
        FORMS["mother_tongues"](None, profile=Profile(user=make.user())).fields["audience"].help_text
    )


def test_the_land_is_land_alone():
    """Two states for a square and nothing between them: there is no border to draw."""
    from design.stitches import WORLD

    land = json.loads((WORLD / "land.json").read_text())

    assert set(land) == {"cell", "width", "top", "rows"}
    assert [len(row) for row in land["rows"]] == [32] * 55
