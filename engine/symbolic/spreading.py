"""Everything that can be come to, or that leads somewhere: all states of a node at once, without rings.

May import what stands before it in its room. What leads back to its own node is followed there first, choice after
choice on the growing set: what is only new has less of a pattern, and makes far larger diagrams. In a circle of nodes
it is always the turn of the first in the order of a walk through it (reverse postorder, as analyses of programs have
it): so a hub is done with whatever one errand brings back before the next errand is begun. Going round through all of
them asks for a tenth of the images, but of sets with less of a pattern, up to fifty times as large. A node asks for
what leads to it only when it is its turn: what grows again before that is followed once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Generic

from engine.symbolic.history import History
from engine.symbolic.program import Edge, Program
from engine.symbolic.reach import Reached, Stop, Stopped
from engine.symbolic.sets import S, Sets, TooLarge


def at_once(program: Program, sets: Sets[S], stop: Stop, room: int | None = None, *, plays: bool = True) -> Reached[S]:
    """Return what can be come to, all states of a node together, a hub until nothing new comes of it.

    To show `plays`, it is kept how sets grew: as much of it as may weigh `room`, if that is not None, and as the sets
    that are looked for do not need.
    """
    found = Reached(program, sets, [sets.nothing] * len(program.nodes))
    if plays:
        found.history = History(sets, room)
    try:
        _AtOnce(found, stop).spread()
    except Stopped:
        found.why = "stopped"
    except TooLarge:
        found.why = "limit"
    return found


class _AtOnce(Generic[S]):
    """A search that brings sets on as they grow."""

    def __init__(self, found: Reached[S], stop: Stop) -> None:
        self.found, self.program, self.sets, self.stop = found, found.program, found.sets, stop
        self.loops, self.into = _apart(found.program, found.sets, found.program.into, lambda edge: edge.source)
        self.onto = [{edge.target for edge in edges} for edges in _edges(found.program, found.program.out)]

    def spread(self) -> None:
        """Bring sets on until nothing new comes of it."""
        program, found = self.program, self.found
        turns, news = _Turns(program.order, program.walk), _News(program)
        turns.add(program.start)
        begun = {program.start: self.sets.one(program.start, program.codes)}
        while turns:
            node = turns.take()
            before = found.states[node]
            known = before | begun.pop(node) if node in begun else before
            for place in self.into[node]:
                source = program.edges[place].source
                if news.of(place, source):
                    known = known | self._image(place, found.states[source])
            if known != before:
                self._grown(node, known, None)
                self._around(node)
                news.grown(node)
                turns.add(*self.onto[node])

    def _around(self, node: int) -> None:
        """Follow what leads back to a node, until none of it adds anything."""
        places, at, idle = self.loops[node], 0, 0
        while idle < len(places):
            known = self.found.states[node]
            more = known | self._image(places[at], known)
            if more == known:
                idle += 1
            else:
                idle = 0
                self._grown(node, more, places[at])
            at = (at + 1) % len(places)

    def _image(self, place: int, states: S) -> S:
        if self.stop():
            raise Stopped
        try:
            return self.sets.image(place, states)
        except TooLarge:
            if self.found.history is None:
                raise
        self.found.history = None  # better long ways to plays than no answer
        return self.sets.image(place, states)

    def _grown(self, node: int, states: S, by: int | None) -> None:
        self.found.states[node] = states
        if self.found.history is not None and self.program.nodes[node].rests:
            self.found.history.note(node, states, by)


class _Turns:
    """The nodes that have to be looked at: that with the lowest `order` first, of these that with the lowest `walk`."""

    def __init__(self, order: Sequence[int], walk: Sequence[int]) -> None:
        self.order, self.walk = order, walk
        self.waiting = set[int]()
        self.first: list[tuple[int, int, int]] = []

    def __bool__(self) -> bool:
        return bool(self.first)

    def add(self, *nodes: int) -> None:
        """Let nodes be looked at."""
        for node in nodes:
            if node not in self.waiting:
                self.waiting.add(node)
                heappush(self.first, (self.order[node], self.walk[node], node))

    def take(self) -> int:
        """Return the node whose turn it is."""
        node = heappop(self.first)[-1]
        self.waiting.discard(node)
        return node


class _News:
    """Whether a node has grown since it was last asked for along an edge."""

    def __init__(self, program: Program) -> None:
        self.times, self.asked = [0] * len(program.nodes), [0] * len(program.edges)

    def grown(self, node: int) -> None:
        """Note that a node has grown."""
        self.times[node] += 1

    def of(self, place: int, node: int) -> bool:
        """Tell whether there are news of a node at an edge, and note that they were asked for."""
        asked, self.asked[place] = self.asked[place], self.times[node]
        return asked != self.times[node]


def leading_to(found: Reached[S], goals: Mapping[int, S], stop: Stop) -> list[S]:
    """Return, for each node, the states that can be come to and from which some play comes to the goals, or is there.

    What cannot be come to is followed as well, and left out only at the end: without that, sets have more of a pattern.
    It is left out before where they have grown to half of what can be come to: then that bounds them.

    Raises:
        Stopped: somebody wanted to stop.
        TooLarge: the sets need more room.

    """
    program, sets = found.program, found.sets
    loops, out = _apart(program, sets, program.out, lambda edge: edge.target)
    from_ = [{edge.source for edge in edges} for edges in _edges(program, program.into)]
    done = [sets.nothing] * len(program.nodes)
    most = [sets.weight(states) // 2 for states in found.states]
    turns, news = _Turns([-each for each in program.order], [-each for each in program.walk]), _News(program)
    turns.add(*goals)
    goals = {node: states & found.states[node] for node, states in goals.items()}
    while turns:
        node = turns.take()
        if found.states[node] == sets.nothing:
            continue
        came = goals.pop(node, sets.nothing)
        for place in out[node]:
            if news.of(place, target := program.edges[place].target):
                if stop():
                    raise Stopped
                came = came | sets.preimage(place, done[target])
        if sets.weight(came) > most[node]:
            came = came & found.states[node]
        known = done[node] | came
        if known != done[node]:
            done[node] = _back_around(sets, known, loops[node], stop)
            news.grown(node)
            turns.add(*from_[node])
    for node, met in enumerate(found.states):
        done[node] = done[node] & met  # in place: all sets twice may be a lot
    return done


def _back_around(sets: Sets[S], known: S, places: Sequence[int], stop: Stop) -> S:
    """Return all that comes to what is known by what leads back to its own node."""
    at, idle = 0, 0
    while idle < len(places):
        if stop():
            raise Stopped
        more = known | sets.preimage(places[at], known)
        idle = idle + 1 if more == known else 0
        known, at = more, (at + 1) % len(places)
    return known


def _edges(program: Program, places: Sequence[Sequence[int]]) -> Iterator[list[Edge]]:
    return ([program.edges[place] for place in each] for each in places)


def _apart(
    program: Program, sets: Sets[S], edges: Sequence[Sequence[int]], leads: Callable[[Edge], int]
) -> tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]:
    """Return, for each node, the edges that lead back to it, in the order that is best for the sets, and all others."""
    loops = [[place for place in places if leads(program.edges[place]) == node] for node, places in enumerate(edges)]
    on = [[place for place in places if leads(program.edges[place]) != node] for node, places in enumerate(edges)]
    return [sorted(places, key=sets.depth, reverse=True) for places in loops], on
