"""How many different play-throughs there are: exactly, or that there is no end of them.

May import floors 0 and 1, and what stands before it in its room. A play-through is a list of choices and draws from the
beginning to an ending or a dead end.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.explore.menus import Net


@dataclass(frozen=True, slots=True)
class Count:
    """How many play-throughs there are; None where there is no end of them, and then a circle of states."""

    number: int | None
    circle: tuple[int, ...] = ()


def counted(net: Net) -> Count:
    """Return how many play-throughs a complete graph holds.

    Backwards: an end is one way to the end, any other state as many as all that it leads to together. A circle from
    which an end can be reached can be gone round as often as one likes.
    """
    graph = net.graph
    ways: list[int | None] = [0] * len(graph.ends)
    circle = tuple[int, ...]()
    for group in reversed(net.order.groups):
        if isinstance(group, int):
            ways[group] = _ways(net, ways, group)
        elif _leaves(net, ways, group):
            circle = tuple(group)
            for state in group:
                ways[state] = None
    total = 0
    for state, _way in net.starts():
        if (found := ways[state]) is None:
            return Count(None, circle)
        total += found
    return Count(total)


def _leaves(net: Net, ways: Sequence[int | None], group: Sequence[int]) -> bool:
    """Tell whether a circle leads to an end."""
    graph = net.graph
    return any(ways[graph.targets[edge]] != 0 for state in group for edge in graph.edges(state))


def _ways(net: Net, ways: Sequence[int | None], state: int) -> int | None:
    graph = net.graph
    edges = graph.edges(state)
    if not edges:
        return 1
    total = 0
    for edge, way in zip(edges, net.menus[net.menu[state]].ways, strict=True):
        ahead = ways[graph.targets[edge]]
        if ahead is None:
            return None
        total += ahead * way.passage.times
    return total
