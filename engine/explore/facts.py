"""What a graph shows of what is wrong in a story, with the plays that show it.

May import floors 0 and 1, and what stands before it in its room. Words for it are found by `findings` and `never`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.explore.ahead import Ahead, traps
from engine.explore.findings import Alike, Stuck
from engine.explore.graph import Edge, Graph
from engine.explore.idle import Idle
from engine.explore.moves import Moves, moves, played


def stuck(graph: Graph) -> Iterator[Stuck]:
    """Yield where plays can get stuck, nearest first; true of what was found even if that is not all.

    Raises:
        NotPlayed: never, unless the explorer is wrong.

    """
    ends = set(graph.dead_ends)
    told = set[tuple[str, str | None]]()
    for source, target, taken in _edges(graph) if ends else ():
        if target in ends:
            passage = graph.passages[taken]
            at = graph.scene(target).id, passage.stopped
            if at not in told:
                told.add(at)
                yield Stuck(*at, _shown(graph, [*graph.path(source), Edge(source, target, passage)]))


def _edges(graph: Graph) -> Iterator[tuple[int | None, int, int]]:
    """Yield the beginnings and the steps, each as its source, its target and the place of its passage."""
    yield from ((None, target, taken) for target, taken in graph.starts)
    yield from graph.steps()


def _shown(graph: Graph, path: Sequence[Edge]) -> Moves:
    """Return a path as moves, after the rules of the player have walked it and come to the same end."""
    made = moves(graph, path)
    play = played(graph.story, made)
    assert play.step.state.scene == graph.scene(path[-1].target).id, made  # noqa: S101 - what is said of it would be wrong
    return made


def caught(found: Ahead) -> Mapping[str, Moves]:
    """Return each scene at which a play may be when no ending can be reached any more, for the first time, nearest."""
    graph, trapped, shown = found.graph, set(traps(found)), dict[str, Moves]()
    for source, target, taken in _edges(graph) if trapped else ():
        if target in trapped and source not in trapped and (name := graph.scene(target).id) not in shown:
            shown[name] = _shown(graph, [*graph.path(source), Edge(source, target, graph.passages[taken])])
    return shown


def offered(graph: Graph) -> frozenset[str]:
    """Return the choices that are offered somewhere."""
    return frozenset(name for slot in graph.offered for name in graph.slots[slot].names)


def asked(graph: Graph) -> Mapping[tuple[str, int], set[bool]]:
    """Return what conditions were found to be; for equal choices by any of them, as the rules are asked of one only."""
    groups = {name: slot.names for slot in graph.slots for name in slot.names}
    return {
        (name, number): set[bool]().union(*(graph.asked.get((each, number), ()) for each in groups.get(name, (name,))))
        for name, number in graph.asked
    }


def alike(graph: Graph, found: Iterable[Idle]) -> Iterator[Alike]:
    """Yield choices that make no difference, each with a shortest play that takes it."""
    for each in found:
        yield Alike(each.choice, each.like, _taking(graph, each))


def _taking(graph: Graph, each: Idle) -> Moves:
    path = graph.path(each.state)
    for edge in graph.edges(each.state):
        passage = graph.passages[graph.taken[edge]]
        if passage.slot is not None and graph.slots[passage.slot].names[0] == each.choice:
            return _shown(graph, [*path, Edge(each.state, graph.targets[edge], passage)])
    raise AssertionError(each)
