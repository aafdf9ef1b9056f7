"""Which yes/no variables stand for each field of a state.

May import `guards`, `program` and `arranging`. Codes are written in binary: `n` codes take `ceil(log2(n))` variables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from engine.explore.reads import Fields
from engine.symbolic.arranging import arranged
from engine.symbolic.guards import Table
from engine.symbolic.program import Program


@dataclass(frozen=True)
class Encoding:
    """The variables of each field by their numbers, the highest binary digit first; a lower number stands higher up.

    `now` is for what a field holds. `then` is for what it holds after a step, of fields that some step moves; each
    variable stands right below its fellow. There are `count` in all. `sizes` are how many codes each field has.
    """

    sizes: Mapping[int, int]
    now: Mapping[int, Sequence[int]]
    then: Mapping[int, Sequence[int]]
    count: int

    @classmethod
    def of(cls, program: Program) -> Self:
        """Return the variables for the fields of a program."""
        sizes = {field: len(kept.stands) for field, kept in program.layout.kept.items()}
        moved = {field for edge in program.edges for field, table in edge.tables.items() if is_moved(table)}
        now, then, count = dict[int, Sequence[int]](), dict[int, Sequence[int]](), 0
        for field in arranged(program):
            rows, digits = 2 if field in moved else 1, (sizes[field] - 1).bit_length()
            now[field] = range(count, count + rows * digits, rows)
            then[field] = range(count + 1, count + rows * digits, 2) if field in moved else ()
            count += rows * digits
        return cls(sizes, now, then, count)

    def fields(self, among: Fields) -> Sequence[int]:
        """Return the fields of a set, the highest first."""
        return [field for field in self.now if among >> field & 1]

    def takes(self, among: Fields) -> int:
        """Return how many variables some fields have, with those for what they hold after a step."""
        return sum(len(self.now[field]) + len(self.then[field]) for field in self.fields(among))


def is_moved(table: Table) -> bool:
    """Tell whether what a field holds after a change depends on what it held before."""
    return any(code != table[0] for code in table)
