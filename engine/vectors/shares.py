"""How likely everything is, and how often each dimension is offered and taken on average, in fixed point.

May import `symbolic`, and what stands before it in its room. All is as in `explore/flow`: what stands in the lane of a
state is a row of numbers. The first is how likely a play comes there; then, for each dimension, how likely it does and
was not yet offered in this stay, and not yet taken; and how often it was offered and taken until there, times how
likely that is.

Every division is rounded down, so whatever is not accounted for in the end is what was lost by that, or was still on
its way: no chance is too large, and none is too small by more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import Final

from engine.symbolic.cells import repeated
from engine.vectors.lanes import Change, Lanes, Vector
from engine.vectors.numbers import among
from engine.vectors.opened import Menu, Menus, Practised, choosing
from engine.vectors.rounds import Rounds
from engine.vectors.sending import Sending

PLACES: Final = 80
"""How many binary places there are."""
LEFT: Final = 1 << PLACES - 44
"""How much may be left on its way, in a circle: less than a ten-trillionth."""
ROUNDS: Final = 2_000_000
"""After how many blocks that were sent on in circles these are given up, whatever is left."""
ABOVE: Final = 24
"""How many bits an average has before the point, where there are some.

It is at most how often nodes were sent on, which is less: once each, and in circles as `ROUNDS` allows.
"""


@dataclass(frozen=True, slots=True)
class Shares:
    """For each node at which plays end, its row: how likely that is, then what was offered, then what was taken.

    All are whole numbers, of which `1 << PLACES` are one; averages are times how likely it is. `rest` is how much is
    not accounted for. What never ends is in no row, and is no rest.
    """

    ends: Mapping[int, Sequence[int]]
    rest: int


def shared(rounds: Rounds, practised: Practised) -> Shares:
    """Return how a random play ends.

    Raises:
        Stopped: somebody wanted to stop.
        TooLarge: too much would be waiting to be sent on.

    """
    return _Sharing(rounds, practised).shares()


class _Sharing(Sending):
    def __init__(self, rounds: Rounds, practised: Practised) -> None:
        self.practised, self.count = practised, practised.dimensions
        self.lane = PLACES + 1 + (ABOVE if self.count else 0)
        self.numbers = 1 + 4 * self.count
        self.every, self.fresh = (1 << self.numbers) - 1, (1 << 1 + 2 * self.count) - 1
        super().__init__(
            Lanes(rounds.sets, self.lane * self.numbers, lambda _cells: add), rounds.rings, rounds.facts.stop
        )
        self.ending, self.circling = rounds.ending, bool(rounds.circling)
        self.rows: dict[int, list[int]] = {}
        self.never = 0
        self.keeps = dict[int, Vector]()
        self.menus = Menus(self.lanes)
        self._known = dict[tuple[int, int, int], int]()
        self._second = dict[int, int]()

    def shares(self) -> Shares:
        """Send everything on."""
        self.begin(sum(1 << PLACES + self.lane * number for number in range(1 + 2 * self.count)))
        ended = sum(row[0] for row in self.rows.values())
        wanted = (0, *range(1 + 2 * self.count, self.numbers))
        rows = {node: [row[number] for number in wanted] for node, row in self.rows.items()}
        return Shares(rows, (1 << PLACES) - ended - self.never)

    def leave(self, moving: Mapping[int, Vector]) -> bool:
        """Tell whether almost nothing is left in a circle, or was sent round for long enough."""
        if not self.circling:
            return False  # where no state comes again, it ends by itself
        return self.sent > ROUNDS or sum(self._chance(*each) for each in moving.items()) < LEFT

    def pass_on(self, node: int, vector: Vector) -> None:
        """Note what ends, and divide the rest among what can be chosen."""
        if node in self.ending:
            if node not in self.keeps:
                self.keeps[node] = self.lanes.spread(node, self.ending[node])
            before, vector = self._chance(node, vector), among(vector, self.keeps[node])
            self.never += before - self._chance(node, vector)
        if self.program.nodes[node].rests:
            vector = self._divided(node, vector)
        for place in self.program.out[node] if vector else ():
            self.send(place, vector, self._change(node, place))

    # At a node -------------------------------------------------------------------------------------------------------

    def _divided(self, node: int, vector: Vector) -> Vector:
        """Return what of a vector goes on, shared among what can be chosen; note what ends."""
        menu, found = self.menus[node], Vector()
        for place, block in vector.items():
            counts = menu.counts(place) if menu else {0: self.lanes.frames[node].cells.all}
            if (lanes := counts.get(0)) and (ended := block & lanes):
                self._note(node, ended)
            row = self._offered(menu, node, place, block) if self.count and menu else block
            goes = 0
            for count, lanes in counts.items():
                if count and (part := row & lanes):
                    goes |= self._share(node, part, 1, count)
            if goes:
                found[place] = goes
        return found

    def _note(self, node: int, block: int) -> None:
        """Add up what ends at a node, number by number."""
        row = self.rows.setdefault(node, [0] * self.numbers)
        total = self.lanes.total(node, {0: block})
        for number in range(self.numbers):
            row[number] += total >> self.lane * number & (1 << self.lane) - 1

    def _chance(self, node: int, vector: Vector) -> int:
        """Return how likely a vector is in all."""
        if self.count:
            first = self._lanes(node, 1, self.lane)
            vector = {place: block & first for place, block in vector.items()}
        return self.lanes.total(node, vector)

    def _lanes(self, node: int, numbers: int, bits: int) -> int:
        """Return the lowest bits of some numbers of each row: a bit of `numbers` for each of them."""
        lanes = self.lanes.frames[node].lanes
        found = self._known.get((lanes, numbers, bits))
        if found is None:
            row = sum((1 << bits) - 1 << self.lane * number for number in range(self.numbers) if numbers >> number & 1)
            found = self._known[lanes, numbers, bits] = repeated(row, self.lanes.width, lanes)
        return found

    def _share(self, node: int, block: int, times: int, of: int) -> int:
        """Return `times` out of `of` of every number, rounded down.

        Every second number is worked out by itself, so that each has the room of two.
        """
        if times == of:
            return block
        if times == 1 and not of & of - 1:
            by = of.bit_length() - 1
            return block >> by & self._lanes(node, self.every, self.lane - by)
        lane, by = self.lane, (times << self.lane) // of
        evens = self._evens(self.lanes.frames[node].lanes * self.numbers)
        even = (block & evens) * by >> lane & evens
        odd = (block >> lane & evens) * by >> lane & evens
        return even | odd << lane

    def _evens(self, lanes: int) -> int:
        """Return every second of so many numbers, from the first."""
        if lanes not in self._second:
            self._second[lanes] = repeated((1 << self.lane) - 1, 2 * self.lane, lanes + 1 >> 1)
        return self._second[lanes]

    def _offered(self, menu: Menu, node: int, place: int, block: int) -> int:
        """Add what is offered, where it is a decision, and was not yet in this stay."""
        new = 0
        for dimension in range(self.count):
            practising = self.practised.by(dimension, choosing(self.program, node))
            if practising and (lanes := menu.offers(place, practising)):
                new |= block & lanes & self._lanes(node, 2 << dimension, self.lane)
        return block + (new << self.lane * 2 * self.count) - new

    # Along an edge ---------------------------------------------------------------------------------------------------

    def _change(self, node: int, place: int) -> Change | None:
        """Return what becomes of a row along an edge besides the division, if anything does."""
        edge, count = self.program.edges[place], self.count
        menu = self.menus[node] if edge.slot is not None else None
        members = None
        takes = 0
        if menu and edge.slot is not None:
            members = menu.members[choosing(self.program, node).index(edge.slot)]
            takes = self.practised.slots[edge.slot] if count else 0
        if not members and not takes and edge.weight == edge.of and not (count and edge.arrives):
            return None
        taken = takes << 1 + count
        fresh = self._lanes(node, self.fresh, self.lane)
        first = self._lanes(node, 1, self.lane)

        def change(at: int, block: int) -> int:
            if members:
                block = members.times(at, block)
            if edge.weight != edge.of:
                block = self._share(node, block, edge.weight, edge.of)
            if taken and menu:
                new = block & menu.decides(at) & self._lanes(node, taken, self.lane)
                block += (new << self.lane * 2 * count) - new
            if count and edge.arrives:
                chance = block & first
                block ^= block & fresh
                for number in range(1 + 2 * count):
                    block |= chance << self.lane * number
            return block

        return change
