"""How often a random play passes from scene to scene.

May import floors 0 and 1, and what stands before it in its room. As in `flow`, each available choice is as likely as
the others and draws go by their weights; these figures are for pictures, to a millionth or so.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from engine.explore.graph import Graph, Passage
from engine.explore.menus import Net

LEFT: Final = 1e-9
"""How much of a play may be left going round before it is no longer followed."""
ROUNDS: Final = 2_000_000
"""How many states may send something on within circles."""


def passes(net: Net) -> Mapping[tuple[str, str], float]:
    """Return how often a random play goes from one scene to another, on average.

    A play that can never end is followed until it begins to go round.
    """
    graph, found = net.graph, defaultdict[tuple[str, str], float](float)
    for passage, often in _taken(net).items():
        for pair in _pairs(graph, graph.passages[passage]):
            found[pair] += often
    return dict(found)


def gone(graph: Graph) -> frozenset[tuple[str, str]]:
    """Return the pairs of scenes of which some play goes from the one to the other."""
    return frozenset(pair for passage in graph.passages for pair in _pairs(graph, passage))


def _pairs(graph: Graph, step: Passage) -> Iterator[tuple[str, str]]:
    here = graph.slots[step.slot].names[0].partition(".")[0] if step.slot is not None else ""
    return ((source, target) for source, target in zip((here, *step.arrived), step.arrived, strict=False) if source)


def _taken(net: Net) -> Mapping[int, float]:
    """Return how often each passage is taken."""
    graph, found = net.graph, defaultdict[int, float](float)
    arriving = defaultdict[int, float](float)
    for state, passage in graph.starts:
        share = graph.passages[passage].weight / graph.passages[passage].of
        found[passage] += share
        arriving[state] += share
    rounds = 0
    for group in net.order.groups:
        states = {group} if isinstance(group, int) else set(group)
        if not isinstance(group, int) and not net.ending[group[0]]:
            continue
        while (left := {state: arriving.pop(state) for state in states if state in arriving}) and rounds < ROUNDS:
            rounds += 0 if isinstance(group, int) else len(states)
            for state, chance in left.items():
                ways = net.menus[net.menu[state]].ways
                for edge, way in zip(graph.edges(state), ways, strict=True):
                    part = chance * way.times / way.of
                    found[graph.taken[edge]] += part
                    if part > LEFT or graph.targets[edge] not in states:
                        arriving[graph.targets[edge]] += part
    return found
