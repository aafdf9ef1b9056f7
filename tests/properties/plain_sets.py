"""Sets of states as plain sets of tuples of codes: the slowest way to do what `engine.symbolic.sets` asks for."""

from collections.abc import Mapping
from itertools import product

from engine.symbolic.guards import Guard, In
from engine.symbolic.program import Program

Codes = tuple[int, ...]
"""The code of each field of a node, in the order of `PlainSets.fields`."""


class Plain(frozenset[Codes]):
    """A set of states. What is not in a set that was turned around is `apart`."""

    apart: frozenset[Codes] | None = None

    def __invert__(self) -> "Plain":
        found = Plain()
        found.apart = self
        return found

    def __and__(self, other: object) -> "Plain":
        assert isinstance(other, Plain)
        return Plain(self - other.apart if other.apart is not None else frozenset(self) & other)

    def __or__(self, other: object) -> "Plain":
        assert isinstance(other, Plain)
        return Plain(frozenset(self) | other)


def holds(guard: Guard, codes: Mapping[int, int]) -> bool:
    """Tell whether a guard holds."""
    if isinstance(guard, bool):
        return guard
    if isinstance(guard, In):
        return bool(guard.codes >> codes[guard.field] & 1)
    return (all if guard.every else any)(holds(part, codes) for part in guard.parts)


class PlainSets:
    """Plain sets for `program`."""

    nothing = Plain()

    def __init__(self, program: Program) -> None:
        self.program = program
        self.fields = [
            [field for field in sorted(program.layout.kept) if node.fields >> field & 1] for node in program.nodes
        ]

    def every(self, node: int) -> Plain:
        """Return all states that a node could have."""
        return Plain(product(*(range(len(self.program.layout.kept[field].stands)) for field in self.fields[node])))

    def count(self, node: int) -> int:
        """Return how many states a node could have."""
        found = 1
        for field in self.fields[node]:
            found *= len(self.program.layout.kept[field].stands)
        return found

    def codes(self, node: int, state: Codes) -> dict[int, int]:
        """Return a state as a code for each field."""
        return dict(zip(self.fields[node], state, strict=True))

    def holding(self, node: int, guard: Guard) -> Plain:
        """Return the states of a node in which a guard holds."""
        return Plain(state for state in self.every(node) if holds(guard, self.codes(node, state)))

    def meets(self, node: int, states: Plain, guard: Guard) -> bool:
        """Tell whether a guard holds in some of a node's states."""
        return any(holds(guard, self.codes(node, state)) for state in states)

    def one(self, node: int, codes: Mapping[int, int]) -> Plain:
        """Return the set of one state."""
        return Plain([tuple(codes[field] for field in self.fields[node])])

    def after(self, edge: int, state: Codes) -> Codes | None:
        """Return what a state comes to by an edge, or None where that is not open."""
        source, target, tables = (way := self.program.edges[edge]).source, way.target, way.tables
        codes = self.codes(source, state)
        if not holds(way.guard, codes):
            return None
        for field in set(self.fields[target]).difference(codes):  # what did not matter before is put, or known anyway
            assert len(set(tables[field])) == 1 if field in tables else len(self.program.layout.kept[field].stands) == 1
            codes[field] = 0
        return tuple(tables[field][codes[field]] if field in tables else codes[field] for field in self.fields[target])

    def image(self, edge: int, states: Plain) -> Plain:
        """Return what states come to by an edge."""
        return Plain(to for state in states if (to := self.after(edge, state)) is not None)

    def preimage(self, edge: int, states: Plain) -> Plain:
        """Return what comes by an edge to some of the states."""
        source = self.program.edges[edge].source
        return Plain(state for state in self.every(source) if self.after(edge, state) in states)

    def size(self, node: int, states: Plain) -> int:
        """Return how many states a set holds."""
        assert all(len(state) == len(self.fields[node]) for state in states)
        return len(states)

    def has(self, node: int, states: Plain, codes: Mapping[int, int]) -> bool:
        """Tell whether a set holds a state; a field with one code may be left out."""
        return tuple(codes.get(field, 0) for field in self.fields[node]) in states
