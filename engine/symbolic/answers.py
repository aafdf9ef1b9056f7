"""Everything that is asked of a story, answered on sets of states, or withheld with the reason.

May import floors 0 and 1, `explore` for questions and answers, and what stands before it in its room.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from engine.explore import findings, judged, never
from engine.explore.explored import QUESTIONS, Ask, Ended, Explored, Practice, Why
from engine.explore.findings import Alike, Finding, Stuck
from engine.explore.judged import Proved
from engine.explore.moves import Moves
from engine.explore.promised import Promise
from engine.model import Story
from engine.symbolic import pledges
from engine.symbolic.alike import alike, kept, same, unlike
from engine.symbolic.compiling import TooBranched, program
from engine.symbolic.facts import Facts
from engine.symbolic.program import Program
from engine.symbolic.reach import Reached, Stop, Stopped
from engine.symbolic.sets import TooLarge

if TYPE_CHECKING:
    from engine.explore.counting import Count

T = TypeVar("T")

FIGURES: Final = ("playthroughs", "chances", "empathy", "covering")
"""The questions that ask how many and how much."""


class Reaching(Protocol):
    """A way to find what can be come to."""

    def __call__(self, program: Program, stop: Stop, *, plays: bool = True) -> Reached[Any]:
        """Return what can be come to, and, with `plays`, what shows them."""
        ...


class Figures(Protocol):
    """How many and how much; any of it may raise `TooLarge` or `Stopped`."""

    def count(self) -> "Count":
        """Return how many play-throughs there are."""
        ...

    def circle(self) -> tuple[Moves, Moves] | None:
        """Return a play, and how it goes round for ever and could still end; None where that is not shown in short."""
        ...

    def chances(self) -> tuple[Mapping[str, float], float]:
        """Return how likely each ending is that can be come to, and how much is not accounted for."""
        ...

    def practice(self) -> Mapping[str | None, Mapping[str, Practice]]:
        """Return what is offered and taken of each kind of act: on the way to each ending, and by all (None)."""
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """What sets of states are made of. `name` is as in `Ask.engine`.

    `reached` finds what can be come to in a program, to show `plays` or not, and may raise `TooLarge`; `room` is what
    there was not enough of then, and `most` how much there is. `figures` tells how many and how much, where that can be
    told.
    """

    name: str
    room: Why
    most: int
    reached: Reaching
    figures: Callable[[Facts[Any]], Figures] | None = None


def answered(story: Story, ask: Ask, engine: Engine) -> Explored:
    """Return what can happen in `story`, as far as an engine can tell.

    Raises:
        NotPlayed: the player's rules do not accept a play that was found: a fault of the explorer.

    """
    return _Answers(story, ask, engine).explored()


class _Answers:
    def __init__(self, story: Story, ask: Ask, engine: Engine) -> None:
        self.story, self.ask, self.engine = story, ask, engine
        self.withheld = set[str]()
        self.why: Why = ""
        self.findings = list[Finding]()
        self.closing: dict[str, tuple[str, ...]] = {}
        self.count: Count | None = None
        self.circle: tuple[Moves, Moves] | None = None
        self.chances: Mapping[str, float] = {}
        self.rest = 0.0
        self.practice: Mapping[str | None, Mapping[str, Practice]] = {}

    def stop(self) -> bool:
        """Tell whether somebody wants to stop."""
        return self.ask.pulse is not None and self.ask.pulse(0)

    def explored(self) -> Explored:
        """Return all answers."""
        promises = tuple[Proved, ...]()
        facts = self._facts(self.ask)
        if self.ask.promises:
            promises = self._promises(facts)
            if facts is None or facts.found.why == "limit":
                facts = self._facts(Ask())  # less has to be remembered without promises
        if facts is None:
            self.why = self.engine.room
            self._partly(frozenset(), frozenset())
            return self._whole(None, promises)
        if facts.found.why:
            self.why = "stopped" if facts.found.why == "stopped" else self.engine.room
            self._partly(facts.scenes, facts.choices)
        stuck = self._answer("dead_ends", lambda: tuple(facts.stuck()), tuple[Stuck, ...]())
        self.findings += findings.dead_ends(self.story, stuck)
        if not facts.found.why:
            self._wholly(facts)
        if self.ask.words:
            self.withheld.add("words")
        return self._whole(facts, promises)

    def _facts(self, ask: Ask) -> Facts[Any] | None:
        """Return what can be come to in a story that is watched for some promises, or None where that is too large."""
        always = judged.asked(ask.promises)
        try:
            found = self.engine.reached(program(ask.watching or self.story, always), self.stop)
        except (TooLarge, TooBranched):
            return None
        return Facts(found, self.stop)

    def _answer(self, question: str, make: Callable[[], T], otherwise: T) -> T:
        """Return an answer; where it is not to be had, withhold it."""
        try:
            if not self.stop():
                return make()
            self.why = "stopped"
        except Stopped:
            self.why = "stopped"
        except TooLarge:
            self.why = self.why or self.engine.room
        self.withheld.add(question)
        return otherwise

    def _promises(self, facts: Facts[Any] | None) -> tuple[Proved, ...]:
        """Return what became of each promise; if there was no room for all of them together, of each by itself."""
        found = list[Proved]()
        for promise in self.ask.promises:
            mine = facts
            if (mine is None or mine.found.why == "limit") and len(self.ask.promises) > 1:
                mine = self._facts(replace(self.ask, promises=(promise,)))
            found.append(self._promise(mine, promise))
        return tuple(found)

    def _promise(self, facts: Facts[Any] | None, promise: Promise) -> Proved:
        unknown = Proved(promise, kept=None, counterexample=None, said=f"not decided {self._short('limit')}")
        if facts is None:
            return unknown
        short = self._short(facts.found.why) if facts.found.why else ""
        return self._answer("promises", lambda: pledges.proved(facts, promise, short), unknown)

    def _short(self, why: str) -> str:
        """Return how far one looked."""
        return "before it was stopped" if why == "stopped" else f"within {self.engine.most:,} {self.engine.room}"

    def _partly(self, scenes: frozenset[str], choices: frozenset[str]) -> None:
        """Withhold what only a whole search shows."""
        every = {choice.name for scene in self.story.scenes.values() for choice in scene.choices}
        self.withheld |= {"dead_ends", "traps"}
        if scenes != self.story.scenes.keys() or choices != every:
            self.withheld.add("reached")
        if self.ask.figures:
            self.withheld.update(FIGURES)

    def _wholly(self, facts: Facts[Any]) -> None:
        """Say all that is known where every path was followed."""
        caught: Mapping[str, Moves] = self._answer("traps", facts.caught, dict[str, Moves]())
        self.findings += findings.trapped(self.story, caught)
        self.findings += never.never_reached(self.story, facts.scenes, facts.choices)
        self.findings += never.conditions(self.story, facts.asked())
        found = self._answer("no_difference", lambda: tuple(alike(facts, self._alike(facts))), tuple[Alike, ...]())
        self.findings += findings.without_difference(self.story, found)
        if self.ask.figures:
            for name in self.story.endings:
                self.closing[name] = self._answer("traps", lambda name=name: facts.closing(name), ())  # type: ignore[misc]  # it is asked at once
            if self.engine.figures is None:
                self.withheld.update(FIGURES)
            else:
                self._figures(self.engine.figures(facts))

    def _figures(self, figures: Figures) -> None:
        """Say how many and how much."""
        self.count = self._answer("playthroughs", figures.count, None)
        if self.count and self.count.number is None:
            self.circle = self._answer("playthroughs", figures.circle, None)
        self.chances, self.rest = self._answer("chances", figures.chances, (self.chances, 0.0))
        self.practice = self._answer("empathy", figures.practice, {})
        self.withheld.add("covering")

    def _alike(self, facts: Facts[Any]) -> Mapping[int, frozenset[int]]:
        """Return the choices that make no difference, after a closer look at what looks so."""
        found = same(facts)
        if kept(facts.program, found):
            found = unlike(facts, found)
        keeps = kept(facts.program, found)
        if not keeps:
            return found
        closer = self.engine.reached(program(self.story, keeps=keeps), self.stop, plays=False)
        if closer.why == "stopped":
            raise Stopped
        if closer.why:
            raise TooLarge
        still = same(Facts(closer, self.stop))
        return {slot: both for slot, like in found.items() if (both := like & still.get(slot, frozenset()))}

    def _whole(self, facts: Facts[Any] | None, promises: tuple[Proved, ...]) -> Explored:
        if any(each.kept is None for each in promises):
            self.withheld.add("promises")
        endings = tuple(self._ended(facts, name) for name in self.story.endings)
        order = (*QUESTIONS, *sorted(self.withheld.difference(QUESTIONS)))
        return Explored(
            story=self.story,
            states=facts.found.size() if facts else 0,
            transitions=None,
            limit=self.engine.most,
            why=self.why,
            withheld=tuple(name for name in order if name in self.withheld),
            scenes=facts.scenes if facts else frozenset(),
            choices=facts.choices if facts else frozenset(),
            endings=endings,
            findings=findings.in_order(self.findings),
            promises=promises,
            count=self.count,
            circle=self.circle,
            rest=self.rest,
            empathy=self.practice.get(None),
            engine=self.engine.name,
            is_shortest=facts is None or facts.found.rings is not None,
        )

    def _ended(self, facts: Facts[Any] | None, name: str) -> Ended:
        states = facts.endings[name] if facts else {}
        if not facts or not states:
            return Ended(name, None)
        way = self._answer("reached", lambda: facts.paths.to(states), None)
        if way is None:
            return Ended(name, None)
        closed, is_shortest = self.closing.get(name, ()), facts.found.rings is not None
        return Ended(name, way.moves, self.chances.get(name), None, self.practice.get(name), closed, is_shortest)
