"""What can be gone round in, found by taking away what cannot until nothing more goes.

May import `symbolic`, and what stands before it in its room.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from engine.symbolic.bitsets import Bitsets
from engine.symbolic.facts import Facts
from engine.symbolic.reach import Stopped
from engine.vectors.sending import rings

Sets = dict[int, int]
"""States by node, of those nodes only that have some."""
Steps = Mapping[int, int | None]
"""Some edges, and of each the states that it is meant from; None for all."""


class Rounds:
    """What goes round in what was found. All of it may raise `Stopped`."""

    def __init__(self, facts: Facts[int]) -> None:
        assert isinstance(facts.sets, Bitsets)  # noqa: S101 - no other sets are whole numbers
        self.facts, self.program, self.sets = facts, facts.program, facts.sets
        self.rings = rings(facts.program)

    @cached_property
    def ends(self) -> Sets:
        """The states that a play ends in, stuck or not."""
        menus = self.facts.menus
        found = {at: states & ~menus[at] if at in menus else states for at, states in self.facts.resting.items()}
        return {at: states for at, states in found.items() if states}

    @cached_property
    def ending(self) -> Mapping[int, int]:
        """For each node at which some states cannot end any more, those that can."""
        if not self.rings:
            return {}
        out, found = self.facts.leading(self.ends), self.facts.found.states
        return {node: states for node, states in enumerate(out) if states != found[node]}

    @cached_property
    def circling(self) -> Sets:
        """The states from which one can go round, in what can still end, without leaving a circle of nodes."""
        return self.trimmed({node: self.ending.get(node, states) for node, states in self._within.items()})

    @cached_property
    def _within(self) -> Sets:
        """All states at nodes of circles."""
        found = self.facts.found.states
        return {node: found[node] for nodes in self.rings.values() for node in nodes if found[node]}

    @cached_property
    def inside(self) -> Iterable[int]:
        """The edges within circles of nodes."""
        order = self.program.order
        return [
            place
            for place, edge in enumerate(self.program.edges)
            if order[edge.source] == order[edge.target] and order[edge.source] in self.rings
        ]

    def trimmed(self, states: Mapping[int, int]) -> Sets:
        """Return those of some states from which one can go on among them for ever."""
        left = {node: each for node, each in states.items() if each}
        waiting = dict.fromkeys(left)
        into: dict[int, list[int]] = {}
        out: dict[int, list[int]] = {}
        for place in self.inside:
            edge = self.program.edges[place]
            into.setdefault(edge.target, []).append(edge.source)
            out.setdefault(edge.source, []).append(place)
        while waiting:
            self._asked()
            node = next(iter(waiting))
            del waiting[node]
            goes = 0
            for place in out.get(node, ()):
                target = self.program.edges[place].target
                if target in left:
                    goes |= self.sets.preimage(place, left[target]) & left[node]
                    if goes == left[node]:
                        break
            if goes != left[node]:
                left[node] = goes
                if not goes:
                    del left[node]
                waiting.update(dict.fromkeys(each for each in into.get(node, ()) if each in left))
        return left

    def _asked(self) -> None:
        if self.facts.stop():
            raise Stopped

    def spread(self, states: Mapping[int, int], among: Mapping[int, int], *, on: bool) -> Sets:
        """Return all that some states lead to among others; or, if not `on`, all that leads to them."""
        done, pending, order = Sets(), dict(states), self.program.order
        step, first = (self._on, min) if on else (self._back, max)
        while pending:
            self._asked()
            node = first(pending, key=lambda each: order[each])
            new = pending.pop(node) & among.get(node, 0) & ~done.get(node, 0)
            if not new:
                continue
            done[node] = done.get(node, 0) | new
            for to, come in step(node, new):
                if come:
                    pending[to] = pending.get(to, 0) | come
        return done

    def _on(self, node: int, states: int) -> Iterable[tuple[int, int]]:
        """Yield where states of a node lead."""
        for place in self.program.out[node]:
            yield self.program.edges[place].target, self.sets.image(place, states)

    def _back(self, node: int, states: int) -> Iterable[tuple[int, int]]:
        """Yield what leads to states of a node."""
        for place in self.program.into[node]:
            yield self.program.edges[place].source, self.sets.preimage(place, states)

    def without_end(self, *kinds: Steps) -> Sets:
        """Return the states behind a circle in which a step of each kind can be made.

        What is left when all that is not both behind such steps and before such steps is taken away: whatever that is,
        it lies on circles with steps of all kinds, or between two of them.
        """
        left = self.turning
        while left:
            before = dict(left)
            for steps in kinds:
                first, then = self._made(steps, left)
                left = self.spread(first, left, on=False)
                left = self.spread(then, left, on=True)
            if left == before:
                break
        return self.spread(left, dict(enumerate(self.facts.found.states)), on=True)

    @cached_property
    def turning(self) -> Sets:
        """The states from which one can go round, whether it can end or not."""
        return self.trimmed(self._within) if self.ending else self.circling

    def _made(self, steps: Steps, left: Mapping[int, int]) -> tuple[Sets, Sets]:
        """Return what begins some steps that stay among what is left, and what they come to."""
        first, then = Sets(), Sets()
        for place in self.inside:
            edge = self.program.edges[place]
            if place not in steps or edge.source not in left or edge.target not in left:
                continue
            only = steps[place]
            begins = left[edge.source] if only is None else left[edge.source] & only
            come = self.sets.image(place, begins) & left[edge.target]
            if come:
                then[edge.target] = then.get(edge.target, 0) | come
                first[edge.source] = first.get(edge.source, 0) | self.sets.preimage(place, come) & begins
        return first, then
