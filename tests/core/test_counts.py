"""The rules of numbers about people, tried with random worlds and by somebody who subtracts."""

import datetime as dt
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import counts
from core.counts import FALL, NOTHING, REST, RISE, K, Said, draw, say, within

DAY = dt.date(2026, 11, 20)
LATER = DAY + REST
unhurried = settings(deadline=None)  # a busy machine proves nothing
people = st.integers(0, 300)
levels = st.integers(0, 25).map(lambda n: n * K)
cells = st.text("ABCDEFGH", min_size=2, max_size=2)


def fixed(fall: int, rise: int):
    """Secrets that are the same on every line."""
    return lambda way, line: fall if way == FALL else rise


def every_secret():
    return [fixed(fall, rise) for fall, rise in product(range(K), repeat=2)]


def rested(shown: int) -> Said:
    return Said(shown, 3, DAY - REST)


# -- what a value says


@unhurried
@given(people, levels, st.integers(0, 9), st.integers(0, 9))
def test_a_value_never_says_more_than_there_are(number, shown, fall, rise):
    said = say(rested(shown), number, on=DAY, secret=fixed(fall, rise))

    assert said.shown % K == 0
    assert said.shown == 0 or said.shown <= number


@pytest.mark.parametrize("shown", [0, K, 5 * K])
def test_nine_and_none_are_the_same_whatever_was_said_before(shown):
    for number, secret in product(range(K), every_secret()):
        assert say(rested(shown), number, on=DAY, secret=secret).shown == 0
        assert say(NOTHING, number, on=DAY, secret=secret) == NOTHING


def test_a_cell_is_shown_once_enough_are_there_whatever_its_secrets():
    firsts = {
        next(n for n in range(100) if say(NOTHING, n, on=DAY, secret=secret).shown)
        for secret in every_secret()
    }

    assert firsts == set(range(28, 38))


def test_a_cell_vanishes_at_ten_to_nineteen_people_and_never_later():
    lasts = {
        next(n for n in range(40, -1, -1) if not say(rested(K), n, on=DAY, secret=secret).shown)
        for secret in every_secret()
    }

    assert lasts == set(range(9, 19))


# -- one person more or less


@unhurried
@given(people, levels)
def test_two_worlds_that_differ_in_one_person_differ_at_one_secret_of_ten(number, shown):
    """The strongest sentence there is about one publication: over the secrets, at most one in ten shows it."""
    without = [say(rested(shown), number, on=DAY, secret=secret) for secret in every_secret()]
    with_one = [say(rested(shown), number + 1, on=DAY, secret=secret) for secret in every_secret()]

    assert sum(a != b for a, b in zip(without, with_one, strict=True)) <= len(without) // K


@unhurried
@given(st.lists(st.integers(-4, 4), min_size=10, max_size=60), people, st.randoms(use_true_random=False))
def test_after_a_move_ten_people_come_or_go_before_the_cell_moves_back(steps, number, lot):
    said, on, last = NOTHING, DAY, None
    for step in steps:
        number, on = max(0, number + step), on + REST
        secrets = Counter()
        secret = lambda way, line, drawn=secrets: drawn.setdefault((way, line), lot.randrange(K))  # noqa: E731
        moved = say(said, number, on=on, secret=secret)
        if moved != said:
            way = RISE if moved.shown > said.shown else FALL
            if last and last[0] != way:
                assert abs(number - last[1]) >= K
            last = way, number
        said = moved


@unhurried
@given(people, people, levels)
def test_what_was_shown_a_moment_ago_rises_no_further_for_a_week(number, more, shown):
    moved = Said(shown, 4, DAY)
    secret = fixed(0, 0)

    assert say(moved, shown + more + number, on=LATER - dt.timedelta(days=1), secret=secret) == moved
    assert say(moved, shown + 28, on=LATER, secret=secret).shown == shown + K


def test_falling_waits_for_nothing():
    assert say(Said(K, 1, DAY), 9, on=DAY + dt.timedelta(days=1), secret=fixed(0, 0)).shown == 0


# -- the secrets


def test_secrets_belong_to_the_key_the_cell_the_version_the_line_and_the_way(settings):
    def some(table="residence", cell="GH", version=0):
        secret = draw(table, cell, version)
        return [secret(way, line) for way in (FALL, RISE) for line in range(0, 200, K)]

    first = some()
    others = [some(table="heritage"), some(cell="SN"), some(version=1)]
    settings.SECRET_KEY = "another key that is as long as keys are " * 2

    assert first[:20] != first[20:]
    assert all(other != first for other in [*others, some()])
    assert set(first) <= set(range(K))


def test_every_secret_is_about_as_frequent_as_the_others():
    drawn = Counter(draw("residence", f"C{n}", 0)(RISE, K) for n in range(5000))

    assert set(drawn) == set(range(K))
    assert max(drawn.values()) < 1.25 * min(drawn.values())


# -- somebody who subtracts

worlds = st.dictionaries(st.tuples(cells, cells), st.integers(0, 12).map(lambda n: n * K), max_size=14)
margins = st.dictionaries(cells, st.integers(1, 12).map(lambda n: n * K), max_size=8)


@unhurried
@given(worlds, margins, margins)
def test_what_is_shown_of_a_country_never_adds_up_to_more_than_its_number(given_cells, rows, columns):
    shown = within(given_cells, rows, columns)

    assert all(K <= value <= given_cells[cell] and value % K == 0 for cell, value in shown.items())
    for side, totals in ((0, rows), (1, columns)):
        for name in {cell[side] for cell in shown}:
            assert sum(v for cell, v in shown.items() if cell[side] == name) <= totals.get(name, 0)


WIDTH = 2 * K + counts.LOWEST_RISE - 2  # how far above a shown value the truth can be: it did not rise


class Auditor:
    """Knows every published value and all rules but the secrets, and that everybody named exactly one tie and one
    home, which is more than anybody can know. Is there a world with so many people in one cell?

    A world is a flow from countries of ties to countries of homes, each cell and each margin between two bounds.
    """

    def __init__(self, shown, rows, columns, names):
        self.shown, self.rows, self.columns, self.names = shown, rows, columns, names

    def could_be(self, cell, number) -> bool:
        low, high = Counter(), Counter()
        for name in self.names:
            low["source", "row " + name], high["source", "row " + name] = self._bounds(self.rows.get(name, 0))
            low["column " + name, "sink"], high["column " + name, "sink"] = self._bounds(
                self.columns.get(name, 0)
            )
        for row, column in product(self.names, repeat=2):
            edge = "row " + row, "column " + column
            low[edge], high[edge] = self._bounds(self.shown.get((row, column), 0))
        edge = "row " + cell[0], "column " + cell[1]
        low[edge] = high[edge] = number
        return feasible(low, high)

    @staticmethod
    def _bounds(value):
        return value, value + WIDTH


def feasible(low, high) -> bool:
    """Is there a flow from source to sink within the bounds? By the textbook: bounds become demands, one maximal flow."""
    room = Counter({edge: high[edge] - low[edge] for edge in high})
    for (start, end), least in low.items():
        room["super", end] += least
        room[start, "hyper"] += least
    room["sink", "source"] = 10**9
    nodes = {node for edge in room for node in edge}
    wanted = sum(low.values())
    while wanted > 0:
        before = {"super": None}
        queue = ["super"]
        for node in queue:
            for other in nodes - before.keys():
                if room[node, other] > 0:
                    before[other] = node
                    queue.append(other)
        if "hyper" not in before:
            return False
        path, node = [], "hyper"
        while before[node] is not None:
            path.append((before[node], node))
            node = before[node]
        pushed = min(room[edge] for edge in path)
        for start, end in path:
            room[start, end] -= pushed
            room[end, start] += pushed
        wanted -= pushed
    return True


NAMES = [*"ABCDEFGHIJ"]  # of the world's 250; the fewer, the less there is to hide among


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC"), st.integers(0, 60)), max_size=8),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=40),
    st.data(),
)
def test_every_cell_that_is_not_shown_could_be_empty_and_could_hold_more_than_ten(groups, singles, data):
    truth = Counter()
    for row, column, number in [*groups, *((row, column, 1) for row, column in singles)]:
        truth[row, column] += number
    rows, columns = Counter(), Counter()
    for (row, column), number in truth.items():
        rows[row] += number
        columns[column] += number
    said = {
        table: {cell: value for cell, n in numbers.items() if (value := _first(table, cell, n))}
        for table, numbers in (("rows", rows), ("columns", columns), ("cells", truth))
    }
    shown = within(said["cells"], said["rows"], said["columns"])
    hidden = [cell for cell in product("ABCD", repeat=2) if cell not in shown]
    cell = data.draw(st.sampled_from(hidden))
    auditor = Auditor(shown, said["rows"], said["columns"], NAMES)

    assert auditor.could_be(cell, 0)
    assert auditor.could_be(cell, K)


def _first(table, cell, number) -> int:
    name = "".join(cell)
    return say(NOTHING, number, on=DAY, secret=draw(table, name, 0)).shown


def test_the_auditor_finds_a_cell_that_can_be_computed():
    """Or the test above could not fail: margins without a lag would betray what is left over."""
    auditor = Auditor({("A", "A"): 90}, {"A": 40}, {"A": 40}, ["A"])

    assert not auditor.could_be(("A", "A"), 0)
    assert not Auditor({("A", "B"): 100}, {"A": 100 - WIDTH + 5}, {"B": 300}, ["A", "B"]).could_be(
        ("A", "A"), K
    )
