"""How likely everything is when at every menu each available choice is as likely as the others.

May import floors 0 and 1, and what stands before it in its room. Draws go by their weights. What flows through the
graph is a row of numbers: how likely a play comes here; for each dimension, how likely it comes here and was not yet
offered in this stay, and not yet taken; and how often it was offered and taken until here, times how likely that is.

Without circles all of it is exact: numbers are counted in parts so small that every division comes out even, and a row
is one whole number, so that one addition adds the whole row. With circles, what is still on its way is sent on until
less than `LEFT` of it is left; that rest is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Final

from engine.explore.menus import Menu, Net

LEFT: Final = 1e-13
"""How much may be left on its way, in a circle."""
ROUNDS: Final = 5_000_000
"""After how many states that sent something on it is given up, whatever is left."""
LARGEST: Final = 8_000_000_000
"""How many bits exact numbers may take in all, one for each step: a second or two."""

Row = Sequence[Fraction | float]
_Kind = tuple[int, int, int, bool]
"""What a way does: it divides, multiplies, takes what stands in some lanes, and perhaps begins a stay."""


@dataclass(frozen=True, slots=True)
class Flow:
    """For each state that a play ends in a row: how likely that is, then what was offered, then what was taken.

    The averages are times how likely it is. `rest` is how much is not accounted for: 0 where everything is exact. What
    never ends is in no row, and is no rest.
    """

    ends: Mapping[int, Row]
    rest: float


def flow(net: Net) -> Flow:
    """Return how a random play through a complete graph ends."""
    if net.order.is_acyclic:
        exact = _Exact(net, *_parts(net))
        if exact.bits * len(net.graph.targets) <= LARGEST:
            return exact.flow()
    return _SentOn(net).flow()


def _parts(net: Net) -> tuple[int, int]:
    """Return into how many parts the whole has to be divided, and how many steps the longest play has.

    Backwards: what a state needs is a multiple of all that its ways divide by, times what the states behind them need.
    """
    graph, targets = net.graph, net.graph.targets
    parts, steps = [1] * len(graph.ends), [1] * len(graph.ends)
    divides = [lcm(*{way.of for way in menu.ways}) for menu in net.menus]
    for state in reversed(net.order.groups):
        assert isinstance(state, int)  # noqa: S101 - without circles
        after = targets[graph.ends[state - 1] if state else 0 : graph.ends[state]]
        if after:
            parts[state] = divides[net.menu[state]] * lcm(*{parts[target] for target in after})
            steps[state] = 1 + max([steps[target] for target in after])
    starts = net.starts()
    return lcm(*(way.of * parts[state] for state, way in starts)), 1 + max(steps[state] for state, _way in starts)


@dataclass
class _Exact:
    """Rows as whole numbers, each number in a lane. A one is one part of `whole`; no play has more than `steps`."""

    net: Net
    whole: int
    steps: int

    @cached_property
    def lane(self) -> int:
        """How many bits a number may take: an average is at most `steps` times the whole."""
        return (self.whole * (self.steps + 1)).bit_length()

    @property
    def count(self) -> int:
        """How many dimensions there are."""
        return len(self.net.dimensions)

    @property
    def bits(self) -> int:
        """How many bits a row takes."""
        return self.lane * (4 * self.count + 1)

    def flow(self) -> Flow:
        """Send everything on, in order."""
        graph, rows, whole = self.net.graph, [0] * len(self.net.graph.ends), self.whole
        fresh, found = self._fresh, dict[int, Row]()
        menus = [(self._lanes(menu.offers, 1), *self._ways(menu)) for menu in self.net.menus]
        first, not_yet, apart = self._first, ~self._not_yet, self.lane * 2 * self.count
        for start, way in self.net.starts():
            rows[start] += (whole // way.of * way.times) * fresh
        for state in self.net.order.groups:
            assert isinstance(state, int)  # noqa: S101 - without circles
            row, rows[state] = rows[state], 0  # a row is long, and is not needed again
            offers, kinds, kind_of = menus[self.net.menu[state]]
            if not kinds:
                found[state] = self._read(row, whole)
            if offers:
                new = row & offers
                row += (new << apart) - new
            parts = list[int]()
            for of, times, takes, arrives in kinds:
                part = row // of * times
                if takes:
                    new = part & takes
                    part += (new << apart) - new
                parts.append(part & not_yet | (part & first) * fresh if arrives else part)
            after = graph.targets[graph.ends[state - 1] if state else 0 : graph.ends[state]]
            for target, kind in zip(after, kind_of, strict=True):
                rows[target] += parts[kind]
        return Flow(found, 0)

    @property
    def _first(self) -> int:
        """The lane of the chance."""
        return (1 << self.lane) - 1

    @cached_property
    def _fresh(self) -> int:
        """A one in the first lane, and in each of what was not yet offered or taken: multiplies a chance into them."""
        return sum(1 << self.lane * number for number in range(2 * self.count + 1))

    @property
    def _not_yet(self) -> int:
        """The lanes that a new stay begins anew: the first as well."""
        return self._fresh * self._first

    def _lanes(self, dimensions: int, start: int) -> int:
        """Return the lanes of some dimensions, the first of which stands at `start`."""
        if not dimensions:
            return 0
        numbers = (number for number in range(self.count) if dimensions >> number & 1)
        return sum(self._first << self.lane * (start + number) for number in numbers)

    def _ways(self, menu: Menu) -> tuple[Sequence[_Kind], Sequence[int]]:
        """Return the kinds of ways of a menu, of which there are few, and of each way the place of its kind."""
        start = 1 + self.count
        ways = [(way.of, way.times, self._lanes(way.takes, start), way.arrives) for way in menu.ways]
        kinds = list(dict.fromkeys(ways))
        return kinds, [kinds.index(way) for way in ways]

    def _read(self, row: int, whole: int) -> Row:
        wanted = (0, *range(1 + 2 * self.count, 1 + 4 * self.count))
        return [Fraction(row >> self.lane * number & self._first, whole) for number in wanted]


class _SentOn:
    """Rows as lists of floats; what is in a circle is sent round until almost nothing is left in it."""

    def __init__(self, net: Net) -> None:
        self.net, self.count = net, len(net.dimensions)
        self.rows: dict[int, list[float]] = {}
        self.rounds, self.rest = 0, 0.0
        self.ending = net.ending

    def flow(self) -> Flow:
        """Send everything on, in order."""
        found = dict[int, Row]()
        for state, way in self.net.starts():
            self._add(state, self._arrived([way.times / way.of, *[0.0] * (4 * self.count)]))
        for group in self.net.order.groups:
            if not isinstance(group, int):
                self._around(group)
            elif (row := self.rows.pop(group, None)) is not None:
                self._send(group, row)
                if not self.net.menus[self.net.menu[group]].ways:
                    found[group] = [row[0], *row[1 + 2 * self.count :]]
        return Flow(found, self.rest)

    def _around(self, group: Sequence[int]) -> None:
        if not self.ending[group[0]]:
            self._leave(group)  # it never ends: that is no rest
            return
        while True:
            moving = [(state, self.rows.pop(state)) for state in group if state in self.rows]
            left = sum(row[0] for _state, row in moving)
            if left <= LEFT or self.rounds > ROUNDS:
                self.rest += left
                return
            self.rounds += len(moving)
            for state, row in moving:
                self._send(state, row)

    def _leave(self, group: Sequence[int]) -> None:
        for state in group:
            self.rows.pop(state, None)

    def _send(self, state: int, row: list[float]) -> None:
        """Send a row on along the steps out of a state."""
        menu, graph = self.net.menus[self.net.menu[state]], self.net.graph
        row = self._noted(row, menu.offers, 1)
        for edge, way in zip(graph.edges(state), menu.ways, strict=True):
            share = way.times / way.of
            part = self._noted([each * share for each in row], way.takes, 1 + self.count)
            self._add(graph.targets[edge], self._arrived(part) if way.arrives else part)

    def _noted(self, row: list[float], dimensions: int, start: int) -> list[float]:
        """Add what was not yet offered, or taken, in this stay to what was."""
        noted = list(row)
        for number in range(self.count) if dimensions else ():
            if dimensions >> number & 1:
                noted[start + number + 2 * self.count] += noted[start + number]
                noted[start + number] = 0.0
        return noted

    def _arrived(self, row: list[float]) -> list[float]:
        """Begin a new stay."""
        return [*[row[0]] * (1 + 2 * self.count), *row[1 + 2 * self.count :]]

    def _add(self, state: int, part: list[float]) -> None:
        before = self.rows.get(state)
        self.rows[state] = part if before is None else [a + b for a, b in zip(before, part, strict=True)]
