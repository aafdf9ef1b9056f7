"""What can still come, from every state: endings, choices.

May import floors 0 and 1, and what stands before it in its room. Sets are whole numbers with a bit for each, joined
backwards along the order of the states; in a circle all have the same ahead of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.explore.circles import Order
from engine.explore.graph import Graph


@dataclass(frozen=True, eq=False)
class Ahead:
    """What lies ahead in a complete graph, as sets of bits: the slots, by their places, and behind them the endings.

    `states` says it for each state. Of each slot, `before` joins what lay ahead of the states that offer it, `after`
    what lies ahead of those that it leads to.
    """

    graph: Graph
    states: Sequence[int]
    before: Sequence[int]
    after: Sequence[int]

    def endings(self, ahead: int) -> int:
        """Return of a set the endings alone, by their places in `Story.endings`."""
        return ahead >> len(self.graph.slots)


def ahead(graph: Graph, order: Order) -> Ahead:
    """Return what lies ahead in a complete graph."""
    found = [0] * len(graph.states)
    for number, states in enumerate(graph.endings.values()):
        for state in states:
            found[state] = 1 << number + len(graph.slots)
    slots = [len(graph.slots) if passage.slot is None else passage.slot for passage in graph.passages]
    bits = [1 << slot for slot in slots]
    before, after = [0] * (len(graph.slots) + 1), [0] * (len(graph.slots) + 1)
    ends, targets, taken = graph.ends, graph.targets, graph.taken
    for group in reversed(order.groups):
        states = [group] if isinstance(group, int) else group
        joined = 0
        for state in states:
            joined |= found[state]
            for edge in range(ends[state - 1] if state else 0, ends[state]):
                joined |= found[targets[edge]] | bits[taken[edge]]
        for state in states:
            found[state] = joined
        for state in states:  # only now: the states of a circle lead to each other
            for edge in range(ends[state - 1] if state else 0, ends[state]):
                slot = slots[taken[edge]]
                before[slot] |= joined
                after[slot] |= found[targets[edge]]
    return Ahead(graph, found, before[:-1], after[:-1])


def traps(found: Ahead) -> list[int]:
    """Return the states that are no dead end and from which no ending can be reached, those nearest first."""
    first = 1 << len(found.graph.slots)
    return [state for state, bits in enumerate(found.states) if bits < first and found.graph.edges(state)]


def closing(found: Ahead) -> Mapping[str, tuple[int, ...]]:
    """Return, for each ending, the slots after which it is out of reach for good.

    From at least one state in which such a slot is taken it could be come to before, and from none it can be after.
    """
    closed = [found.endings(was & ~now) for was, now in zip(found.before, found.after, strict=True)]
    return {
        name: tuple(slot for slot, bits in enumerate(closed) if bits >> number & 1)
        for number, name in enumerate(found.graph.endings)
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
    ends, sources = graph.backwards()
    for state in waiting:  # which grows meanwhile
        for source in sources[ends[state - 1] if state else 0 : ends[state]]:
            if not reached[source]:
                reached[source] = 1
                waiting.append(source)
    return reached
