"""Chains and rings, against a slow and simple answer."""

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from institutions import chains

PEOPLE = range(6)
graphs = st.dictionaries(
    st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(PEOPLE), min_size=1, max_size=2), max_size=6
)
pairs = st.frozensets(st.sampled_from(PEOPLE), min_size=1, max_size=2)


def paths(graph):
    """Every way up that meets nobody twice, from the one vouched for to a voucher of a voucher."""
    for length in range(2, len(PEOPLE) + 1):
        for way in permutations(PEOPLE, length):
            if all(higher in graph.get(lower, ()) for lower, higher in pairwise(way)):
                yield way


def has_a_ring(graph) -> bool:
    return any(one in graph[one] for one in graph) or any(
        way[0] in graph.get(way[-1], ()) for way in paths(graph)
    )


@given(graphs, st.sampled_from(PEOPLE), pairs)
def test_a_ring_is_found_exactly_when_there_is_one(graph, one, vouchers):
    graph.pop(one, None)
    if has_a_ring(graph):
        return

    assert chains.closes_a_ring(graph, one, vouchers) == has_a_ring({**graph, one: vouchers})


@given(graphs, st.sampled_from(PEOPLE))
def test_depth_is_the_longest_way_up(graph, one):
    if has_a_ring(graph):
        assert chains.depth(graph, one) <= chains.LONGEST + 1
        return

    longest = max((len(way) - 1 for way in paths(graph) if way[0] == one), default=0)

    assert chains.depth(graph, one) == min(longest, chains.LONGEST + 1)


@given(graphs, st.sampled_from(PEOPLE), pairs)
def test_a_chain_is_too_long_exactly_when_a_way_through_it_is(graph, one, vouchers):
    then = {**graph, one: vouchers}
    if has_a_ring(then):
        return
    longest = max(len(way) - 1 for way in paths(then) if one in way[:-1])

    assert chains.is_too_long(graph, one, vouchers) == (longest > chains.LONGEST)


@given(graphs, st.sampled_from(PEOPLE))
def test_above_is_everybody_on_a_way_up(graph, one):
    expected = {way[-1] for way in paths(graph) if way[0] == one}

    assert chains.above(graph, one) - {one} == expected
