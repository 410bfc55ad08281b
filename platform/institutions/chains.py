"""Who vouches for whom, as a graph: how long its chains are, and whether one closes to a ring."""

from collections.abc import Collection, Mapping

LONGEST = 3  # steps from an institution with papers
Graph = Mapping[int, Collection[int]]  # who was vouched for → who vouches for them; nobody else is a key


def depth(graph: Graph, one: int, most: int = LONGEST + 1) -> int:
    """0 for an institution with papers, else one step more than the deeper of those who vouch for it.

    What is longer than `most` counts as `most`, so that a ring, too, has an answer.
    """
    if one not in graph or most == 0:
        return 0
    return 1 + max((depth(graph, voucher, most - 1) for voucher in graph[one]), default=0)


def above(graph: Graph, one: int) -> set[int]:
    """Everybody on whom `one` rests, directly or over others."""
    found: set[int] = set()
    waiting = list(graph.get(one, ()))
    while waiting:
        voucher = waiting.pop()
        if voucher not in found:
            found.add(voucher)
            waiting.extend(graph.get(voucher, ()))
    return found


def closes_a_ring(graph: Graph, one: int, vouchers: Collection[int]) -> bool:
    """Would `one`, vouched for by these, rest on itself?"""
    return one in above({**graph, one: vouchers}, one)


def is_too_long(graph: Graph, one: int, vouchers: Collection[int]) -> bool:
    """Would `one`, vouched for by these, or anybody who rests on it, be more than three steps from papers?"""
    then = {**graph, one: vouchers}
    changed = [other for other in then if other == one or one in above(then, other)]
    return any(depth(then, other) > LONGEST for other in changed)
