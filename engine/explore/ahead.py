"""What can still come, from every state: endings, choices, scenes.

May import floors 0 and 1, and what stands before it in its room. Sets are whole numbers with a bit for each, joined
backwards along the order of the states; in a circle all have the same ahead of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.explore.circles import Order
from engine.explore.graph import Graph


@dataclass(frozen=True, eq=False)
class Ahead:
    """For each state of a complete graph the endings that can still be come to, and the slots that can be taken.

    Sets of bits: of endings by their place in `Story.endings`, of slots by their place in `Graph.slots`.
    """

    endings: Sequence[int]
    slots: Sequence[int]


def ahead(graph: Graph, order: Order) -> Ahead:
    """Return what lies ahead in a complete graph."""
    own = [0] * len(graph.states)
    for number, states in enumerate(graph.endings.values()):
        for state in states:
            own[state] = 1 << number
    bits = [0 if passage.slot is None else 1 << passage.slot for passage in graph.passages]
    nothing = [0] * len(graph.passages)
    return Ahead(_joined(graph, order, own, nothing), _joined(graph, order, [0] * len(graph.states), bits))


def _joined(graph: Graph, order: Order, found: list[int], bits: Sequence[int]) -> Sequence[int]:
    """Return for each state the bits of all steps ahead, and all that is `found` there; which is changed."""
    for group in reversed(order.groups):
        if isinstance(group, int):
            found[group] |= _of(graph, found, bits, group)
        else:
            all_ = 0
            for state in group:
                all_ |= found[state] | _of(graph, found, bits, state)
            for state in group:
                found[state] = all_
    return found


def _of(graph: Graph, found: Sequence[int], bits: Sequence[int], state: int) -> int:
    joined = 0
    for edge in graph.edges(state):
        joined |= found[graph.targets[edge]] | bits[graph.taken[edge]]
    return joined


def traps(graph: Graph, found: Ahead) -> list[int]:
    """Return the states that are no dead end and from which no ending can be reached, those nearest first."""
    return [state for state, endings in enumerate(found.endings) if not endings and graph.edges(state)]


def closing(graph: Graph, found: Ahead) -> Mapping[str, tuple[int, ...]]:
    """Return, for each ending, the slots after which it is out of reach for good.

    From at least one state in which such a slot is taken it could be come to before, and from none it can be after.
    """
    before, after = [0] * len(graph.slots), [0] * len(graph.slots)
    for source, target, taken in graph.steps():
        slot = graph.passages[taken].slot
        assert slot is not None  # noqa: S101 - only the beginning has none
        before[slot] |= found.endings[source]
        after[slot] |= found.endings[target]
    closed = [was & ~now for was, now in zip(before, after, strict=True)]
    return {
        name: tuple(slot for slot, bits in enumerate(closed) if bits >> number & 1)
        for number, name in enumerate(graph.endings)
    }


def can_reach(graph: Graph, goals: Iterable[str]) -> bytearray:
    """Return, for each state, whether some play stands in one of the scenes `goals` there, or comes to one."""
    wanted = set(goals)
    reached = bytearray(len(graph.states))
    waiting = [state for state in range(len(graph.states)) if graph.scene(state).id in wanted]
    arrives = [not wanted.isdisjoint(passage.arrived) for passage in graph.passages]
    waiting += (source for source, _target, taken in graph.steps() if arrives[taken])
    for state in waiting:
        reached[state] = 1
    ends, edges = graph.backwards()
    for state in waiting:  # which grows meanwhile
        for edge in edges[ends[state - 1] if state else 0 : ends[state]]:
            source = graph.source(edge)
            if not reached[source]:
                reached[source] = 1
                waiting.append(source)
    return reached
