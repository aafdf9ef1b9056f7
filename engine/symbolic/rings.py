"""What is met after no choice, after one, after two and so on: rings, which show the shortest plays.

May import what stands before it in its room.
"""

from heapq import heappop, heappush
from typing import Final

from engine.symbolic.program import Program
from engine.symbolic.reach import Reached, Stop, Stopped
from engine.symbolic.sets import S, Sets, TooLarge

OFTEN: Final = 64
"""After how many sets that were sent on somebody is asked whether to go on."""


def by_rings(program: Program, sets: Sets[S], stop: Stop, room: int, work: int | None = None) -> Reached[S]:
    """Return what can be come to, choice by choice.

    All rings together may weigh as much as there is `room`. It ends early after more `work` than that, if that is not
    None: the weight of every set that is sent on, as often as that is done.
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
    count = done = 0
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
                done += weight * len(program.out[node])
        if not ring:
            return
        if room < 0 or (work is not None and done > work):
            raise TooLarge
        rings.append(ring)
        arriving, resting = {}, {}
        for node, states in ring.items():
            count += 1
            if not count % OFTEN and stop():
                raise Stopped
            for place, target, rests in program.leads[node]:
                to = image(place, states)
                if to != nothing:
                    goes = resting if rests else arriving
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
