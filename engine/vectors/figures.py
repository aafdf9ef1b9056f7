"""How many and how much, answered on sets of states that are whole numbers: each question by itself.

May import `explore` for answers as values, `symbolic`, and what stands before it in its room.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from engine.explore.counting import Count
from engine.explore.explored import Practice, Share
from engine.explore.moves import Moves
from engine.symbolic.facts import Facts
from engine.vectors.numbers import counted
from engine.vectors.opened import Practised
from engine.vectors.rounds import Rounds
from engine.vectors.shares import PLACES, Shares, shared
from engine.vectors.spans import Spans, spanned

LONGEST: Final = 1_000
"""How many choices are made at most to show how one can go round."""


class Figures:
    """The figures of what was found, where that is all there is. Most of this may raise `TooLarge` or `Stopped`."""

    def __init__(self, facts: Facts[int]) -> None:
        self.facts, self.program = facts, facts.program
        used = {name for slot in self.program.slots for name in slot.choices[0].empathy}
        self.dimensions = tuple(name for name in self.program.story.dimensions if name in used)

    @cached_property
    def _rounds(self) -> Rounds:
        return Rounds(self.facts)

    def count(self) -> Count:
        """Return how many play-throughs there are."""
        return counted(self._rounds)

    def circle(self) -> tuple[Moves, Moves] | None:
        """Return a play, and how it goes round for ever and could still end; None where that is not shown in short."""
        program, circling, paths = self.program, self._rounds.circling, self.facts.paths
        around = paths.among(circling)
        way = paths.to({at: states for at, states in circling.items() if program.nodes[at].rests})
        if way is None:
            return None
        met = dict[tuple[int, tuple[tuple[int, int], ...]], Moves]()
        for _ in range(LONGEST):
            at = program.rests[way.step.state.scene, way.step.stopped]
            codes = program.codes_at(at, way.step.state).items()
            before = met.setdefault((at, tuple(sorted(codes))), way.moves)
            if before is not way.moves:
                return before, way.moves[len(before) :]
            way = paths.on(way, around)
        return None

    def chances(self) -> tuple[Mapping[str, float], float]:
        """Return how likely each ending is that can be come to, and how much is not accounted for."""
        found = shared(self._rounds, self._practised(()))
        chances = {
            name: sum(found.ends[node][0] for node in nodes if node in found.ends) / (1 << PLACES)
            for name, nodes in self.facts.endings.items()
            if nodes
        }
        return chances, found.rest / (1 << PLACES)

    def _practised(self, dimensions: tuple[str, ...]) -> Practised:
        bits = {name: 1 << number for number, name in enumerate(dimensions)}
        slots = [sum(bits.get(name, 0) for name in slot.choices[0].empathy) for slot in self.program.slots]
        return Practised(slots, len(dimensions))

    def practice(self) -> Mapping[str | None, Mapping[str, Practice]]:
        """Return what was offered and taken, by ending, and by None of all together; nothing where no play ends."""
        if not self._rounds.ends:
            return {}
        shares, spans = Shares({}, 0), Spans()
        if self.dimensions:
            practised = self._practised(self.dimensions)
            shares, spans = shared(self._rounds, practised), spanned(self._rounds, practised)
        nodes = {name: tuple(states) for name, states in self.facts.endings.items() if states}
        every = tuple(node for some in nodes.values() for node in some)
        return {name: self._practice(shares, spans, some) for name, some in ({None: every} | nodes).items()}

    def _practice(self, shares: Shares, spans: Spans, nodes: tuple[int, ...]) -> dict[str, Practice]:
        if not nodes:
            return {}
        rows, count = [shares.ends[node] for node in nodes if node in shares.ends], len(self.dimensions)
        chance, found = sum(row[0] for row in rows), list[Share]()
        for number in range(2 * count):
            mine = [spans[node][number] for node in nodes]
            most = None if any(each.most is None for each in mine) else max(each.most or 0 for each in mine)
            mean = sum(row[1 + number] for row in rows) / chance if chance else 0.0
            found.append(Share(min(each.least for each in mine), mean, most))
        return {name: Practice(found[at], found[at + count]) for at, name in enumerate(self.dimensions)}
