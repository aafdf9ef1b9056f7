"""Sets of states as whole numbers, a bit for each state that a node could have: the first engine.

May import what stands before it in its room. What a step does is a few masks and shifts of the whole set: thousands of
states for each machine word. What it costs is known before it starts: a bit for every combination of codes, met or not.
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Final, NamedTuple

from engine.symbolic.cells import Cells, Fold, Jump, Shift
from engine.symbolic.guards import Guard
from engine.symbolic.program import Program
from engine.symbolic.sets import TooLarge

MOST: Final = 1 << 26
"""How many cells a node may have: 8 MB a set."""
ALL: Final = 1 << 31
"""How many cells there may be in all: 256 MB for one set at each node."""


class Cost(NamedTuple):
    """How many cells the largest node has, and all nodes together."""

    largest: int
    all: int

    @property
    def fits(self) -> bool:
        """Whether that is within what is allowed."""
        return self.largest <= MOST and self.all <= ALL


def cost(program: Program) -> Cost:
    """Return what sets of the states of a program cost."""
    sizes = {field: len(kept.stands) for field, kept in program.layout.kept.items()}
    known = dict.fromkeys({node.fields for node in program.nodes}, 0)
    for fields in known:
        known[fields] = prod(size for field, size in sizes.items() if fields >> field & 1)
    return Cost(max(known.values()), sum(known[node.fields] for node in program.nodes))


class _Way(NamedTuple):
    """What an edge does to a set, step by step."""

    guard: int | None
    moves: Sequence[Sequence[Shift]]
    folds: Sequence[Fold]
    closing: Sequence[Jump]
    opening: Sequence[Jump]
    offset: int
    put: int | None
    """The cells of the target that can be come to at all, or None where that is every one."""


class Bitsets:
    """Whole numbers as sets, for `program`: `sets.Sets[int]`.

    Raises:
        TooLarge: they would cost more than is allowed.

    """

    nothing: Final = 0
    crowded: Final = False

    def __init__(self, program: Program) -> None:
        if not cost(program).fits:
            raise TooLarge
        self.program = program
        self.known: dict[int, Cells] = {}
        often = dict.fromkeys(program.layout.kept, 0)
        for node in program.nodes:
            for field in often:
                often[field] += node.fields >> field & 1
        # what matters nearly everywhere stands innermost: what is outermost comes and goes without moving the rest
        kept = program.layout.kept
        self.fields = {field: len(kept[field].stands) for field in sorted(often, key=lambda each: -often[each])}
        self.cells = [self._cells(node.fields) for node in program.nodes]
        self.ways: list[_Way | None] = [None] * len(program.edges)
        self.pairs: dict[tuple[int, int], _Between] = {}

    def _cells(self, fields: int) -> Cells:
        if fields not in self.known:
            sizes = {field: size for field, size in self.fields.items() if fields >> field & 1 and size > 1}
            self.known[fields] = Cells(sizes)
        return self.known[fields]

    def tidy(self) -> None:
        """Do nothing: Python makes room at once."""

    def holding(self, node: int, guard: Guard) -> int:
        """Return the states of a node in which a guard holds."""
        return self.cells[node].holding(guard)

    def meets(self, node: int, states: int, guard: Guard) -> bool:
        """Tell whether a guard holds in some of a node's states."""
        return states & self.cells[node].holding(guard) != 0

    def one(self, node: int, codes: Mapping[int, int]) -> int:
        """Return the set of one state."""
        return 1 << self.cells[node].at(codes)

    def weight(self, states: int) -> int:
        """Return how many bytes a set takes."""
        return states.bit_length() >> 3

    def depth(self, edge: int) -> int:  # noqa: ARG002 - as all engines have it
        """Return 0: the order makes no difference."""
        return 0

    def size(self, node: int, states: int) -> int:  # noqa: ARG002 - as all engines have it
        """Return how many states a set holds."""
        return states.bit_count()

    def pick(self, node: int, states: int) -> Mapping[int, int]:
        """Return the codes of the first state of a set."""
        return self.cells[node].codes((states & -states).bit_length() - 1)

    def has(self, node: int, states: int, codes: Mapping[int, int]) -> bool:
        """Tell whether a set holds a state."""
        return bool(states >> self.cells[node].at(codes) & 1)

    def image(self, edge: int, states: int) -> int:
        """Return what states come to by an edge."""
        guard, moves, folds, closing, opening, offset, _put = self.ways[edge] or self._way(edge)
        if guard is not None:
            states &= guard
            if not states:
                return 0
        for shifts in moves:
            moved = 0
            for cells, by in shifts:
                moved |= (states & cells) << by if by >= 0 else (states & cells) >> -by
            states = moved
        for steps, first in folds:
            for step in steps:
                states |= states >> step
            states &= first
        for stays, moved, by in closing:
            states = states & stays | (states & moved) >> by
        for stays, moved, by in reversed(opening):
            states = states & stays | states << by & moved
        return states << offset

    def preimage(self, edge: int, states: int) -> int:
        """Return what comes by an edge to some of the states."""
        way = self.ways[edge] or self._way(edge)
        if way.put is not None:
            states = (states & way.put) >> way.offset
        for stays, moves, by in way.opening:
            states = states & stays | (states & moves) >> by
        for stays, moves, by in reversed(way.closing):
            states = states & stays | states << by & moves
        for fold in reversed(way.folds):
            for step in fold.steps:
                states |= states << step
        for shifts in reversed(way.moves):
            moved = 0
            for cells, by in shifts:
                moved |= (states >> by if by >= 0 else states << -by) & cells
            states = moved
        return states if way.guard is None else states & way.guard

    def _way(self, place: int) -> _Way:
        edge = self.program.edges[place]
        source, target = self.cells[edge.source], self.cells[edge.target]
        between = self._between(source, target)
        put, moves = dict[int, int](), list[Sequence[Shift]]()
        for field, table in edge.tables.items():
            if 1 < len(table) == table.count(table[0]):
                put[field] = table[0]
            elif field in source.sizes:
                moves.append(source.shifts(field, table))
        folded = [*between.gone, *(field for field in put if field in source.sizes and field in target.sizes)]
        way = self.ways[place] = _Way(
            guard=None if edge.guard is True else source.holding(edge.guard),
            moves=moves,
            folds=[source.folds(field) for field in folded],
            closing=between.closing,
            opening=between.opening,
            offset=sum(code * target.strides[field] for field, code in put.items()),
            put=_together(target, put) if put or between.new else None,
        )
        return way

    def _between(self, source: Cells, target: Cells) -> "_Between":
        found = self.pairs.get((id(source), id(target)))
        if found is None:
            gone = [field for field in source.sizes if field not in target.sizes]
            new = [field for field in target.sizes if field not in source.sizes]
            found = self.pairs[id(source), id(target)] = _Between(gone, new, source.without(gone), target.without(new))
        return found


class _Between(NamedTuple):
    """What is between some cells and others: the fields that go, those that come, and how the gaps close and open."""

    gone: Sequence[int]
    new: Sequence[int]
    closing: Sequence[Jump]
    opening: Sequence[Jump]


def _together(cells: Cells, codes: Mapping[int, int]) -> int:
    found = cells.all
    for field, code in codes.items():
        found &= cells.having(field, 1 << code)
    return found
