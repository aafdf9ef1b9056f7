"""The way back from states that were found to a beginning, through what was known earlier and earlier.

May import `explore` for plays as values, and what stands before it in its room.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, NamedTuple

from engine.explore.moves import NotPlayed
from engine.symbolic.back import Back
from engine.symbolic.history import History
from engine.symbolic.reach import Reached, Stop, Stopped
from engine.symbolic.sets import S

BEGUN: Final = -1
"""When the states are known at which plays begin."""


class Mark(NamedTuple, Generic[S]):
    """What a play goes through: some states at rest, by node, and the slot that leads there, where that is known."""

    aim: Mapping[int, S]
    slot: int | None = None


class _Spot(NamedTuple, Generic[S]):
    """Some states of a node, when they were first known, and the edge that they came by then, where that is known."""

    time: int
    node: int
    states: S
    by: int | None


@dataclass(frozen=True)
class Retracing(Generic[S]):
    """Ways back to a beginning; `begun` are the states at which plays begin, by node."""

    found: Reached[S]
    begun: Mapping[int, S]
    stop: Stop

    @cached_property
    def gone(self) -> dict[tuple[int, tuple[tuple[int, int], ...]], tuple[list[Mapping[int, S]], _Spot[S]]]:
        """What was gone through from a state on, by its node and its codes: many ways back come together."""
        return {}

    @cached_property
    def history(self) -> History[S]:
        """How the sets grew; if nobody noted that, one looks for a beginning from the first step on."""
        return self.found.history or History(self.found.sets)

    @cached_property
    def back(self) -> Back[S]:
        """Steps backwards."""
        return Back(self.found.program, self.found.sets)

    @cached_property
    def resting(self) -> Mapping[int, S]:
        """All states at rest that are come to."""
        nodes, nothing = self.found.program.nodes, self.found.sets.nothing
        return {at: states for at, states in enumerate(self.found.states) if nodes[at].rests and states != nothing}

    def marks(self, goals: Mapping[int, S]) -> list[Mark[S]] | None:
        """Return what a play to one of some states goes through, from the beginning on; None where none comes there.

        Raises:
            NotPlayed: nothing leads to what was found: a fault of the explorer.
            Stopped: somebody wanted to stop.
            TooLarge: the sets on the way need more room.

        """
        spot, way = self._first(goals), list[Mark[S]]()
        while spot is not None:
            codes = self.found.sets.pick(spot.node, spot.states)
            state = spot.node, tuple(codes.items())
            one = {spot.node: self.found.sets.one(spot.node, codes)}
            if spot.time == BEGUN:
                return [Mark(one), *reversed(way)]
            if spot.by is None:
                if state not in self.gone:
                    self.gone[state] = self._earlier(one, spot.time)
                aims, spot = self.gone[state]
                way += map(Mark, aims)
            else:
                way.append(Mark(one, self.found.program.edges[spot.by].slot))
                known = self.history.before(spot.node, spot.time)
                spot = self._first({spot.node: self.found.sets.preimage(spot.by, one[spot.node]) & known})
        return None

    def _earlier(self, aim: Mapping[int, S], time: int) -> tuple[list[Mapping[int, S]], _Spot[S]]:
        """Return what is gone through from something that was known before a time, backwards, and what that is."""
        aims, left, nothing = [aim], self.history.then(time) or dict(self.resting), self.found.sets.nothing
        while True:
            if self.stop():
                raise Stopped
            aim = self.back.all(aim, left)
            spot = self._first(aim)
            if spot is not None and spot.time < time:
                return aims, spot
            if not aim:
                raise NotPlayed(self.found.program.story.id)  # it was found, and yet nothing leads there
            aims.append(aim)
            for node, states in aim.items():
                left[node] = left[node] & ~states
                if left[node] == nothing:
                    del left[node]

    def _first(self, aim: Mapping[int, S]) -> _Spot[S] | None:
        """Return those of some states that were known first, of one node; None where there are none."""
        spots = [spot for node, states in aim.items() for spot in self._spots(node, states & self.found.states[node])]
        return min(spots, key=lambda spot: (spot.time, spot.node), default=None)

    def _spots(self, node: int, states: S) -> Iterator[_Spot[S]]:
        nothing = self.found.sets.nothing
        if states == nothing:
            return
        if node in self.begun and (met := states & self.begun[node]) != nothing:
            yield _Spot(BEGUN, node, met, None)
        grown = self.history.since(node, states)
        if grown is None:
            yield _Spot(self.history.now, node, states, None)
        else:
            yield _Spot(grown.time, node, states & grown.states, grown.by)
