"""What the pages of numbers say: published values with the names of countries; nothing looks at people."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from communities.profiles.numbers.counting import BETWEEN, CORRIDORS, HERITAGE, RESIDENCE
from core.counts import within
from core.numbers import Numbers, published
from core.places import country_name
from design.stitches import centres

MOST_CORRIDORS = 40  # lines of the page
FILTER_OF = {RESIDENCE: "lives", HERITAGE: "ties"}  # what the list of people calls them


@dataclass(frozen=True)
class Place:
    """A country with the number shown for it, and the address of the list of its people."""

    code: str
    name: str
    number: int
    address: str


@dataclass(frozen=True)
class PlacesPage:
    """The same values for list, table and drawing. `total` adds up what is shown."""

    of: str
    day: dt.date | None
    places: tuple[Place, ...]
    total: int

    @property
    def largest(self) -> int:
        return self.places[0].number if self.places else 0

    @property
    def marks(self) -> tuple[tuple[str, int], ...]:
        return tuple((place.code, place.number) for place in self.places if place.code in centres())


@dataclass(frozen=True)
class Corridor:
    """So many have ties with one country and live in another. `share`: of the largest, in per cent."""

    tie: str
    home: str
    number: int
    share: int


@dataclass(frozen=True)
class CorridorsPage:
    day: dt.date | None
    corridors: tuple[Corridor, ...]
    total: int


def places_page(of: str) -> PlacesPage:
    """Where people live (`residence`) or have ties (`heritage`), largest first."""
    numbers = published(of)[of]
    places = [
        Place(code, country_name(code), number, people_address(of, code))
        for code, number in numbers.shown.items()
    ]
    places.sort(key=lambda place: (-place.number, place.name))
    return PlacesPage(of, numbers.day, tuple(places), sum(place.number for place in places))


def people_address(of: str, code: str) -> str:
    """The list of people who told all members that they live in, or have ties with, a country."""
    return f"{reverse('people:index')}?{FILTER_OF[of]}={code}"


def corridors_page() -> CorridorsPage:
    """Ties and homes together, largest first: never more of a country than its own number says."""
    said = published(CORRIDORS, HERITAGE, RESIDENCE)
    shown = _whole(said)
    largest = max(shown.values(), default=1)
    lines = [
        Corridor(country_name(tie), country_name(home), number, round(100 * number / largest))
        for (tie, home), number in shown.items()
    ]
    lines.sort(key=lambda line: (-line.number, line.tie, line.home))
    kept = lines[:MOST_CORRIDORS]
    return CorridorsPage(said[CORRIDORS].day, tuple(kept), sum(line.number for line in kept))


def _whole(said: Mapping[str, Numbers]) -> Mapping[tuple[str, str], int]:
    """The corridors that may be shown beside the published numbers of each country alone."""
    cells = {}
    for cell, number in said[CORRIDORS].shown.items():
        tie, home = cell.split(BETWEEN)
        cells[tie, home] = number
    return within(cells, said[HERITAGE].shown, said[RESIDENCE].shown)
