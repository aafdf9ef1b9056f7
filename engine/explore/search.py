"""Every state that a play can rest in, breadth first, by the rules that the player uses.

May import floors 0 and 1, and what stands before it in its room. A step depends on few of the things that a state
remembers (`alive`): what the rules made of these is kept, and tried on every other state that agrees in them. So the
rules themselves decide, and are asked seldom.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal

from engine.explore.alive import Alive, alive
from engine.explore.draws import Outcome, outcomes
from engine.explore.equal import equal_choices
from engine.explore.graph import Graph, Passage, Slot, Spotted
from engine.explore.layout import laid_out
from engine.explore.reads import Fields, Reads
from engine.explore.telling import Telling, conditions
from engine.explore.watched import watched
from engine.model import Choice, Condition, Scene, Story
from engine.play.rules import begin, offer, step

KNOWN: Final = 200_000
"""How many answers of the rules are kept at once, about 60 MB; past that, all are forgotten and asked for anew."""
OFTEN: Final = 1024
"""After how many states somebody is asked whether to go on."""

Pulse = Callable[[int], bool]
"""What is told how many states were looked at, again and again, and returns whether to stop."""

Jump = tuple[int, int, int]
"""A step for all states that agree: the bits that stay, those that are put, and the place of the passage."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to search with.

    `always` are conditions that are asked wherever the story waits, `limit` how many states may be held. With `words`,
    what decides which words are shown matters too. `keeps` are places in `State.values` that are never forgotten.
    """

    always: tuple[Condition, ...] = ()
    limit: int = 2_000_000
    words: bool = False
    keeps: frozenset[int] = frozenset()
    pulse: Pulse | None = None


def search(story: Story, wish: Wish) -> Graph:
    """Return what can happen in `story`: all of it, or what was found within the limit, or before it was stopped."""
    return _Search(story, wish).searched()


@dataclass(slots=True)
class _Way:
    """A slot as it is searched, with what is known of it so far.

    `asks` are the bits that decide whether it is open, `reads` those that its step depends on; what the rules said is
    kept by these bits.
    """

    number: int
    choices: tuple[Choice, ...]
    changed: Fields
    asks: int
    reads: int
    open: dict[int, bool] = field(default_factory=dict)
    jumps: dict[int, tuple[Jump, ...]] = field(default_factory=dict)


class _Search:
    def __init__(self, story: Story, wish: Wish) -> None:
        trees = [each.tree for each in (*conditions(story, words=wish.words), *wish.always)]
        groups = equal_choices(story, trees, words=wish.words)
        self.wish, self.plain = wish, story
        self.reads = Reads(story, groups, words=wish.words, keeps=wish.keeps)
        always = sum(1 << slot for slot in wish.keeps)
        for each in wish.always:
            always |= self.reads.condition(each)
        self.alive = alive(self.reads, always)
        self.layout = laid_out(self.reads, self._matters(self.alive), trees)
        self.asked: dict[tuple[str, int], set[bool]] = {}
        self.story = watched(story, self.asked)
        self.telling = Telling(story) if wish.words else None
        self.resting = {name: self.layout.mask(fields) for name, fields in self.alive.resting.items()}
        self.slots: list[Slot] = []
        self.menus = [self._menu(scene) for scene in story.scenes.values()]
        self.passages: dict[Passage, int] = {}
        self.scenes: dict[str, Spotted] = {}
        self.offered: dict[int, int] = {}
        self.known = 0

    def _matters(self, found: Alive) -> Fields:
        matters = 0
        for fields in (*found.resting.values(), *found.steps.values()):
            matters |= fields
        return matters

    def _menu(self, scene: Scene) -> tuple[_Way, ...]:
        groups, members = self.reads.groups, self.reads.members()
        found: list[_Way] = []
        for choice in scene.choices:
            group = members.get(choice.name)
            if group is not None and choice.name != groups[group][0]:
                continue
            names = (choice.name,) if group is None else groups[group]
            slot = Slot(names, frozenset(choice.empathy))
            choices = tuple(each for each in scene.choices if each.name in names) if group is not None else (choice,)
            asks, reads = (self.layout.mask(of[choice.name]) for of in (self.alive.asks, self.alive.steps))
            changed = self.alive.changed[choice.name].all
            found.append(_Way(len(self.slots), choices, changed, asks, reads))
            self.slots.append(slot)
        return tuple(found)

    def searched(self) -> Graph:
        """Search, and return what was found."""
        states, came, starts = list[int](), array("q"), list[tuple[int, int]]()
        places: dict[int, int] = {}
        is_cut = False
        for outcome in outcomes(partial(begin, self.story)):
            number = self.layout.packed(outcome.step.state, self.alive.resting[outcome.step.state.scene])
            passage = self._passage(outcome, None, None, 1, None)
            if number not in places:
                if len(states) >= self.wish.limit:
                    is_cut = True
                    break
                places[number] = len(states)
                states.append(number)
                came.append(-1 - len(starts))
            starts.append((places[number], passage))
        # what no beginning led to first would not be found by the fewest choices
        ends, targets, taken, why = self._spread([] if is_cut else states, came, places)
        return Graph(
            self.plain,
            self.layout,
            self.slots,
            tuple(self.passages),
            starts,
            states,
            ends,
            targets,
            taken,
            came,
            self.scenes,
            self.offered,
            self.asked,
            self.telling.shown if self.telling else frozenset(),
            "limit" if is_cut else why,
        )

    def _spread(
        self, states: list[int], came: "array[int]", places: dict[int, int]
    ) -> tuple["array[int]", "array[int]", "array[int]", Literal["", "limit", "stopped"]]:
        """Look at each state in turn; `states`, `came` and `places` grow."""
        ends, targets, taken = array("Q"), array("I"), array("I")
        menus, low, limit, pulse = self.menus, self.layout.low, self.wish.limit, self.wish.pulse
        for at, state in enumerate(states):  # which grows meanwhile
            if not at % OFTEN and pulse is not None and pulse(at):
                return ends, targets, taken, "stopped"
            for way in menus[state & low]:
                is_open = way.open.get(state & way.asks)
                if is_open is None:
                    is_open = way.open[state & way.asks] = self._is_open(way, state, at)
                if not is_open:
                    continue
                jumps = way.jumps.get(state & way.reads)
                if jumps is None:
                    jumps = way.jumps[state & way.reads] = self._jumps(way, state, at)
                for keep, put, passage in jumps:
                    number = state & keep | put
                    place = places.get(number)
                    if place is None:
                        if len(states) >= limit:
                            return ends, targets, taken, "limit"
                        place = places[number] = len(states)
                        states.append(number)
                        came.append(len(targets))
                    targets.append(place)
                    taken.append(passage)
            ends.append(len(targets))
        return ends, targets, taken, ""

    def _note(self) -> None:
        """Count what is kept; in a story in which every state is unlike the others, nothing of it comes again."""
        self.known += 1
        if self.known > KNOWN:
            self.known = 0
            for menu in self.menus:
                for way in menu:
                    way.open.clear()
                    way.jumps.clear()

    def _is_open(self, way: _Way, number: int, at: int) -> bool:
        """Ask the rules whether a choice of a slot is open in a state, and note where that was so first."""
        self._note()
        state = self.layout.unpacked(number)
        offered = offer(self.story, state)
        if self.telling:
            for each in offered.locked:
                if each in way.choices:
                    self.telling.closed(each, state)
        is_open = any(each in offered.choices for each in way.choices)
        if is_open:
            self.offered.setdefault(way.number, at)
        return is_open

    def _jumps(self, way: _Way, number: int, at: int) -> tuple[Jump, ...]:
        """Ask the rules what the open choices of a slot do in a state: they all do the same."""
        self._note()
        state, open_ = self.layout.unpacked(number), way.choices
        if len(open_) > 1:
            open_ = tuple(each for each in open_ if not state.taken & self.plain.bits[each.name])
        make = partial(step, self.story, state, open_[0].id)
        return tuple(self._jump(way, outcome, at, len(open_), open_[0]) for outcome in outcomes(make))

    def _jump(self, way: _Way, outcome: Outcome, at: int, times: int, choice: Choice) -> Jump:
        passage = self._passage(outcome, way.number, at, times, choice)
        changed, after = way.changed, outcome.step.state
        for told in outcome.step.told:
            if told.kind == "scene":
                changed |= self.alive.changed[told.place].all
        rests = self.alive.resting[after.scene]
        keep = self.resting[after.scene] & ~self.layout.mask(changed)
        return keep, self.layout.packed(after, rests & changed), passage

    def _passage(self, outcome: Outcome, slot: int | None, at: int | None, times: int, choice: Choice | None) -> int:
        made = outcome.step
        arrived = tuple(told.place for told in made.told if told.kind == "scene")
        drew = tuple(each.to for each in made.drew)
        words, silent = self.telling.told(made, choice) if self.telling else ((0, 0), frozenset[str]())
        passage = Passage(slot, drew, arrived, made.stopped, outcome.weight, outcome.of, times, words, silent)
        for scene in arrived:
            self.scenes.setdefault(scene, Spotted(at, passage))
        return self.passages.setdefault(passage, len(self.passages))
