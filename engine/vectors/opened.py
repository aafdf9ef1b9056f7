"""How many choices are open at a node, lane by lane.

May import `symbolic`, and what stands before it in its room. Equal choices that are kept as one slot count as often as
there are some.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from engine.symbolic.program import Program, Slot
from engine.vectors.lanes import Frame, Held, Lanes

REMEMBERED: Final = 1 << 28
"""How many bits of lanes are remembered, of nodes with the same fields."""


class Practised(NamedTuple):
    """Which of so many `dimensions` each slot of a program practises: a bit for each of them."""

    slots: Sequence[int]
    dimensions: int

    def by(self, dimension: int, slots: Sequence[int]) -> list[int]:
        """Return the places of those among some slots that practise a dimension."""
        return [at for at, slot in enumerate(slots) if self.slots[slot] >> dimension & 1]


class Members:
    """How many of equal choices are left, by how many were taken."""

    def __init__(self, frame: Frame, slot: Slot) -> None:
        assert slot.field is not None  # noqa: S101 - it is asked of groups only
        self.frame, self.field, self.most = frame, slot.field, len(slot.choices)
        size, cells = frame.sizes[slot.field], frame.cells
        inside = slot.field in cells.sizes
        codes = [(cells.having(slot.field, 1 << code) if inside else cells.all) for code in range(size)]
        self.lanes: Sequence[tuple[int, int]] = [(codes[code], self.most - code) for code in range(self.most)]

    def at(self, place: int) -> Sequence[tuple[int, int]]:
        """Return the lanes of the block at a place in which some are left, and how many."""
        if self.field in self.frame.outer:
            code = self.frame.code(self.field, place)
            return self.lanes[code : code + 1]
        return self.lanes

    def times(self, place: int, block: int) -> int:
        """Return a block, each lane times how many are left."""
        return sum((block & lanes) * left for lanes, left in self.at(place))


class Menu:
    """The slots of a node at which something may be chosen. What many blocks have alike is worked out once."""

    def __init__(self, lanes: Lanes, node: int, numbers: Sequence[int]) -> None:
        self.frame = lanes.frames[node]
        slots = [lanes.program.slots[number] for number in numbers]
        self.open: Sequence[Held] = [self.frame.holding(slot.open) for slot in slots]
        self.members = [None if slot.field is None else Members(self.frame, slot) for slot in slots]
        self.groups = any(self.members)

    def counts(self, place: int) -> Mapping[int, int]:
        """Return, for each number of open choices, the lanes of a block in which so many are open."""
        if self.groups:
            return _counts(
                self.frame.cells.all, [part for at in range(len(self.open)) for part in self._parts(at, place)]
            )
        open_ = [held[place] for held in self.open]
        known, key = self.frame.counts, tuple(map(id, open_))  # most are the very same numbers
        found = known.get(key)
        if found is None:
            if self.frame.cells.count * len(known) > REMEMBERED:
                known.clear()
            found = known[key] = open_, _counts(self.frame.cells.all, [(held, 1) for held in open_])
        return found[1]

    def decides(self, place: int) -> int:
        """Return the lanes of a block in which at least two choices are open."""
        found = 0
        for count, lanes in self.counts(place).items():
            found |= lanes if count > 1 else 0
        return found

    def offers(self, place: int, slots: Iterable[int]) -> int:
        """Return the lanes of a block in which that is so, and one of some slots is open, by their places here."""
        found = 0
        for number in slots:
            found |= self.open[number][place]
        return found & self.decides(place) if found else 0

    def _parts(self, number: int, place: int) -> Iterator[tuple[int, int]]:
        """Yield the lanes of a block in which a slot is open, and how many choices it is."""
        held, members = self.open[number][place], self.members[number]
        if members is None:
            yield held, 1
            return
        for lanes, left in members.at(place):
            yield held & lanes, left


def choosing(program: Program, node: int) -> tuple[int, ...]:
    """Return the slots of which something may be chosen at a node."""
    found = program.nodes[node]
    return () if found.before is not None or found.stopped is not None else tuple(program.menus[found.scene])


class Menus(dict[int, Menu | None]):
    """The menu of each node, made when it is asked for; None where nothing may be chosen."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__()
        self.lanes = lanes

    def __missing__(self, node: int) -> Menu | None:
        slots = choosing(self.lanes.program, node)
        menu = self[node] = Menu(self.lanes, node, slots) if slots else None
        return menu


def _counts(every: int, parts: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """Return how many are open in which lanes, out of `every`, if so many each are in those."""
    found, always = {0: every}, 0
    for held, times in parts:
        if held == every:
            always += times
            continue
        more = dict[int, int]()
        for count, lanes in found.items() if held else ():
            if both := lanes & held:
                more[count + times] = both
                found[count] = lanes ^ both
        for count, lanes in more.items():
            found[count] = found.get(count, 0) | lanes
    return {count + always: lanes for count, lanes in found.items() if lanes}
