"""How many play-throughs there are, exactly.

May import `explore` for what a count is, `symbolic`, and what stands before it in its room. A number in the lane of a
state is how many ways lead there.
"""

from collections.abc import Mapping
from math import prod
from operator import add
from typing import Final

from engine.explore.counting import Count
from engine.symbolic.cells import repeated
from engine.symbolic.guards import any_of, opposite
from engine.symbolic.program import Program
from engine.vectors.lanes import Frame, Held, Lanes, Vector, widened
from engine.vectors.opened import Members, choosing
from engine.vectors.rounds import Rounds
from engine.vectors.sending import Sending

NARROW: Final = 64
"""How many bits a lane has at first, besides those that are kept free."""


def counted(rounds: Rounds) -> Count:
    """Return how many play-throughs there are.

    Raises:
        Stopped: somebody wanted to stop.
        TooLarge: too much would be waiting to be sent on.

    """
    if rounds.circling:
        return Count(None)
    counting = _Counting(rounds)
    counting.begin(1)
    return Count(counting.ended)


def gain(program: Program) -> int:
    """Return how many times larger than all that comes from one number to a node may be, at most, in one round."""
    found = [1] * len(program.nodes)
    kept = program.layout.kept
    for edge in program.edges:
        gone = program.nodes[edge.source].fields & ~program.nodes[edge.target].fields
        meet = prod(len(each.stands) for field, each in kept.items() if gone >> field & 1)
        meet *= prod(max(table.count(code) for code in set(table)) for table in edge.tables.values())
        found[edge.target] += meet * (1 if edge.slot is None else len(program.slots[edge.slot].choices))
    return max(found)


class _Counting(Sending):
    """Sends on how many ways lead to each state.

    The highest bits of each lane are kept free: so many that nothing can overflow before it is looked whether some are
    taken. Then all lanes are made wider.
    """

    def __init__(self, rounds: Rounds) -> None:
        self.sets, self.ending, self.ended = rounds.sets, rounds.ending, 0
        self.free = gain(rounds.program).bit_length()
        super().__init__(self._lanes(NARROW), rounds.rings, rounds.facts.stop)

    def _lanes(self, bits: int) -> Lanes:
        lanes = Lanes(self.sets, bits + self.free + 7 & -8, lambda _cells: add)
        more = max(frame.lanes for frame in lanes.frames).bit_length()
        if more > self.free:  # the lanes of one block are added as well
            self.free = more
            return self._lanes(bits)
        self.full = dict[int, int]()
        self.keeps = dict[int, Vector]()
        self.stuck = dict[int, Held | None]()
        self.members = dict[int, Members]()
        return lanes

    def ready(self, moving: dict[int, Vector]) -> dict[int, Vector]:
        """Make lanes wider if some have little room left."""
        while any(self._is_full(self.lanes.frames[node], vector) for node, vector in moving.items()):
            old, self.lanes = self.lanes, self._lanes((self.lanes.width - self.free) * 5 // 4)
            moving = {node: widened(old, self.lanes, node, vector) for node, vector in moving.items()}
            self.pending = {node: widened(old, self.lanes, node, vector) for node, vector in self.pending.items()}
            self.room = sum(self.lanes.size(node, vector) for node, vector in self.pending.items())
        return moving

    def _is_full(self, frame: Frame, vector: Vector) -> bool:
        full = self.full.get(frame.lanes)
        if full is None:
            width = self.lanes.width
            full = repeated((1 << self.free) - 1 << width - self.free, width, frame.lanes)
            self.full[frame.lanes] = full
        return any(block & full for block in vector.values())

    def pass_on(self, node: int, vector: Vector) -> None:
        """Count what ends at a node, and send the rest on."""
        if node in self.ending:
            if node not in self.keeps:
                self.keeps[node] = self.lanes.spread(node, self.ending[node])
            vector = among(vector, self.keeps[node])
        self._count(node, vector)
        for place in self.program.out[node]:
            slot = self.program.edges[place].slot
            members = None if slot is None else self._members(node, slot)
            self.send(place, vector, members.times if members else None)

    def _count(self, node: int, vector: Vector) -> None:
        if not self.program.nodes[node].rests:
            return
        if node not in self.stuck:
            open_ = any_of(self.program.slots[slot].open for slot in choosing(self.program, node))
            self.stuck[node] = None if open_ is True else self.lanes.frames[node].holding(opposite(open_))
        if (held := self.stuck[node]) is not None:
            self.ended += self.lanes.total(node, among(vector, held))

    def _members(self, node: int, number: int) -> Members | None:
        slot = self.program.slots[number]
        if slot.field is None:
            return None
        if number not in self.members:
            self.members[number] = Members(self.lanes.frames[node], slot)
        return self.members[number]


def among(vector: Vector, held: Mapping[int, int]) -> Vector:
    """Return what of a vector is in some lanes; of blocks that are not in `held` nothing is."""
    found = Vector()
    for place, block in vector.items():
        lanes = held[place] if isinstance(held, Held) else held.get(place, 0)
        if part := block & lanes:
            found[place] = part
    return found
