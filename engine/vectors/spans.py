"""How little and how much of each dimension can be offered and taken on the way to each node at which plays end.

May import `explore` for what a range is, `symbolic`, and what stands before it in its room. All is as in
`explore/ranges`: twice how often, and one more if this stay can still add to it; the largest is kept as it is, the
smallest as what is missing to the most that a number can be. So a lane that holds nothing is a state that no play comes
to.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.explore.ranges import Range
from engine.symbolic.cells import Cells, repeated
from engine.vectors.lanes import Change, Join, Lanes, Vector
from engine.vectors.opened import Menus, Practised, choosing
from engine.vectors.rounds import Rounds
from engine.vectors.sending import Sending

Spans = dict[int, Sequence[Range]]
"""Ranges by node: what was offered of each dimension, then what was taken."""

NARROW: Final = 12
"""How many bits a number has at first."""


class _TooHigh(Exception):  # noqa: N818 - named for what happened
    """A number is too large for its lane."""


def spanned(rounds: Rounds, practised: Practised) -> Spans:
    """Return, for each node at which plays end, what was offered of each dimension, then what was taken.

    Raises:
        Stopped: somebody wanted to stop.
        TooLarge: too much would be waiting to be sent on.

    """
    bits = NARROW
    while True:
        spanning = _Spanning(rounds, practised, bits)
        try:
            return spanning.spans()
        except _TooHigh:
            bits *= 2


class _Spanning(Sending):
    """Rows of numbers: the smallest of what was offered, of what was taken, then the largest of both."""

    def __init__(self, rounds: Rounds, practised: Practised, bits: int) -> None:
        self.rounds, self.practised, self.dimensions = rounds, practised, practised.dimensions
        self.count, self.bits, self.lane = 2 * practised.dimensions, bits, bits + 1  # one more bit, to compare
        self._known = dict[tuple[int, int, int], int]()
        self._joins = dict[int, Join]()
        super().__init__(Lanes(rounds.sets, self.lane * 2 * self.count, self._joining), rounds.rings, rounds.facts.stop)
        self.done = dict[int, Vector]()
        self.rows: dict[int, int] = {}
        self.menus = Menus(self.lanes)
        self.held = dict[int, Vector]()

    def spans(self) -> Spans:
        """Send everything on."""
        every, place = (1 << self.bits) - 1, self.lane
        endless = [without_end(self.rounds, self.practised, number) for number in range(self.count)]
        self._hold(endless)
        self.begin(
            sum(every - 1 << place * number | 1 << place * (number + self.count) for number in range(self.count))
        )
        found = Spans()
        for node, row in self.rows.items():
            numbers = [row >> place * number & every for number in range(2 * self.count)]
            ends = self.rounds.ends[node]
            found[node] = [
                Range(
                    every - numbers[number] >> 1,
                    None if endless[number].get(node, 0) & ends else numbers[number + self.count] >> 1,
                )
                for number in range(self.count)
            ]
        return found

    def _hold(self, endless: Sequence[Mapping[int, int]]) -> None:
        """Note which numbers are no larger in which states, since they have no most there."""
        for number, states in enumerate(endless):
            for node, some in states.items():
                held, ones = self.held.setdefault(node, {}), self._ones(node, 1 << number + self.count)
                for at, lanes in self.lanes.spread(node, some).items():
                    held[at] = held.get(at, 0) | lanes & ones

    # What meets ------------------------------------------------------------------------------------------------------

    def _joining(self, cells: Cells) -> Join:
        if cells.count not in self._joins:
            spare = repeated(1 << self.bits, self.lane, cells.count // self.lane)
            by = self.bits

            def join(one: int, other: int) -> int:
                larger = (one | spare) - other & spare
                return (one ^ other) & larger - (larger >> by) ^ other

            self._joins[cells.count] = join
        return self._joins[cells.count]

    def ready(self, moving: dict[int, Vector]) -> dict[int, Vector]:
        """Return what is new in circles; look whether numbers have room left."""
        found = dict[int, Vector]()
        for node, came in moving.items():
            vector = self._new(node, came) if self.program.order[node] in self.rings else came
            least, most = self._ones(node, self._leasts), self._ones(node, self._leasts << self.count)
            for block in vector.values():
                second = block >> self.bits - 2
                if (second >> 1 | second) & most or (second >> 1 & least) & ~second:
                    raise _TooHigh
            found[node] = vector
        return found

    def _new(self, node: int, vector: Vector) -> Vector:
        """Return the blocks that are not what they were, and remember them."""
        done, join, found = self.done.setdefault(node, {}), self._joining(self.lanes.frames[node].cells), Vector()
        for place, block in vector.items():
            known = done.get(place)
            joined = block if known is None else join(known, block)
            if joined != known:
                found[place] = done[place] = joined
                self.room += 0 if known else self.lanes.frames[node].cells.count
        return found

    def _around(self, nodes: Sequence[int]) -> None:
        super()._around(nodes)
        for node in nodes:
            self.room -= self.lanes.size(node, self.done.pop(node, {}))

    # On the way ------------------------------------------------------------------------------------------------------

    def pass_on(self, node: int, vector: Vector) -> None:
        """Note what ends, and what is offered where something can be chosen."""
        if self.program.nodes[node].rests:
            self._end(node, vector)
            if self.menus[node]:
                vector = {place: self._offered(node, place, block) for place, block in vector.items()}
        for place in self.program.out[node]:
            self.send(place, vector, self._change(node, place))

    def _end(self, node: int, vector: Vector) -> None:
        menu, frame = self.menus[node], self.lanes.frames[node]
        join = self._joining(frame.cells)
        for place, block in vector.items():
            ended = block & menu.counts(place).get(0, 0) if menu else block
            lanes, width = frame.lanes, self.lanes.width
            while ended and lanes > 1:
                half = lanes + 1 >> 1
                ended = join(ended >> half * width, ended & (1 << half * width) - 1)
                lanes = half
            if ended:
                self.rows[node] = join(self.rows.get(node, 0), ended)

    def _offered(self, node: int, place: int, block: int) -> int:
        """Return what becomes of a block when its states offer what they do."""
        menu = self.menus[node]
        lanes = 0
        for dimension in range(self.dimensions) if menu else ():
            if menu and (open_ := menu.offers(place, self.practised.by(dimension, choosing(self.program, node)))):
                lanes |= open_ & self._ones(node, 1 << dimension)
        return self._added(node, place, block, lanes) if lanes else block

    def _added(self, node: int, place: int, block: int, least: int) -> int:
        """Add to some numbers, if this stay can still add to them; `least` is a one in the lane of each smallest."""
        most = least << self.lane * self.count
        if (held := self.held.get(node, {}).get(place)) is not None:
            most ^= most & held
        fewer = block >> self.bits - 1 & least
        return block + (block & most) - (fewer ^ fewer & block)

    def _change(self, node: int, place: int) -> Change | None:
        """Return what becomes of a block along an edge, if anything does."""
        edge = self.program.edges[place]
        menu = self.menus[node] if edge.slot is not None else None
        takes = self.practised.slots[edge.slot] << self.dimensions if edge.slot is not None else 0
        if not takes and not edge.arrives:
            return None
        taken, ones, up = self._ones(node, takes), self._ones(node, self._leasts), self.lane * self.count

        def change(at: int, block: int) -> int:
            if menu and takes and (lanes := taken & menu.decides(at)):
                block = self._added(node, at, block, lanes)
            if edge.arrives:
                block |= (block >> self.bits - 1 & ones) << up
                block ^= block & ones
            return block

        return change

    @property
    def _leasts(self) -> int:
        """A bit for each smallest number."""
        return (1 << self.count) - 1

    def _ones(self, node: int, numbers: int) -> int:
        """Return a one in the lane of some numbers, in each row: a bit of `numbers` for each of them."""
        lanes = self.lanes.frames[node].lanes
        found = self._known.get((lanes, numbers, 0))
        if found is None:
            row = sum(1 << self.lane * number for number in range(2 * self.count) if numbers >> number & 1)
            found = self._known[lanes, numbers, 0] = repeated(row, self.lanes.width, lanes)
        return found


def without_end(rounds: Rounds, practised: Practised, number: int) -> Mapping[int, int]:
    """Return the states, by node, behind a circle in which a stay begins and something is added to a number."""
    if not rounds.turning:
        return {}
    program, gains, arrives = rounds.program, dict[int, int | None](), dict[int, int | None]()
    for place in rounds.inside:
        edge = program.edges[place]
        if edge.arrives:
            arrives[place] = None
        if edge.slot is not None:
            slots = choosing(program, edge.source)
            slots = tuple(slots[at] for at in practised.by(number % practised.dimensions, slots))
            if number >= practised.dimensions:
                slots = tuple(each for each in slots if each == edge.slot)
            if slots:
                gains[place] = _decided(rounds, edge.source, slots)
    return rounds.without_end(gains, arrives) if gains and arrives else {}


def _decided(rounds: Rounds, node: int, slots: Sequence[int]) -> int:
    """Return the states of a node in which at least two choices are open, and one of some slots is.

    Of a group several may be open by themselves. But what can be taken once never leads back to where it was, so
    whoever goes round in a circle has another choice besides.
    """
    program, sets = rounds.program, rounds.sets
    one = two = found = 0
    for number in choosing(program, node):
        open_ = sets.holding(node, program.slots[number].open)
        found |= open_ if number in slots else 0
        two |= one & open_
        one |= open_
    return found & two
