"""Vectors: a number for every state that a node could have, sent along the edges as sets are.

May import `symbolic`, and what stands before it in its room. The states of a node stand in *blocks*. A block is one
whole number, with a lane for each combination of codes of the *inner* fields; which block it is tells the codes of all
others. So what changes an outer field only moves blocks, blocks that hold nothing take no room, and a block is small
enough to be near. Where numbers meet they are joined: added, or the larger of each is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from engine.symbolic.bitsets import Bitsets
from engine.symbolic.cells import Cells, Jump
from engine.symbolic.guards import Guard, In, Table

Vector = dict[int, int]
"""Blocks by their places; those that are not there hold nothing."""
Join = Callable[[int, int], int]
"""What two blocks with the same lanes come to together."""
Change = Callable[[int, int], int]
"""What becomes of the block at a place."""

BLOCK: Final = 1 << 16
"""How many bits a block may have, if it has more than one lane."""
MANY: Final = 1 << 16
"""How many blocks are remembered of each kind."""


class Frame:
    """Where the states with some fields stand; `sizes` are how many codes each field has, the innermost first."""

    def __init__(self, sizes: Mapping[int, int], inner: frozenset[int], width: int) -> None:
        self.sizes = sizes
        self.cells = Cells({field: size for field, size in sizes.items() if field in inner}, width)
        self.outer: dict[int, int] = {}
        self.places = 1
        for field, size in sizes.items():
            if field not in inner:
                self.outer[field] = self.places
                self.places *= size
        self.lanes = self.cells.count // width
        self.counts: dict[tuple[int, ...], tuple[Sequence[int], Mapping[int, int]]] = {}
        """How many choices are open in which lanes, by the lanes in which each of them is: for `opened`."""
        self._held: dict[Guard, Held] = {}

    def code(self, field: int, place: int) -> int:
        """Return the code that an outer field has in all of a block."""
        return place // self.outer[field] % self.sizes[field]

    def holding(self, guard: Guard) -> "Held":
        """Return the lanes in which a guard holds, for each block."""
        held = self._held.get(guard)
        if held is None:
            held = self._held[guard] = Held(self, guard)
        return held


class Held(dict[int, int]):
    """The lanes of each block in which a guard holds: worked out when they are first asked for."""

    def __init__(self, frame: Frame, guard: Guard) -> None:
        super().__init__()
        self.all, self.every = frame.cells.all, True
        parts: Sequence[Guard] = (guard,)
        if isinstance(guard, tuple) and not isinstance(guard, In):
            self.every, parts = guard.every, guard.parts
        self.inner = self.all if self.every else 0
        self.outer, self.mixed = list[tuple[int, int, int]](), list[Held]()
        for part in parts:
            if isinstance(part, In) and part.field in frame.outer:
                self.outer.append((frame.outer[part.field], part.of, part.codes))
            elif isinstance(part, bool | In):
                held = frame.cells.holding(part)
                self.inner = self.inner & held if self.every else self.inner | held
            else:
                self.mixed.append(frame.holding(part))
        if self.inner == self.all:
            self.inner = self.all  # the same number: which is seen sooner

    def __missing__(self, place: int) -> int:
        if len(self) > MANY:
            self.clear()
        found = self[place] = self._found(place)
        return found

    def _found(self, place: int) -> int:
        found = self.inner
        for stride, size, codes in self.outer:
            if (codes >> place // stride % size & 1) != self.every:
                return 0 if self.every else self.all
        for other in self.mixed:
            found = found & other[place] if self.every else found | other[place]
        return self.all if found == self.all else found


class Fold(NamedTuple):
    """Which lanes move, and by how many bits downwards, to be joined with those that are there."""

    moves: int
    by: int


class Part(NamedTuple):
    """Some lanes, by how many bits they move upwards, and whether none of the parts before comes where they come."""

    lanes: int
    by: int
    alone: bool


class Inner:
    """What an edge does within each block."""

    def __init__(self, source: Cells, target: Cells, tables: Mapping[int, Table], join: Join) -> None:
        put = {field: table[0] for field, table in tables.items() if len(set(table)) == 1}
        gone = [field for field in source.sizes if field not in target.sizes]
        self.join = join
        self.moves = tuple(
            _parts(source, field, table)
            for field, table in tables.items()
            if field in source.sizes and field not in put
        )
        self.folds = tuple(
            fold for field in source.sizes if field in put or field in gone for fold in _folds(source, field)
        )
        self.closing: Sequence[Jump] = source.without(gone)
        self.opening: Sequence[Jump] = target.without(field for field in target.sizes if field not in source.sizes)
        self.offset = sum(code * target.strides[field] for field, code in put.items())

    def __call__(self, block: int) -> int:
        """Return what becomes of a block that holds something."""
        join = self.join
        for parts in self.moves:
            moved = 0
            for lanes, by, alone in parts:
                part = block & lanes
                if part:
                    part = part << by if by >= 0 else part >> -by
                    moved = moved | part if alone or not moved else join(moved, part)
            block = moved
        for moves, by in self.folds:
            if part := block & moves:
                block = join(block ^ part, part >> by)
        for stays, moves, by in self.closing:
            block = block & stays | (block & moves) >> by
        for stays, moves, by in reversed(self.opening):
            block = block & stays | block << by & moves
        return block << self.offset


def _parts(cells: Cells, field: int, table: Table) -> Sequence[Part]:
    """Return how lanes move when a field changes by a table; what meets nothing comes first."""
    by = dict[int, list[int]]()
    for code, to in enumerate(table):
        by.setdefault(to - code, []).append(code)
    found, taken = list[Part](), set[int]()
    for far, codes in sorted(by.items(), key=lambda each: -len(each[1])):
        after = {code + far for code in codes}
        lanes = cells.having(field, sum(1 << code for code in codes))
        found.append(Part(lanes, far * cells.strides[field], taken.isdisjoint(after)))
        taken |= after
    return found


def _folds(cells: Cells, field: int) -> Iterator[Fold]:
    """Yield how to bring all codes of a field together at its first, each once."""
    size = cells.sizes[field]
    while size > 1:
        half = size + 1 >> 1
        yield Fold(cells.having(field, (1 << size) - (1 << half)), half * cells.strides[field])
        size = half


class Outer(dict[int, int]):
    """Where an edge brings the block at each place."""

    def __init__(self, source: Frame, target: Frame, tables: Mapping[int, Table]) -> None:
        super().__init__()
        self.moves = [
            (stride, source.outer.get(field, 1), source.sizes.get(field, 1), tables.get(field))
            for field, stride in target.outer.items()
        ]

    def __missing__(self, place: int) -> int:
        if len(self) > MANY:
            self.clear()
        found = 0
        for stride, apart, size, table in self.moves:
            code = place // apart % size
            found += stride * (code if table is None else table[code])
        self[place] = found
        return found


class Way(NamedTuple):
    """What an edge does: to which blocks (None: all), within each (None: nothing), where they come; how they meet."""

    guard: Held | None
    inner: Inner | None
    outer: Outer
    join: Join


class Lanes:
    """Vectors for the program of some sets, in lanes of `width` bits. `joins` says how blocks of some cells meet."""

    def __init__(self, sets: Bitsets, width: int, joins: Callable[[Cells], Join]) -> None:
        self.sets, self.program, self.width, self.joins = sets, sets.program, width, joins
        sizes, inner, lanes = {field: size for field, size in sets.fields.items() if size > 1}, set[int](), 1
        for field, size in sizes.items():
            lanes *= size
            if lanes * width > BLOCK:
                break
            inner.add(field)
        known = dict[int, Frame]()
        for node in self.program.nodes:
            if node.fields not in known:
                mine = {field: size for field, size in sizes.items() if node.fields >> field & 1}
                known[node.fields] = Frame(mine, frozenset(inner), width)
        self.frames: Sequence[Frame] = [known[node.fields] for node in self.program.nodes]
        self._ways: dict[int, Way] = {}
        self._inner: dict[tuple[object, ...], Inner | None] = {}
        self._outer: dict[tuple[object, ...], Outer] = {}
        self._spread: dict[int, Vector] = {}

    def one(self, node: int, codes: Mapping[int, int], number: int) -> Vector:
        """Return the vector that has a number in one state, and nothing elsewhere."""
        frame = self.frames[node]
        place = sum(codes[field] * stride for field, stride in frame.outer.items())
        return {place: number << frame.cells.at(codes)}

    def send(self, edge: int, vector: Vector, into: Vector, change: Change | None = None) -> None:
        """Join what a vector comes to along an edge to what is there. `change` is what else becomes of each block."""
        guard, inner, outer, join = self._ways.get(edge) or self._way(edge)
        every = guard.all if guard is not None else 0
        for place, whole in vector.items():
            block = whole
            if guard is not None and (held := guard[place]) is not every:
                block &= held
            if change is not None and block:
                block = change(place, block)
            if not block:
                continue
            if inner is not None:
                block = inner(block)
            to = outer[place]
            known = into.get(to)
            into[to] = block if known is None else join(known, block)

    def _way(self, place: int) -> Way:
        edge = self.program.edges[place]
        source, target = self.frames[edge.source], self.frames[edge.target]
        tables = sorted(edge.tables.items())
        within = {field: table for field, table in tables if field in target.cells.sizes}
        without = {field: table for field, table in tables if field in target.outer}
        mine = (*source.cells.sizes, -1, *target.cells.sizes), *within.items()
        if mine not in self._inner:
            same = not within and source.cells.sizes == target.cells.sizes
            self._inner[mine] = None if same else Inner(source.cells, target.cells, within, self.joins(source.cells))
        others = (*source.outer, -1, *target.outer), *without.items()
        if others not in self._outer:
            self._outer[others] = Outer(source, target, without)
        guard = None if edge.guard is True else source.holding(edge.guard)
        way = self._ways[place] = Way(guard, self._inner[mine], self._outer[others], self.joins(target.cells))
        return way

    def spread(self, node: int, states: int) -> Vector:
        """Return all ones in the lanes of some states of a node; `states` as in `sets`."""
        frame = self.frames[node]
        opening = Cells({0: self.width, 1: frame.lanes}).without([0]) if self.width > 1 else ()
        found = Vector()
        for place, lanes in _blocks(states, frame.lanes, frame.places):
            spread = lanes
            for stays, moves, by in reversed(opening):
                spread = spread & stays | spread << by & moves
            found[place] = (spread << self.width) - spread
        return found

    def size(self, node: int, vector: Vector) -> int:
        """Return how many bits a vector takes, at most."""
        return len(vector) * self.frames[node].cells.count

    def total(self, node: int, vector: Vector) -> int:
        """Return the sum of all numbers; that of those in one block must have room in a lane."""
        return sum(_summed(block, self.frames[node].lanes, self.width) for block in vector.values())


def _blocks(states: int, lanes: int, places: int) -> Iterator[tuple[int, int]]:
    """Yield the bits of each block that holds some, with its place: halved again and again."""
    waiting = [(0, places, states)] if states else []
    while waiting:
        at, count, bits = waiting.pop()
        if count == 1:
            yield at, bits
            continue
        half = count >> 1
        low = bits & (1 << half * lanes) - 1
        high = bits >> half * lanes
        waiting += [
            (start, many, some) for start, many, some in ((at + half, count - half, high), (at, half, low)) if some
        ]


def _summed(block: int, lanes: int, width: int) -> int:
    """Return the sum of all lanes of a block."""
    while lanes > 1:
        half = lanes + 1 >> 1
        block = (block >> half * width) + (block & (1 << half * width) - 1)
        lanes = half
    return block


def widened(old: Lanes, new: Lanes, node: int, vector: Vector) -> Vector:
    """Return the same numbers in wider lanes; both widths are whole bytes."""
    before, after = old.frames[node], new.frames[node]
    was, gap, lanes = old.width // 8, bytes((new.width - old.width) // 8), after.lanes
    times, found = before.lanes // lanes, Vector()
    for place, block in vector.items():
        raw = block.to_bytes(before.lanes * was, "little")
        wide = [raw[at : at + was] + gap for at in range(0, len(raw), was)]
        for part in range(times):
            if number := int.from_bytes(b"".join(wide[part * lanes : (part + 1) * lanes]), "little"):
                found[place * times + part] = number
    return found
