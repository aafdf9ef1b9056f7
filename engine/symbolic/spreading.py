"""Everything that can be come to, or that leads somewhere: all states of a node at once, without rings.

May import what stands before it in its room. What leads back to its own node is followed there first, choice after
choice on the growing set: what is only new has less of a pattern, and makes far larger diagrams. In a circle of nodes
they come in the order of a walk through it: what leads on before what it leads to (reverse postorder,
as analyses of programs have it).
"""

from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush
from typing import Generic

from engine.symbolic.program import Edge, Program
from engine.symbolic.reach import Grown, Reached, Stop, Stopped
from engine.symbolic.sets import S, Sets, TooLarge


def at_once(program: Program, sets: Sets[S], stop: Stop, room: int) -> Reached[S]:
    """Return what can be come to, all states of a node together, a hub until nothing new comes of it.

    The sets that are kept to show plays may weigh as much as there is `room`; what is more is not kept.
    """
    found = Reached(program, sets, [sets.nothing] * len(program.nodes))
    try:
        _AtOnce(found, stop, room).spread()
    except Stopped:
        found.why = "stopped"
    except TooLarge:
        found.why = "limit"
    return found


class _AtOnce(Generic[S]):
    """A search that sends sets on as they come."""

    def __init__(self, found: Reached[S], stop: Stop, room: int) -> None:
        self.found, self.program, self.sets, self.stop, self.room = found, found.program, found.sets, stop, room
        self.round, self.on = _apart(found.program, found.sets, found.program.out, lambda edge: edge.target)

    def spread(self) -> None:
        """Send sets on until nothing new comes of it."""
        program, sets, found = self.program, self.sets, self.found
        order, walk = program.order, program.walk
        pending: dict[int, S] = {program.start: sets.one(program.start, program.codes)}
        waiting = [(order[program.start], walk[program.start], program.start)]
        while waiting:
            _circle, _place, node = heappop(waiting)
            before = found.states[node]
            known = before | pending.pop(node, sets.nothing)
            if known == before:
                continue
            self._grown(node, known)
            self._around(node)
            new = found.states[node] & ~before
            for place in self.on[node]:
                target = program.edges[place].target
                to = self._image(place, new)
                if to != sets.nothing:
                    if target not in pending:
                        heappush(waiting, (order[target], walk[target], target))
                    pending[target] = pending[target] | to if target in pending else to

    def _around(self, node: int) -> None:
        """Follow what leads back to a node, until a whole round adds nothing."""
        grows = True
        while grows:
            before = self.found.states[node]
            for place in self.round[node]:
                known = self.found.states[node]
                more = known | self._image(place, known)
                if more != known:
                    self._grown(node, more)
            grows = self.found.states[node] != before

    def _image(self, place: int, states: S) -> S:
        if self.stop():
            raise Stopped
        self.found.work += self.sets.weight(states)
        try:
            return self.sets.image(place, states)
        except TooLarge:
            if not self.found.history:
                raise
        self.found.history.clear()  # better no plays than no answer
        self.room = -1
        return self.sets.image(place, states)

    def _grown(self, node: int, states: S) -> None:
        self.found.states[node] = states
        self.room -= self.sets.weight(states)
        if self.room >= 0:
            self.found.history.append(Grown(node, states))


def leading_to(found: Reached[S], goals: Mapping[int, S], stop: Stop) -> list[S]:
    """Return, for each node, the states that can be come to and from which some play comes to the goals, or is there.

    What cannot be come to is followed as well, and left out only at the end: without that, sets have more of a pattern.

    Raises:
        Stopped: somebody wanted to stop.
        TooLarge: the sets need more room.

    """
    program, sets, order, walk = found.program, found.sets, found.program.order, found.program.walk
    round_, back = _apart(program, sets, program.into, lambda edge: edge.source)
    done = [sets.nothing] * len(program.nodes)
    pending = {node: states & found.states[node] for node, states in goals.items()}
    waiting = [(-order[node], -walk[node], node) for node in pending]
    waiting.sort()
    while waiting:
        _circle, _place, node = heappop(waiting)
        if node not in pending:
            continue
        known = done[node] | pending.pop(node)
        if known == done[node]:
            continue
        done[node] = _back_around(sets, known, round_[node], stop)
        for place in back[node]:
            if stop():
                raise Stopped
            source = program.edges[place].source
            if found.states[source] == sets.nothing:
                continue
            came = sets.preimage(place, done[node])
            if came != sets.nothing:
                if source not in pending:
                    heappush(waiting, (-order[source], -walk[source], source))
                pending[source] = pending[source] | came if source in pending else came
    return [states & met for states, met in zip(done, found.states, strict=True)]


def _back_around(sets: Sets[S], known: S, places: Sequence[int], stop: Stop) -> S:
    """Return all that comes to what is known by what leads back to its own node."""
    grows = True
    while grows:
        before = known
        for place in places:
            if stop():
                raise Stopped
            known = known | sets.preimage(place, known)
        grows = known != before
    return known


def _apart(
    program: Program, sets: Sets[S], edges: Sequence[Sequence[int]], leads: Callable[[Edge], int]
) -> tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]:
    """Return, for each node, the edges that lead back to it, in the order that is best for the sets, and all others."""
    round_ = [[place for place in places if leads(program.edges[place]) == node] for node, places in enumerate(edges)]
    on = [[place for place in places if leads(program.edges[place]) != node] for node, places in enumerate(edges)]
    return [sorted(places, key=sets.depth, reverse=True) for places in round_], on
