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

    def on(self, way: Way, ends: Callable[[int, Codes], bool], slots: tuple[int, ...] | None = None) -> Way:
        """Return a play that is longer by one choice: the first for which `ends` holds of the node and the codes."""
        for each in self.steps(way, slots):
            if ends(*self.program.place(each.step.state, each.step.stopped)):
                return each
        raise NotPlayed(way.moves)

    def begun(self, ends: Callable[[int, Codes], bool]) -> Way | None:
        """Return the first beginning for which `ends` holds of the node and the codes, if there is one."""
        ways = (each for each in self.starts() if ends(*self.program.place(each.step.state, each.step.stopped)))
        return next(ways, None)

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

    def _walked(self, tests: Iterator[Callable[[int, Codes], bool]]) -> Way:
        """Return the play that goes, step by step, the first way on that passes each test."""
        way = None
        for test in tests:
            ways = self.starts() if way is None else self.steps(way)
            way = next((each for each in ways if test(*self.program.place(each.step.state, each.step.stopped))), None)
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
                return self._walked(self._is_in(each) for each in reversed(aims))
        return None

    def _is_in(self, aim: Mapping[int, S]) -> Callable[[int, Codes], bool]:
        return lambda node, codes: node in aim and self.sets.has(node, aim[node], codes)

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
        return self._walked(self._is(node, codes) for node, codes in reversed(path))

    def _first(self, node: int, aim: S) -> list[tuple[int, S]]:
        """Return when the first of some states was found, and those that were found then: one pair, or none."""
        grown = self._grown.get(node, [])
        place = bisect_left(grown, True, key=lambda at: aim & self.found.history[at].states != self.sets.nothing)  # noqa: FBT003 - what is looked for
        return [(grown[place], aim & self.found.history[grown[place]].states)] if place < len(grown) else []

    def _is(self, node: int, codes: Codes) -> Callable[[int, Codes], bool]:
        one = self.sets.one(node, codes)
        return lambda at, found: at == node and self.sets.has(node, one, found)

    def _came(self, at: int, node: int, codes: Codes) -> Iterator[tuple[int, Codes]]:
        """Yield the states at rest through which a state was found first, backwards."""
        program, sets = self.program, self.sets
        while True:
            if program.nodes[node].rests:
                yield node, codes
            one, came = sets.one(node, codes), list[tuple[int, int, S]]()
            for place in program.into[node]:
                source = program.edges[place].source
                more = sets.preimage(place, one)
                if more != sets.nothing:
                    came += ((before, source, met) for before, met in self._first(source, more) if before < at)
            if not came:
                return
            at, node, met = min(came, key=lambda each: each[:2])
            codes = sets.pick(node, met)

    @cached_property
    def _grown(self) -> Mapping[int, list[int]]:
        """When each node's set grew, by places in the history."""
        found = dict[int, list[int]]()
        for at, grown in enumerate(self.found.history):
            found.setdefault(grown.node, []).append(at)
        return found
