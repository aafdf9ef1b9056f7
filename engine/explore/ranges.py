"""How little and how much can be offered and taken on the way to each end.

May import floors 0 and 1, and what stands before it in its room. What a play has had of a dimension is one number:
twice how often, and one more if this stay can still add to it. The larger number is never the worse one to go on from
if much is wanted, nor the smaller if little is; so at each state the largest and the smallest are enough. Something new
is added to odd numbers only, an arrival makes even ones odd.

All numbers of a state are kept in one, each in a *lane* of its own with a bit to spare, so that the larger of each of
two rows is found in a few operations on the whole (Knuth, TAOCP 4A, 7.1.3). The smallest are kept as what is missing to
the most there can be.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from engine.explore.menus import Net, Way


class Range(NamedTuple):
    """The least and the most; None where there is no most: one can go round for ever."""

    least: int
    most: int | None


def ranges(net: Net) -> Mapping[int, tuple[Range, ...]]:
    """Return, for each state that a play ends in, what was offered of each dimension, then what was taken."""
    return _Ranges(net).found()


_Kind = tuple[int, bool]
"""What a way does: a bit for each number that it may add to, and whether a stay begins."""


class _Ranges:
    def __init__(self, net: Net) -> None:
        self.net, self.graph = net, net.graph
        self.count = 2 * len(net.dimensions)
        self.width = (4 * len(net.graph.states) + 8).bit_length() + 1
        self.rows: list[int | None] = [None] * len(net.graph.states)
        self.endless = [0] * len(net.graph.states)
        self.menus = [(menu.offers, *self._ways(menu.ways)) for menu in net.menus]
        self.held = 0

    def _ways(self, ways: Sequence[Way]) -> tuple[Sequence[_Kind], Sequence[int]]:
        """Return the kinds of ways of a menu, of which there are few, and of each way the place of its kind."""
        every = [(way.takes << len(self.net.dimensions), way.arrives) for way in ways]
        kinds = list(dict.fromkeys(every))
        return kinds, [kinds.index(each) for each in every]

    @cached_property
    def ones(self) -> int:
        """A one in the lane of each largest number."""
        return sum(1 << self.width * (self.count + lane) for lane in range(self.count))

    @cached_property
    def spare(self) -> int:
        """The highest bit of each lane."""
        return sum(1 << self.width * lane + self.width - 1 for lane in range(2 * self.count))

    @property
    def all(self) -> int:
        """The most that a lane may hold: what is missing where nothing is."""
        return (1 << self.width - 1) - 1

    def found(self) -> Mapping[int, tuple[Range, ...]]:
        """Go through all states in order, and return what is known at the ends."""
        nothing = sum(self.all << self.width * lane for lane in range(self.count))
        for state, _way in self.net.starts():
            self._meet(state, self._arrived(nothing), 0)
        for group in self.net.order.groups:
            if isinstance(group, int):
                self._send(group)
            else:
                self._around(group)
        ends = (state for state, row in enumerate(self.rows) if row is not None and not self.graph.edges(state))
        return {state: self._read(self.rows[state] or 0, self.endless[state]) for state in ends}

    def _read(self, row: int, endless: int) -> tuple[Range, ...]:
        lanes = [row >> self.width * lane & self.all for lane in range(2 * self.count)]
        return tuple(
            Range(self.all - lanes[lane] >> 1, None if endless >> lane & 1 else lanes[lane + self.count] >> 1)
            for lane in range(self.count)
        )

    def _send(self, state: int) -> list[int]:
        """Send what is known of a state on; return the states that learned something."""
        row, graph, rows = self.rows[state], self.graph, self.rows
        if row is None:
            return []
        offers, kinds, kind_of = self.menus[self.net.menu[state]]
        if offers:
            row = self._added(row, offers)
        parts = list[int]()
        for takes, arrives in kinds:
            part = self._added(row, takes) if takes else row
            parts.append(self._arrived(part) if arrives else part)
        endless, spare, shift, learned = self.endless[state], self.spare, self.width - 1, list[int]()
        after = graph.targets[graph.ends[state - 1] if state else 0 : graph.ends[state]]
        for target, kind in zip(after, kind_of, strict=True):
            sent, known = parts[kind], rows[target]
            if endless or known is None:
                if self._meet(target, sent, endless):
                    learned.append(target)
            elif known != sent:
                larger = (sent | spare) - known & spare
                mask = larger - (larger >> shift)
                joined = sent & mask | known & ~mask
                if joined != known:
                    rows[target] = joined
                    learned.append(target)
        return learned

    def _added(self, row: int, numbers: int) -> int:
        """Add to some numbers, if this stay can still add to them: odd ones become even."""
        least, most = self._lanes[numbers]
        return row + (row & most & ~self.held) - (~row & least)

    @cached_property
    def _lanes(self) -> dict[int, tuple[int, int]]:
        """A one in the lanes of some numbers: of their smallest, and of their largest."""
        asked = {0}.union(*({offers, *(takes for takes, _arrives in kinds)} for offers, kinds, _of in self.menus))
        low = {each: sum(1 << self.width * lane for lane in range(self.count) if each >> lane & 1) for each in asked}
        return {each: (lanes, lanes << self.width * self.count) for each, lanes in low.items()}

    def _arrived(self, row: int) -> int:
        """Begin a new stay: even numbers become odd."""
        ones = self.ones
        return (row | ones) & ~(ones >> self.width * self.count)

    def _meet(self, state: int, row: int, endless: int) -> bool:
        """Keep the larger of each lane; return whether something is new."""
        known, before = self.rows[state], self.endless[state]
        if endless & ~before:
            self.endless[state] = before | endless
        if known is None or known == row:
            self.rows[state] = row
            return known is None or self.endless[state] != before
        larger = (row | self.spare) - known & self.spare
        mask = larger - (larger >> self.width - 1)
        joined = self.rows[state] = row & mask | known & ~mask
        return joined != known or self.endless[state] != before

    def _around(self, group: Sequence[int]) -> None:
        """Send round a circle what is known, until nobody learns anything new.

        If a stay begins in it, whatever it adds has no most: its states lead to each other.
        """
        inside, grows, arrives = set(group), 0, False
        for state in group:
            offers, kinds, kind_of = self.menus[self.net.menu[state]]
            for edge, kind in zip(self.graph.edges(state), kind_of, strict=True):
                takes, arrival = kinds[kind]
                if self.graph.targets[edge] in inside:
                    grows |= takes | offers
                    arrives = arrives or arrival
        grows = grows if arrives else 0
        self.held = sum(1 << self.width * (self.count + lane) for lane in range(self.count) if grows >> lane & 1)
        waiting = [state for state in group if self.rows[state] is not None]
        for state in waiting:
            self.endless[state] |= grows
        for state in waiting:  # which grows meanwhile
            waiting += (each for each in self._send(state) if each in inside)
        self.held = 0
