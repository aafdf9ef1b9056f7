"""One choice back: what comes to some states, from rest to rest.

May import what stands before it in its room.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic

from engine.symbolic.program import Program
from engine.symbolic.sets import S, Sets


@dataclass(frozen=True)
class Back(Generic[S]):
    """Steps backwards in a program. States are given by node."""

    program: Program
    sets: Sets[S]

    def all(self, aim: Mapping[int, S], among: Mapping[int, S]) -> dict[int, S]:
        """Return which of some states at rest come to an aim by one choice."""
        program, sets = self.program, self.sets
        came, arriving = dict[int, S](), dict[int, S]()
        for node, states in aim.items():
            self._gather(node, states, among, came, arriving)
        while arriving:
            node = max(arriving, key=lambda each: program.rank[each])
            self._gather(node, arriving.pop(node), among, came, arriving)
        return {node: met for node, states in came.items() if (met := states & among[node]) != sets.nothing}

    def some(self, aim: Mapping[int, S], among: Mapping[int, S]) -> dict[int, S]:
        """Return some of what `all` returns, of one way back, which takes less; nothing only where that is all."""
        program, sets = self.program, self.sets
        for source, more in self._steps(aim):
            if not program.nodes[source].rests:
                if found := self.all({source: more}, among):
                    return found
            elif source in among and (met := more & among[source]) != sets.nothing:
                return {source: met}
        return {}

    def _steps(self, aim: Mapping[int, S]) -> Iterator[tuple[int, S]]:
        for node, states in aim.items():
            for place in self.program.into[node]:
                more = self.sets.preimage(place, states)
                if more != self.sets.nothing:
                    yield self.program.edges[place].source, more

    def _gather(self, node: int, states: S, among: Mapping[int, S], came: dict[int, S], arriving: dict[int, S]) -> None:
        program = self.program
        for place in program.into[node]:
            source = program.edges[place].source
            if program.nodes[source].rests:
                if source not in among:
                    continue
                goes = came
            else:
                goes = arriving
            more = self.sets.preimage(place, states)
            if more != self.sets.nothing:
                goes[source] = goes[source] | more if source in goes else more
