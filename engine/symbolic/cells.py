"""Where the states of a node stand in a whole number: a bit for each, in the mixed radix of its fields.

May import `guards`. The first field is the innermost: its codes stand `1` apart, those of the next as far apart as the
first has codes, and so on. All patterns are made by doubling, so that a mask costs no more than to read it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import NamedTuple

from engine.symbolic.guards import Guard, In, Table

Jump = tuple[int, int, int]
"""What stays, what moves, and by how many bits downwards."""


Shift = tuple[int, int]
"""Some cells, and by how many bits they move: downwards if that is negative."""


def repeated(pattern: int, apart: int, times: int) -> int:
    """Return a pattern that comes `times`, each so many bits `apart` from the one before."""
    found, made, step, size = 0, 0, pattern, 1
    while times:
        if times & 1:
            found |= step << made * apart
            made += size
        times >>= 1
        if times:
            step |= step << size * apart
            size *= 2
    return found


class Cells:
    """The cells of the states with these fields; `sizes` are how many codes each has, the innermost first.

    Each cell is `width` bits wide.
    """

    def __init__(self, sizes: Mapping[int, int], width: int = 1) -> None:
        self.sizes, self.width = sizes, width
        self.strides: dict[int, int] = {}
        stride = width
        for field, size in sizes.items():
            self.strides[field] = stride
            stride *= size
        self.count = stride
        self.all = (1 << stride) - 1
        self._known: dict[tuple[int, int], int] = {}
        self._moves: dict[tuple[int, Table], tuple[Shift, ...]] = {}

    def having(self, field: int, codes: int) -> int:
        """Return the cells in which a field has one of some codes."""
        found = self._known.get((field, codes))
        if found is None:
            stride, size = self.strides[field], self.sizes[field]
            pattern, one = 0, (1 << stride) - 1
            for code in range(size):
                if codes >> code & 1:
                    pattern |= one << code * stride
            found = self._known[field, codes] = repeated(pattern, stride * size, self.count // (stride * size))
        return found

    def holding(self, guard: Guard) -> int:
        """Return the cells in which a guard holds."""
        if isinstance(guard, bool):
            return self.all if guard else 0
        if isinstance(guard, In):
            return self.having(guard.field, guard.codes)
        found = self.all if guard.every else 0
        for part in guard.parts:
            if guard.every:
                found &= self.holding(part)
            else:
                found |= self.holding(part)
        return found

    def shifts(self, field: int, table: Table) -> tuple[Shift, ...]:
        """Return how the cells move when a field changes by a table: those together that move equally far."""
        known = self._moves.get((field, table))
        if known is None:
            by, stride = dict[int, int](), self.strides[field]
            for code, to in enumerate(table):
                by[to - code] = by.get(to - code, 0) | 1 << code
            known = tuple((self.having(field, codes), far * stride) for far, codes in by.items())
            self._moves[field, table] = known
        return known

    def at(self, codes: Mapping[int, int]) -> int:
        """Return the place of a cell."""
        return sum(codes[field] * stride for field, stride in self.strides.items())

    def codes(self, at: int) -> dict[int, int]:
        """Return the codes of the cell at a place."""
        return {field: at // stride % self.sizes[field] for field, stride in self.strides.items()}

    def folds(self, field: int) -> "Fold":
        """Return how to bring all codes of a field together at its first."""
        stride, size, steps, covered = self.strides[field], self.sizes[field], list[int](), 1
        while covered < size:
            more = min(covered, size - covered)
            steps.append(more * stride)
            covered += more
        return Fold(tuple(steps), self.having(field, 1))

    def without(self, fields: Iterable[int]) -> Sequence[Jump]:
        """Return how to close the gaps when some fields have nothing but their first code any more."""
        sizes, left, jumps = list(self.sizes.items()), set(fields), list[Jump]()
        if not left:
            return jumps
        for number in reversed(range(len(sizes))):
            field, size = sizes[number]
            if field in left:
                inner = self.width * prod(size for _field, size in sizes[:number])
                jumps += _closing(inner, size, prod(size for _field, size in sizes[number + 1 :]))
                del sizes[number]
        return jumps


class Fold(NamedTuple):
    """By how much to shift downwards and join, again and again, and which cells are right then."""

    steps: tuple[int, ...]
    first: int


@lru_cache(maxsize=512)
def _closing(block: int, size: int, count: int) -> tuple[Jump, ...]:
    """Return how to bring `count` blocks together of which only each `size`th place is taken: in pairs, then fours."""
    apart, jumps = block * size, list[Jump]()
    while count > 1:
        one = (1 << block) - 1
        stays = repeated(one, 2 * apart, count + 1 >> 1)
        moves = repeated(one, 2 * apart, count >> 1) << apart
        jumps.append((stays, moves, apart - block))
        block, apart, count = 2 * block, 2 * apart, count + 1 >> 1
    return tuple(jumps)
