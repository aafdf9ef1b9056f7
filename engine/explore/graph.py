"""What a search has found: every state that a play can rest in, and every step between them.

May import floors 0 and 1, `layout` and `telling`. A graph says whether it is all there is: one that was cut short holds
only what is true all the same.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from engine.explore.layout import Layout
from engine.explore.telling import Part
from engine.model import Scene, Story


class Slot(NamedTuple):
    """A choice of a menu, or a group of equal ones: their `scene.choice`s, and how many of these there are in all."""

    names: tuple[str, ...]
    dimensions: frozenset[str]


class Passage(NamedTuple):
    """What a step is, whatever the state: the choice and what followed.

    `slot` is a place in `Graph.slots`, or None for the beginning; `drew` what chance brought, in order, which comes
    `weight` times out of `of`; `arrived` the scenes that were arrived at; `times` how many choices of the slot led on
    so. `words` counts those that are told, at least and at most (of a shuffle, any item may be), `silent` names the
    eyes for which none is; both only where words were asked for.
    """

    slot: int | None
    drew: tuple[str, ...]
    arrived: tuple[str, ...]
    stopped: str | None
    weight: int = 1
    of: int = 1
    times: int = 1
    words: tuple[int, int] = (0, 0)
    silent: frozenset[str] = frozenset()

    @property
    def chance(self) -> float:
        """How likely the draws are."""
        return self.weight / self.of


class Edge(NamedTuple):
    """A step from a state (None before the beginning) to another; states by their places in `Graph.states`."""

    source: int | None
    target: int
    passage: Passage


class Spotted(NamedTuple):
    """Where something was first met: at a state, or on the way out of it by a passage; fewest choices first."""

    state: int | None
    passage: Passage | None = None


@dataclass(frozen=True, eq=False)
class Graph:
    """States are numbers, by `layout`; each is known by its place in `states`, those nearest to the start first.

    Of these, the first `len(ends)` were looked at: the steps out of state `n` are `targets[ends[n - 1]:ends[n]]`, with
    their passages. `came` is, for each state, the step by which it was found: an edge's place, or `-1 - n` for the
    `n`th beginning. `why` says why the search ended before all was found, and is empty if it did not.
    """

    story: Story
    layout: Layout
    slots: Sequence[Slot]
    passages: Sequence[Passage]
    starts: Sequence[tuple[int, int]]
    states: Sequence[int]
    ends: "array[int]"
    targets: "array[int]"
    taken: "array[int]"
    """The passage of each edge."""
    came: Sequence[int]
    scenes: Mapping[str, Spotted]
    """Where each scene was first arrived at."""
    offered: Mapping[int, int]
    """At which state each slot was first offered."""
    asked: Mapping[tuple[str, int], set[bool]]
    """What each condition was found to be: of a choice by its name and -1, of a branch by its holder and place."""
    shown: AbstractSet[Part] = frozenset()
    """Which parts of texts are shown somewhere, where words were asked for."""
    why: Literal["", "limit", "stopped"] = ""

    def scene(self, at: int) -> Scene:
        """Return the scene in which a state rests."""
        return self._scenes[self.states[at] & self.layout.low]

    @cached_property
    def _scenes(self) -> tuple[Scene, ...]:
        return tuple(self.story.scenes.values())

    def edges(self, at: int) -> range:
        """Return the places of the steps out of a state that was looked at."""
        return range(self.ends[at - 1] if at else 0, self.ends[at])

    def source(self, edge: int) -> int:
        """Return the state that an edge leads out of."""
        return bisect_right(self.ends, edge)

    @cached_property
    def endings(self) -> Mapping[str, Sequence[int]]:
        """The states of each ending, nearest first."""
        found = {name: array("L") for name in self.story.endings}
        numbers = {self.layout.numbers[name]: places for name, places in found.items()}
        low = self.layout.low
        for at, state in enumerate(self.states):
            if (state & low) in numbers:
                numbers[state & low].append(at)
        return found

    @cached_property
    def dead_ends(self) -> Sequence[int]:
        """The states in which nothing can be done, though the story has not ended; nearest first."""
        found, before = array("L"), 0
        for at, end in enumerate(self.ends):
            if end == before and self.scene(at).ending is None:
                found.append(at)
            before = end
        return found

    def path(self, at: int | None) -> list[Edge]:
        """Return a shortest way to a state, from the beginning."""
        path: list[Edge] = []
        while at is not None:
            came = self.came[at]
            source = None if came < 0 else self.source(came)
            passage = self.passages[self.starts[-1 - came][1] if came < 0 else self.taken[came]]
            path.append(Edge(source, at, passage))
            at = source
        return path[::-1]

    def backwards(self) -> "tuple[array[int], array[int]]":
        """Return, for each state, the states that lead to it: `sources[ends[n - 1]:ends[n]]`; each once for a step."""
        ends = array("L", bytes(array("L").itemsize * (len(self.states) + 1)))
        for target in self.targets:
            ends[target + 1] += 1
        for at in range(1, len(ends)):
            ends[at] += ends[at - 1]
        places, sources, begin = array("L", ends), array("L", bytes(ends.itemsize * len(self.targets))), 0
        for source, end in enumerate(self.ends):
            for target in self.targets[begin:end]:
                sources[places[target]] = source
                places[target] += 1
            begin = end
        return ends[1:], sources

    def steps(self) -> Iterator[tuple[int, int, int]]:
        """Yield every step as its source, its target and the place of its passage."""
        begin = 0
        for source, end in enumerate(self.ends):
            for edge in range(begin, end):
                yield source, self.targets[edge], self.taken[edge]
            begin = end
