"""Conditions, changes and codes as yes/no functions of variables, which `oxidd` keeps as decision diagrams.

May import what stands before it in its room. A function is built from its lowest variable up, so that each step only
puts one node on top.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.explore.reads import Fields
from engine.symbolic.encoding import Encoding
from engine.symbolic.guards import Guard, In, Join, Table

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction, BCDDManager


class Functions:
    """Makes functions of the variables of an encoding; `manager` keeps them."""

    def __init__(self, encoding: Encoding, manager: "BCDDManager") -> None:
        manager.add_vars(encoding.count)
        self.encoding, self.manager = encoding, manager
        self.always, self.never = manager.true(), manager.false()
        self._codes: dict[tuple[int, int], BCDDFunction] = {}
        self._guards: dict[Guard, BCDDFunction] = {}
        self._tables: dict[tuple[int, Table], BCDDFunction] = {}
        self._valid: dict[Fields, BCDDFunction] = {}
        self._variables: dict[Fields, BCDDFunction] = {}

    def codes(self, variables: Sequence[int], codes: int) -> "BCDDFunction":
        """Return whether the code that some variables write is one of `codes`, which has a bit for each of them."""
        if not variables:
            return self.always if codes & 1 else self.never
        known = self._codes.get((variables[0], codes))
        if known is None:
            half = 1 << len(variables) - 1
            off = self._rest(variables, codes & (1 << half) - 1)
            on = self._rest(variables, codes >> half)
            known = self.manager.var(variables[0]).ite(on, off)
            self._codes[variables[0], codes] = known
        return known

    def _rest(self, variables: Sequence[int], codes: int) -> "BCDDFunction":
        if not codes:
            return self.never
        return self.always if codes == (1 << (1 << len(variables) - 1)) - 1 else self.codes(variables[1:], codes)

    def guard(self, guard: Guard) -> "BCDDFunction":
        """Return whether a guard holds."""
        if isinstance(guard, bool):
            return self.always if guard else self.never
        if isinstance(guard, In):
            return self.codes(self.encoding.now[guard.field], guard.codes)
        known = self._guards.get(guard)
        if known is None:
            known = self.always if guard.every else self.never
            for part in sorted(guard.parts, key=self._height):
                holds = self.guard(part)
                known = known & holds if guard.every else known | holds
            self._guards[guard] = known
        return known

    def _height(self, part: In | Join) -> int:
        """Return where a part of a guard is put on: the lowest fields first, joins behind all."""
        return -self.encoding.now[part.field][0] if isinstance(part, In) else 1

    def valid(self, among: Fields) -> "BCDDFunction":
        """Return whether the variables of some fields write codes that there are."""
        known = self._valid.get(among)
        if known is None:
            known, sizes = self.always, self.encoding.sizes
            for field in reversed(self.encoding.fields(among)):
                known = self.codes(self.encoding.now[field], (1 << sizes[field]) - 1) & known
            self._valid[among] = known
        return known

    def having(self, codes: Mapping[int, int]) -> "BCDDFunction":
        """Return whether fields hold these codes."""
        return self.product(self.codes(self.encoding.now[field], 1 << code) for field, code in codes.items())

    def every(self, variables: Iterable[int]) -> "BCDDFunction":
        """Return some variables as `oxidd` wants them to be named: as their product."""
        return self.product(self.manager.var(variable) for variable in sorted(variables))

    def variables(self, among: Fields) -> "BCDDFunction":
        """Return the variables of some fields, as `every` does."""
        known = self._variables.get(among)
        if known is None:
            encoding = self.encoding
            known = self.every(variable for field in encoding.fields(among) for variable in encoding.now[field])
            self._variables[among] = known
        return known

    def product(self, functions: "Iterable[BCDDFunction]") -> "BCDDFunction":
        """Return whether all functions hold, which stand in order, the highest first."""
        product = self.always
        for function in reversed(list(functions)):
            product = function & product
        return product

    def moved(self, field: int, table: Table) -> "BCDDFunction":
        """Return whether what a field holds then is what `table` makes of what it holds now."""
        known = self._tables.get((field, table))
        if known is None:
            known, comes_of = self.never, dict[int, int]()
            for code, to in enumerate(table):
                comes_of[to] = comes_of.get(to, 0) | 1 << code
            now, then = self.encoding.now[field], self.encoding.then[field]
            for to, codes in comes_of.items():
                known |= self.codes(now, codes) & self.codes(then, 1 << to)
            self._tables[field, table] = known
        return known

    def settled(self, field: int) -> "BCDDFunction":
        """Return whether a field holds now what it held then."""
        pairs = zip(self.encoding.now[field], self.encoding.then[field], strict=True)
        return self.product(self.manager.var(now).equiv(self.manager.var(then)) for now, then in pairs)
