"""Plays to states that were found: shortest ones where rings show them, else some play.

May import floors 0 and 1, `explore` for plays as values, and what stands before it in its room. A play is made by the
player's own rules: sets only say which of its next steps comes nearer. Of shortest plays it is the first, in the order
in which choices are written: the same that a search state by state finds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Generic, NamedTuple

from engine.explore.draws import outcomes
from engine.explore.moves import Brought, Made, Moves, NotPlayed
from engine.play.rules import Step, begin, offer, step
from engine.symbolic.back import Back
from engine.symbolic.reach import Reached, Stop, never
from engine.symbolic.retracing import Mark, Retracing
from engine.symbolic.sets import S

Test = Callable[[Step], bool]
"""What a step is asked: whether it comes to what is looked for."""


class Way(NamedTuple):
    """A play, and the step that it ended with."""

    moves: Moves
    step: Step


class Paths(Generic[S]):
    """Plays to what was found."""

    def __init__(self, found: Reached[S], stop: Stop = never) -> None:
        self.found, self.program, self.sets, self.stop = found, found.program, found.sets, stop
        self.back = Back(found.program, found.sets)

    def to(self, goals: Mapping[int, S]) -> Way | None:
        """Return a play to one of the states, which are given by nodes at rest; None where none was found.

        Raises:
            Stopped: somebody wanted to stop.
            TooLarge: the sets on the way need more room.

        """
        marks = self._retracing.marks(goals) if self.found.rings is None else self._by_rings(goals)
        return self._walked(marks) if marks else None

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

    def into(self, at: int, states: S, free: Mapping[int, S]) -> Way | None:
        """Return a play that comes by its last choice from what is `free` into some states; None where none does."""
        one_back = self.back.some if self.found.rings is None else self.back.all
        way = self.to(one_back({at: states}, free))
        return self.on(way, self.among({at: states})) if way else None

    def _walked(self, marks: Sequence[Mark[S]]) -> Way:
        """Return the play that goes, step by step, the first way on that comes to each mark."""
        way = None
        for aim, slot in marks:
            ways = self.starts() if way is None else self.steps(way, None if slot is None else (slot,))
            comes = self.among(aim)
            way = next((each for each in ways if comes(each.step)), None)
            if way is None:
                raise NotPlayed(self.program.story.id)
        assert way is not None  # noqa: S101 - there is at least the beginning
        return way

    def _by_rings(self, goals: Mapping[int, S]) -> list[Mark[S]] | None:
        """Return what the shortest plays to some states go through."""
        rings, sets = self.found.rings or [], self.sets
        for number, ring in enumerate(rings):
            aim = {node: met for node in goals if node in ring and (met := goals[node] & ring[node]) != sets.nothing}
            if aim:
                aims = [aim]
                for nearer in reversed(rings[:number]):
                    aims.append(self.back.all(aims[-1], nearer))
                return [Mark(each) for each in reversed(aims)]
        return None

    @cached_property
    def _retracing(self) -> Retracing[S]:
        program, sets, begun = self.program, self.sets, dict[int, S]()
        for way in self.starts():
            at = program.rests[way.step.state.scene, way.step.stopped]
            one = sets.one(at, program.codes_at(at, way.step.state))
            begun[at] = begun[at] | one if at in begun else one
        return Retracing(self.found, begun, self.stop)
