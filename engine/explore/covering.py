"""A small set of plays that together take every choice and see every ending: to proofread by, or for a class in groups.

May import floors 0 and 1, and what stands before it in its room. Finding the smallest set is too hard to promise
(minimum set cover); so it is found greedily, and a lower bound says how far from the smallest it can be: choices of
which no play takes two need a play each.
"""

from array import array
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.explore.ahead import Ahead
from engine.explore.graph import Edge
from engine.explore.moves import Moves, moves

MANY: Final = 200
"""How many plays there are at most; a story that needs more says so by what it leaves."""
TRIES: Final = 100
"""How many choices the lower bound is begun with: those that lead to the fewest others."""


@dataclass(frozen=True, slots=True)
class Covering:
    """Plays that take every choice that can be taken, and see every ending. Every set that does has `least` or more.

    One that has to take a choice behind which no end can be come to stops there. `left` are choices that none takes.
    """

    least: int
    plays: tuple[Moves, ...]
    left: tuple[str, ...] = ()


def covering(found: Ahead) -> Covering:
    """Return plays that together take every choice of a complete graph, and see every ending that can be reached."""
    return _Covering(found).covered()


class _Covering:
    def __init__(self, found: Ahead) -> None:
        self.graph, self.ahead = found.graph, found
        graph = self.graph
        self.slots = [0 if passage.slot is None else 1 << passage.slot for passage in graph.passages]
        self.left = {name: slot for slot in graph.offered for name in graph.slots[slot].names}
        self.wanted = {slot: len(graph.slots[slot].names) for slot in graph.offered}
        self.open = sum(1 << slot for slot in self.wanted)
        self.ends: dict[int, int] = {}
        for number, states in enumerate(graph.endings.values(), len(graph.slots)):
            self.ends.update((state, 1 << number) for state in states)
            self.open |= 1 << number if states else 0

    def covered(self) -> Covering:
        """Make plays until nothing new can be taken."""
        plays, least = list[Moves](), self._least()
        homewards = self._homewards()
        while self.open and len(plays) < MANY:
            path = self._play(homewards)
            made = moves(self.graph, path, self.left)
            ending = self.ends.get(path[-1].target, 0) & self.open
            taken = {each for each in made if isinstance(each, str) and each in self.left}
            if not taken and not ending:
                break
            self.open &= ~ending
            self._take(taken)
            plays.append(made)
        return Covering(least, tuple(plays), tuple(self.left))

    def _take(self, names: Iterable[str]) -> None:
        """Note that some choices are taken."""
        for name in names:
            slot = self.left.pop(name)
            self.wanted[slot] -= 1
            if not self.wanted[slot]:
                self.open &= ~(1 << slot)

    def _play(self, homewards: Sequence[int]) -> list[Edge]:
        """Return a play that always goes where most can still be taken that was not taken before."""
        graph, new = self.graph, self.open
        start, passage = max(graph.starts, key=lambda each: (self.ahead.states[each[0]] & new).bit_count())
        path, state, seen, times = [Edge(None, start, graph.passages[passage])], start, {start}, Counter[int]()
        while edges := graph.edges(state):
            if not self.ahead.states[state] & new:
                if homewards[state] < 0:
                    break  # going round for ever, or at an end
                edge = next(each for each in edges if graph.targets[each] == homewards[state])
            else:
                edge = self._best(edges, new)
                if graph.targets[edge] in seen and not self.slots[graph.taken[edge]] & new:  # round and round
                    edge = self._nearest(state, new)
            passage_ = graph.passages[graph.taken[edge]]
            slot = passage_.slot or 0  # only the beginning has none
            times[slot] += 1
            if times[slot] >= self.wanted.get(slot, 0):
                new &= ~(1 << slot)
            path.append(Edge(state, graph.targets[edge], passage_))
            state = graph.targets[edge]
            seen.add(state)
        return path

    def _best(self, edges: range, new: int) -> int:
        graph = self.graph

        def worth(edge: int) -> int:
            return ((self.ahead.states[graph.targets[edge]] | self.slots[graph.taken[edge]]) & new).bit_count()

        return max(edges, key=worth)

    def _nearest(self, state: int, new: int) -> int:
        """Return the first step of a shortest way to a choice that is wanted: used where one would go in a circle."""
        graph, first, waiting = self.graph, {state: -1}, deque([state])
        while waiting:
            at = waiting.popleft()
            for edge in graph.edges(at):
                target = graph.targets[edge]
                begun = edge if at == state else first[at]
                if (self.slots[graph.taken[edge]] | self.ends.get(target, 0)) & new:
                    return begun
                if target not in first:
                    first[target] = begun
                    waiting.append(target)
        raise AssertionError(state)  # it is asked only where something wanted lies ahead

    def _homewards(self) -> Sequence[int]:
        """Return, for each state, what is next on a shortest way to an end, an ending if there is one; or -1."""
        graph, step = self.graph, array("l", [-1]) * len(self.graph.states)
        ends, sources = graph.backwards()
        found = bytearray(len(graph.states))
        for goals in ([each for states in graph.endings.values() for each in states], list(graph.dead_ends)):
            waiting = [state for state in goals if not found[state]]
            for state in waiting:
                found[state] = 1
            for state in waiting:  # which grows meanwhile
                for source in sources[ends[state - 1] if state else 0 : ends[state]]:
                    if not found[source]:
                        found[source], step[source] = 1, state
                        waiting.append(source)
        return step

    def _least(self) -> int:
        """Return how many choices were found no two of which are ever taken in one play; or how many endings there are.

        Two are if one lies ahead of the other. Whoever has the fewest of those left ahead is taken next.
        """
        after, slots = self.ahead.after, sorted(self.wanted, key=lambda slot: self.ahead.after[slot].bit_count())
        best = len(set(self.ends.values()))
        for first in slots[:TRIES]:
            chosen, left = 0, self.open & (1 << len(self.graph.slots)) - 1
            slot: int | None = first
            while slot is not None:
                chosen += 1
                left &= ~(after[slot] | 1 << slot)
                rest = [each for each in slots if left >> each & 1 and not after[each] >> slot & 1]
                left = sum(1 << each for each in rest)
                slot = min(rest, key=lambda each: ((after[each] & left).bit_count(), each), default=None)
            best = max(best, chosen)
        return best
