"""Plays to states that were found: shortest ones where rings show them, else some play.

May import floors 0 and 1, `explore` for plays as values, and what stands before it in its room. A play is made by the
player's own rules: sets only say which of its next steps comes nearer. Of shortest plays it is the first, in the order
in which choices are written: the same that a search state by state finds.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Generic, NamedTuple

from engine.explore.draws import outcomes
from engine.explore.moves import Brought, Made, Moves, NotPlayed
from engine.play.rules import Step, begin, offer, step
from engine.symbolic.reach import Reached
from engine.symbolic.sets import S, TooLarge

Codes = Mapping[int, int]
Test = Callable[[Step], bool]
"""What a step is asked: whether it comes to what is looked for."""


class _Mark(NamedTuple):
    """A state at rest that a play goes through, and the slot that leads to it; None where that is not known."""

    node: int
    codes: Codes
    slot: int | None


class Way(NamedTuple):
    """A play, and the step that it ended with."""

    moves: Moves
    step: Step


class Paths(Generic[S]):
    """Plays to what was found."""

    def __init__(self, found: Reached[S]) -> None:
        self.found, self.program, self.sets = found, found.program, found.sets

    def to(self, goals: Mapping[int, S]) -> Way | None:
        """Return a play to one of the states, which are given by nodes at rest; None where none was found.

        Raises:
            TooLarge: the sets on the way need more room.

        """
        if self.found.rings is None:
            return self._by_history(goals)
        return self._by_rings(goals)

    def on(self, way: Way, ends: Test, slots: tuple[int, ...] | None = None) -> Way:
        """Return a play that is longer by one choice: the first with a step for which `ends` holds."""
        for each in self.steps(way, slots):
            if ends(each.step):
                return each
        raise NotPlayed(way.moves)

    def begun(self, ends: Test) -> Way | None:
        """Return the first beginning for which `ends` holds, if there is one."""
        return next((each for each in self.starts() if ends(each.step)), None)

    def among(self, aim: Mapping[int, S]) -> Test:
        """Return a test for being in one of some states."""
        program, sets = self.program, self.sets

        def test(made: Step) -> bool:
            node = program.rests[made.state.scene, made.stopped]
            return node in aim and sets.has(node, aim[node], program.codes_at(node, made.state))

        return test

    def starts(self) -> Iterator[Way]:
        """Yield every beginning."""
        for outcome in outcomes(partial(begin, self.program.story)):
            yield Way(tuple(Brought(drew.to) for drew in outcome.step.drew), outcome.step)

    def steps(self, way: Way, slots: tuple[int, ...] | None = None) -> Iterator[Way]:
        """Yield every play that is longer by one choice, of these slots if any; of equal choices the first."""
        story, state = self.program.story, way.step.state
        open_ = offer(story, state).choices
        for number in self.program.menus[state.scene] if slots is None else slots:
            choice = next((each for each in self.program.slots[number].choices if each in open_), None)
            if choice is None:
                continue
            for outcome in outcomes(partial(step, story, state, choice.id)):
                made: list[Made] = [choice.name, *(Brought(drew.to) for drew in outcome.step.drew)]
                yield Way((*way.moves, *made), outcome.step)

    def _walked(self, tests: Iterator[tuple[Test, int | None]]) -> Way:
        """Return the play that goes, step by step, the first way on that passes each test; by its slot, if any."""
        way = None
        for test, slot in tests:
            ways = self.starts() if way is None else self.steps(way, None if slot is None else (slot,))
            way = next((each for each in ways if test(each.step)), None)
            if way is None:
                raise NotPlayed(self.program.story.id)
        assert way is not None  # noqa: S101 - there is at least the beginning
        return way

    # By rings --------------------------------------------------------------------------------------------------------

    def _by_rings(self, goals: Mapping[int, S]) -> Way | None:
        rings, sets = self.found.rings or [], self.sets
        for number, ring in enumerate(rings):
            aim = {node: met for node in goals if node in ring and (met := goals[node] & ring[node]) != sets.nothing}
            if aim:
                aims = [aim]
                for nearer in reversed(rings[:number]):
                    aims.append(self.before(aims[-1], nearer))
                return self._walked((self.among(each), None) for each in reversed(aims))
        return None

    def into(self, at: int, states: S, free: Mapping[int, S]) -> Way | None:
        """Return a play that comes by its last choice from what is `free` into some states; None where none does."""
        if self.found.rings is None:
            before = next(self._some_before(at, states, free), None)
        else:
            before = self.before({at: states}, free)
        way = self.to(before) if before else None
        return self.on(way, self.among({at: states})) if way else None

    def _some_before(self, at: int, states: S, free: Mapping[int, S]) -> Iterator[dict[int, S]]:
        """Yield what is free and comes to some states by one choice, for each way back: one is all that is needed."""
        program, sets = self.program, self.sets
        for place in program.into[at]:
            source = program.edges[place].source
            more = sets.preimage(place, states)
            if not program.nodes[source].rests:
                if more != sets.nothing and (before := self.before({source: more}, free)):
                    yield before
            elif source in free and (met := more & free[source]) != sets.nothing:
                yield {source: met}

    def before(self, aim: Mapping[int, S], ring: Mapping[int, S]) -> dict[int, S]:
        """Return what of a ring, or of other states at rest, comes to an aim by one choice."""
        program, sets = self.program, self.sets
        came, arriving = dict[int, S](), dict[int, S]()
        for node, states in aim.items():
            self._back(node, states, ring, came, arriving)
        while arriving:
            node = max(arriving, key=lambda each: program.rank[each])
            self._back(node, arriving.pop(node), ring, came, arriving)
        return {node: met for node, states in came.items() if (met := states & ring[node]) != sets.nothing}

    def _back(self, node: int, states: S, ring: Mapping[int, S], came: dict[int, S], arriving: dict[int, S]) -> None:
        program = self.program
        for place in program.into[node]:
            source = program.edges[place].source
            if program.nodes[source].rests:
                if source not in ring:
                    continue
                goes = came
            else:
                goes = arriving
            more = self.sets.preimage(place, states)
            if more != self.sets.nothing:
                goes[source] = goes[source] | more if source in goes else more

    # By how the sets grew ---------------------------------------------------------------------------------------------

    def _by_history(self, goals: Mapping[int, S]) -> Way | None:
        firsts = [(at, node, met) for node, aim in goals.items() for at, met in self._first(node, aim)]
        if not firsts:
            if any(aim & self.found.states[node] != self.sets.nothing for node, aim in goals.items()):
                raise TooLarge  # it was found when there was no more room to keep how
            return None
        at, node, met = min(firsts, key=lambda each: each[:2])
        path = list(self._came(at, node, self.sets.pick(node, met)))
        return self._walked((self._is(mark), mark.slot) for mark in reversed(path))

    def _is(self, mark: _Mark) -> Test:
        program, codes = self.program, mark.codes.items()

        def test(made: Step) -> bool:
            node = program.rests[made.state.scene, made.stopped]
            return node == mark.node and codes <= program.codes_at(node, made.state).items()

        return test

    def _came(self, at: int, node: int, codes: Codes) -> Iterator[_Mark]:
        """Yield the states at rest through which a state was found first, at a place in the history, backwards."""
        program, sets, history = self.program, self.sets, self.found.history
        while True:
            one, by = sets.one(node, codes), history[at].by
            if program.nodes[node].rests:
                yield _Mark(node, codes, None if by is None else program.edges[by].slot)
            if by is not None:
                grown = self._grown[node]
                before = history[grown[bisect_left(grown, at) - 1]].states
                codes = sets.pick(node, sets.preimage(by, one) & before)
                at = self._since(node, sets.one(node, codes))
                continue
            came = list[tuple[int, int, S]]()
            for place in program.into[node]:
                source = program.edges[place].source
                more = sets.preimage(place, one) if source != node else sets.nothing
                if more != sets.nothing:
                    came += ((since, source, met) for since, met in self._first(source, more) if since < at)
            if not came:
                return
            at, node, met = min(came, key=lambda each: each[:2])
            codes = sets.pick(node, met)

    def _first(self, node: int, aim: S) -> list[tuple[int, S]]:
        """Return when the first of some states was found, and those that were found then: one pair, or none."""
        last = self.found.history[self._grown[node][-1]].states if node in self._grown else self.sets.nothing
        if aim & last == self.sets.nothing:
            return []
        since = self._since(node, aim)
        return [(since, aim & self.found.history[since].states)]

    def _since(self, node: int, aim: S) -> int:
        """Return when the first of some states was found, of which one was."""
        grown, history, nothing = self._grown[node], self.found.history, self.sets.nothing
        return grown[bisect_left(grown, True, key=lambda at: aim & history[at].states != nothing)]  # noqa: FBT003 - what is looked for

    @cached_property
    def _grown(self) -> Mapping[int, list[int]]:
        """When each node's set grew, by places in the history."""
        found = dict[int, list[int]]()
        for at, grown in enumerate(self.found.history):
            found.setdefault(grown.node, []).append(at)
        return found
