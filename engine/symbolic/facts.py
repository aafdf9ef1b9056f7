"""What sets of states show of a story: what can be met, where plays get stuck or are caught, what conditions come to.

May import floors 0 and 1, `explore` for facts as values, and what stands before it in its room.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic

from engine.explore.findings import Stuck
from engine.explore.moves import Moves
from engine.symbolic.guards import Guard, any_of
from engine.symbolic.paths import Paths
from engine.symbolic.reach import Reached, Stop
from engine.symbolic.sets import S, TooLarge
from engine.symbolic.spreading import leading_to


class Facts(Generic[S]):
    """What was found, read as facts; of what is not all there is, only what is met holds.

    Most of this may raise `TooLarge` or `Stopped`.
    """

    def __init__(self, found: Reached[S], stop: Stop) -> None:
        self.found, self.program, self.sets, self.stop = found, found.program, found.sets, stop
        self.paths = Paths(found, stop)
        self._met: dict[tuple[int, Guard], bool] = {}

    def meets(self, node: int, guard: Guard) -> bool:
        """Tell whether a guard holds in some state of a node that is come to; the same is asked more than once."""
        known = self._met.get((node, guard))
        if known is None:
            known = self._met[node, guard] = self.sets.meets(node, self.found.states[node], guard)
        return known

    def met(self, node: int) -> bool:
        """Tell whether some state of a node is come to."""
        return self.found.states[node] != self.sets.nothing

    @cached_property
    def resting(self) -> Mapping[int, S]:
        """The states at rest that are come to, by node."""
        return {at: self.found.states[at] for at in self.program.rests.values() if self.met(at)}

    @cached_property
    def scenes(self) -> frozenset[str]:
        """The scenes that some play arrives at."""
        return frozenset(node.scene for at, node in enumerate(self.program.nodes) if self.met(at))

    @cached_property
    def offered(self) -> Sequence[int]:
        """The slots that are offered in some state: if there is no more room, some of them."""
        found, program = list[int](), self.program
        for at in self.resting:
            node = program.nodes[at]
            for number in program.menus[node.scene] if node.stopped is None else ():
                try:
                    if self.meets(at, program.slots[number].open):
                        found.append(number)
                except TooLarge:
                    if not self.found.why:
                        raise
                    return found
        return found

    def offering(self, slot: int) -> tuple[int, S]:
        """Return the node at which a slot is offered, and the states in which it is."""
        of = self.program.slots[slot]
        at = self.program.rests[of.scene, None]
        return at, self.found.states[at] & self.sets.holding(at, of.open)

    @property
    def choices(self) -> frozenset[str]:
        """The choices that are offered somewhere."""
        return frozenset(name for number in self.offered for name in self.program.slots[number].names)

    @cached_property
    def endings(self) -> Mapping[str, Mapping[int, S]]:
        """The states of each ending, by node."""
        found: dict[str, dict[int, S]] = {name: {} for name in self.program.story.endings}
        for at, states in self.resting.items():
            if (name := self.program.nodes[at].scene) in found:
                found[name][at] = states
        return found

    @cached_property
    def ways(self) -> frozenset[tuple[str, str]]:
        """The pairs of scenes of which some play goes from the one to the other."""
        nodes, sets = self.program.nodes, self.sets
        return frozenset(
            (nodes[edge.source].scene, nodes[edge.target].scene)
            for place, edge in enumerate(self.program.edges)
            if edge.arrives and sets.image(place, self.found.states[edge.source]) != sets.nothing
        )

    @cached_property
    def menus(self) -> Mapping[int, S]:
        """The states in which something can be chosen, by node."""
        program, found = self.program, dict[int, S]()
        for at, states in self.resting.items():
            node = program.nodes[at]
            if node.stopped is None and program.story.scenes[node.scene].ending is None:
                guard = any_of(program.slots[number].open for number in program.menus[node.scene])
                in_ = states if guard is True else states & self.sets.holding(at, guard)
                if in_ != self.sets.nothing:
                    found[at] = in_
        return found

    @cached_property
    def dead_ends(self) -> Mapping[int, S]:
        """The states in which nothing can be chosen, though the story has not ended, by node."""
        story, found = self.program.story, dict[int, S]()
        for at, states in self.resting.items():
            if story.scenes[self.program.nodes[at].scene].ending is None:
                left = states & ~self.menus[at] if at in self.menus else states
                if left != self.sets.nothing:
                    found[at] = left
        return found

    def stuck(self) -> Iterator[Stuck]:
        """Yield where plays can get stuck, with plays that show it."""
        for at, states in self.dead_ends.items():
            way = self.paths.to({at: states})
            assert way is not None  # noqa: S101 - it was found
            yield Stuck(self.program.nodes[at].scene, self.program.nodes[at].stopped, way.moves)

    def distance(self, goals: Mapping[int, S]) -> int | None:
        """Return how many choices lead to the nearest of some states, where that is known."""
        for number, ring in enumerate(self.found.rings or ()):
            if any(node in ring and ring[node] & states != self.sets.nothing for node, states in goals.items()):
                return number
        return None

    def leading(self, goals: Mapping[int, S]) -> list[S]:
        """Return as `spreading.leading_to` does."""
        return leading_to(self.found, goals, self.stop)

    @cached_property
    def trapped(self) -> Mapping[int, S]:
        """The states in which something can be chosen, and from which no ending can be reached any more."""
        goals = {at: states for ends in self.endings.values() for at, states in ends.items()}
        out = self.leading(goals)
        found = {at: states & ~out[at] for at, states in self.menus.items()}
        return {at: states for at, states in found.items() if states != self.sets.nothing}

    def caught(self) -> Mapping[str, Moves]:
        """Return each scene at which a play may be when no ending can be reached any more, for the first time."""
        trapped = self.trapped
        free = {at: states & ~trapped[at] if at in trapped else states for at, states in self.menus.items()}
        found = dict[str, Moves]()
        for at, states in trapped.items() if trapped else ():
            made = self._into(at, states, free)
            if made is not None:
                found[self.program.nodes[at].scene] = made
        return found

    def _into(self, at: int, states: S, free: Mapping[int, S]) -> Moves | None:
        """Return a play that comes from what is free, or begins, in these states of a node."""
        way = self.paths.begun(self.paths.among({at: states})) or self.paths.into(at, states, free)
        return way.moves if way else None

    def closing(self, ending: str) -> tuple[str, ...]:
        """Return the choices after which an ending is out of reach for good.

        From at least one state in which such a choice is offered it could be come to before, and from none after.
        """
        program, nothing = self.program, self.sets.nothing
        leads = self.leading(self.endings[ending])
        open_, after = set[int](), set[int]()
        for number in self.offered:
            at, states = self.offering(number)
            if states & leads[at] == nothing:
                continue
            open_.add(number)
            for place in program.out[at]:
                edge = program.edges[place]
                if edge.slot == number and self.sets.image(place, states) & leads[edge.target] != nothing:
                    after.add(number)
                    break
        return tuple(name for number in sorted(open_ - after) for name in program.slots[number].names)

    def asked(self) -> Mapping[tuple[str, int], set[bool]]:
        """Return what each condition is ever found to be, by its holder and the number of the branch."""
        found = dict[tuple[str, int], set[bool]]()
        for probe in self.program.probes:
            known = found.setdefault((probe.names[0], probe.number), set())
            if probe.answer not in known and self.meets(probe.node, probe.guard):
                known.add(probe.answer)
        names = {probe.names[0]: probe.names for probe in self.program.probes}
        return {(each, number): answers for (name, number), answers in found.items() for each in names[name]}
