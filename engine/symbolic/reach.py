"""Everything that a play can come to, as one set of states for each node; and what can still come from there.

May import what stands before it in its room. *Rings* are what is met after no choice, after one, two and so on; they
show shortest plays. Where they cost too much, sets are sent on as they come, and no play is known to be shortest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final, Generic, Literal

from engine.symbolic.program import Edge, Program
from engine.symbolic.sets import S, Sets, TooLarge

Why = Literal["", "limit", "stopped"]
Stop = Callable[[], bool]
"""What is asked again and again, and returns whether to stop."""

OFTEN: Final = 64
"""After how many sets that were sent on somebody is asked whether to go on."""


class Stopped(Exception):  # noqa: N818 - named for what happened
    """Somebody wanted to stop."""


@dataclass(frozen=True, slots=True)
class Grown(Generic[S]):
    """All that was known of a node at some time; it came by one step from what was known before of any node."""

    node: int
    states: S


@dataclass(eq=False)
class Reached(Generic[S]):
    """What can be come to: for each node the states, in `states`.

    With `rings`, these hold for each number of choices the states that are first met after as many, by node; without,
    `history` tells how the sets grew. `work` is how much that was: the weight of every set that was sent on, as
    often as that was done. `why` says why the search ended before all was found, if it did; what was
    found is sound all the same.
    """

    program: Program
    sets: Sets[S]
    states: list[S]
    rings: list[dict[int, S]] | None = None
    history: list[Grown[S]] = field(default_factory=list)
    why: Why = ""
    work: int = 0

    def size(self) -> int:
        """Return how many states a play can rest in."""
        return sum(self.sets.size(node, states) for node, states in self.resting().items())

    def resting(self) -> Mapping[int, S]:
        """Return the states at rest, for each scene by the first of its nodes, those that were stopped among them."""
        program, found = self.program, dict[str, tuple[int, S]]()
        for at, node in enumerate(program.nodes):
            if node.rests and self.states[at] != self.sets.nothing:
                first, states = found.get(node.scene, (at, self.sets.nothing))
                found[node.scene] = first, states | self.states[at]
        return dict(found.values())


def by_rings(program: Program, sets: Sets[S], stop: Stop, room: int, work: int | None = None) -> Reached[S]:
    """Return what can be come to, choice by choice.

    All rings together may weigh as much as there is `room`; it ends early after more `work` than that.
    """
    found = Reached(program, sets, [sets.nothing] * len(program.nodes), rings=[])
    try:
        _rings(found, stop, room, work)
    except Stopped:
        found.why = "stopped"
    except TooLarge:
        found.why = "limit"
    return found


def _rings(found: Reached[S], stop: Stop, room: int, work: int | None) -> None:
    program, sets, rings = found.program, found.sets, found.rings
    assert rings is not None  # noqa: S101 - as it was made
    nothing, image = sets.nothing, sets.image
    arriving: dict[int, S] = {program.start: sets.one(program.start, program.codes)}
    resting: dict[int, S] = {}
    count = 0
    while arriving or resting:
        _settled(found, arriving, resting)
        ring = dict[int, S]()
        for node, states in resting.items():
            new = states & ~found.states[node]
            if new != nothing:
                found.states[node] = found.states[node] | new
                ring[node] = new
                weight = sets.weight(new)
                room -= weight
                found.work += weight * len(program.out[node])
        if not ring:
            return
        if room < 0 or (work is not None and found.work > work):
            raise TooLarge
        rings.append(ring)
        arriving, resting = {}, {}
        for node, states in ring.items():
            count += 1
            if not count % OFTEN and stop():
                raise Stopped
            for place in program.out[node]:
                to = image(place, states)
                if to != nothing:
                    target = program.edges[place].target
                    goes = resting if program.nodes[target].rests else arriving
                    known = goes.get(target)
                    goes[target] = to if known is None else known | to


def _settled(found: Reached[S], arriving: dict[int, S], resting: dict[int, S]) -> None:
    """Send those who arrive on until they rest; only those who had not arrived there before."""
    program, sets = found.program, found.sets
    waiting = sorted(program.rank[node] for node in arriving)
    while waiting:
        node = program.arrivals[heappop(waiting)]
        new = arriving.pop(node) & ~found.states[node]
        if new == sets.nothing:
            continue
        found.states[node] = found.states[node] | new
        for place in program.out[node]:
            to = sets.image(place, new)
            if to == sets.nothing:
                continue
            target = program.edges[place].target
            if program.nodes[target].rests:
                resting[target] = resting[target] | to if target in resting else to
            elif target in arriving:
                arriving[target] = arriving[target] | to
            else:
                arriving[target] = to
                heappush(waiting, program.rank[target])


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
    """A search that sends whole sets on.

    What leads back to its own node is followed there first, choice after choice on the growing set: sets of what is
    only new have less of a pattern, and make far larger diagrams.
    """

    def __init__(self, found: Reached[S], stop: Stop, room: int) -> None:
        self.found, self.program, self.sets, self.stop, self.room = found, found.program, found.sets, stop, room
        self.round, self.on = _apart(found.program, found.sets, found.program.out, lambda edge: edge.target)

    def spread(self) -> None:
        """Send sets on until nothing new comes of it."""
        program, sets, found, order = self.program, self.sets, self.found, self.program.order
        pending: dict[int, S] = {program.start: sets.one(program.start, program.codes)}
        waiting = [(order[program.start], -program.start)]
        while waiting:
            _number, node = heappop(waiting)
            before = found.states[-node]
            known = before | pending.pop(-node, sets.nothing)
            if known == before:
                continue
            self._grown(-node, known)
            self._around(-node)
            new = found.states[-node] & ~before
            for place in self.on[-node]:
                target = program.edges[place].target
                to = self._image(place, new)
                if to != sets.nothing:
                    if target not in pending:  # in a circle what lies further on comes first
                        heappush(waiting, (order[target], -target))
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
        return self.sets.image(place, states)

    def _grown(self, node: int, states: S) -> None:
        self.found.states[node] = states
        self.room -= self.sets.weight(states)
        if self.room >= 0:
            self.found.history.append(Grown(node, states))


def _apart(
    program: Program, sets: Sets[S], edges: Sequence[Sequence[int]], leads: Callable[[Edge], int]
) -> tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]:
    """Return, for each node, the edges that lead back to it, in the order that is best for the sets, and all others."""
    round_ = [[place for place in places if leads(program.edges[place]) == node] for node, places in enumerate(edges)]
    on = [[place for place in places if leads(program.edges[place]) != node] for node, places in enumerate(edges)]
    return [sorted(places, key=sets.depth, reverse=True) for places in round_], on


def leading_to(found: Reached[S], goals: Mapping[int, S], stop: Stop) -> list[S]:
    """Return, for each node, the states that can be come to and from which some play comes to the goals, or is there.

    Raises:
        Stopped: somebody wanted to stop.
        TooLarge: the sets need more room.

    """
    program, sets, order = found.program, found.sets, found.program.order
    round_, back = _apart(program, sets, program.into, lambda edge: edge.source)
    done = [sets.nothing] * len(program.nodes)
    pending = {node: states & found.states[node] for node, states in goals.items()}
    waiting = [(-order[node], node) for node in pending]
    waiting.sort()
    while waiting:
        _number, node = heappop(waiting)
        if node not in pending:
            continue
        known = done[node] | pending.pop(node)
        if known == done[node]:
            continue
        done[node] = _back_around(found, node, known, round_[node], stop)
        for place in back[node]:
            if stop():
                raise Stopped
            source = program.edges[place].source
            came = sets.preimage(place, done[node]) & found.states[source]
            if came != sets.nothing:
                if source not in pending:
                    heappush(waiting, (-order[source], source))
                pending[source] = pending[source] | came if source in pending else came
    return done


def _back_around(found: Reached[S], node: int, known: S, places: Sequence[int], stop: Stop) -> S:
    grows = True
    while grows:
        before = known
        for place in places:
            if stop():
                raise Stopped
            known = known | found.sets.preimage(place, known) & found.states[node]
        grows = known != before
    return known


def never() -> bool:
    """Go on whatever happens."""
    return False


def unlike(sets: Sets[S], nodes: Iterable[int], states: Sequence[S], others: Sequence[S]) -> dict[int, S]:
    """Return, for some nodes, the states that are not among others, where there are any."""
    found = {node: states[node] & ~others[node] for node in nodes}
    return {node: left for node, left in found.items() if left != sets.nothing}
