"""The steps of a story between numbers: what the rules make of a state, kept for all states that agree.

May import floors 0 and 1, and what stands before it in its room. For whoever goes through a story in an order of their
own, with choices and draws by their names; a whole search is made by `search`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

from engine.explore.alive import alive
from engine.explore.draws import Outcome, outcomes
from engine.explore.layout import laid_out
from engine.explore.reads import Fields, Reads
from engine.explore.telling import conditions
from engine.model import Choice, Scene, State, Story
from engine.play.rules import begin, offer, step

KNOWN: Final = 200_000
"""How many answers of the rules are kept at once; past that, all are forgotten and asked for anew."""

Drawn = tuple[str, ...]
"""What chance brought in a step, in order."""


class Jump(NamedTuple):
    """A step for all states that agree in what it reads: the bits that stay, and those that are put."""

    keep: int
    put: int


@dataclass(slots=True, eq=False)
class Way:
    """A choice, or a group of equal ones, by `names`; `number` is its place in `Steps.ways`, `scene` that of its scene.

    `asks` are the bits that decide whether it is open, `reads` those that its step depends on; what the rules said is
    kept by these bits.
    """

    number: int
    scene: int
    choices: tuple[Choice, ...]
    changed: Fields
    asks: int
    reads: int
    open: dict[int, bool] = field(default_factory=dict)
    jumps: dict[int, Mapping[Drawn, Jump]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Its `scene.choice`s."""
        return tuple(each.name for each in self.choices)


class Steps:
    """The steps of `story`; `groups` are sets of choices that need not be told apart, as `Reads` takes them.

    A state is a number by `layout`. Of a group, the first members are the ones that were taken.
    """

    def __init__(self, story: Story, groups: tuple[tuple[str, ...], ...]) -> None:
        self.story = story
        reads = Reads(story, groups)
        self._alive, matters = alive(reads), 0
        for fields in (*self._alive.resting.values(), *self._alive.steps.values()):
            matters |= fields
        self.layout = laid_out(reads, matters, [each.tree for each in conditions(story, words=False)])
        self._resting = {name: self.layout.mask(fields) for name, fields in self._alive.resting.items()}
        self._known = 0
        self.ways: list[Way] = []
        self.menus = [self._menu(scene, reads) for scene in story.scenes.values()]
        self.by_name = {name: way for way in self.ways for name in way.names}

    def _menu(self, scene: Scene, reads: Reads) -> Sequence[Way]:
        groups, members, first = reads.groups, reads.members(), len(self.ways)
        for choice in scene.choices:
            group = groups[members[choice.name]] if choice.name in members else (choice.name,)
            if choice.name != group[0]:
                continue
            choices = tuple(each for each in scene.choices if each.name in group)
            asks, read = (self.layout.mask(of[choice.name]) for of in (self._alive.asks, self._alive.steps))
            changed = self._alive.changed[choice.name].all
            self.ways.append(Way(len(self.ways), self.layout.numbers[scene.id], choices, changed, asks, read))
        return self.ways[first:]

    def packed(self, state: State) -> int:
        """Return the number of a state in which the story waits or has ended."""
        return self.layout.packed(state, self._alive.resting[state.scene])

    def beginnings(self) -> Mapping[Drawn, int]:
        """Return the states in which a play can begin, by what was drawn on the way there."""
        found = outcomes(partial(begin, self.story))
        return {tuple(drew.to for drew in each.step.drew): self.packed(each.step.state) for each in found}

    def is_open(self, way: Way, number: int) -> bool:
        """Tell whether a choice of the state's scene is available, or any of a group."""
        bits = number & way.asks
        known = way.open.get(bits)
        if known is None:
            self._note()
            offered = offer(self.story, self.layout.unpacked(number)).choices
            known = way.open[bits] = any(each in offered for each in way.choices)
        return known

    def jumps(self, way: Way, number: int) -> Mapping[Drawn, Jump]:
        """Return where an open choice leads, by what is drawn; of a group, the first that was not taken."""
        bits = number & way.reads
        known = way.jumps.get(bits)
        if known is None:
            self._note()
            state = self.layout.unpacked(number)
            choice = next(
                each for each in way.choices if len(way.choices) == 1 or not state.taken & self.story.bits[each.name]
            )
            made = outcomes(partial(step, self.story, state, choice.id))
            known = way.jumps[bits] = dict(self._jump(way, each) for each in made)
        return known

    def _jump(self, way: Way, outcome: Outcome) -> tuple[Drawn, Jump]:
        changed, made = way.changed, outcome.step
        for told in made.told:
            if told.kind == "scene":
                changed |= self._alive.changed[told.place].all
        rests = self._alive.resting[made.state.scene]
        keep = self._resting[made.state.scene] & ~self.layout.mask(changed)
        return tuple(drew.to for drew in made.drew), Jump(keep, self.layout.packed(made.state, rests & changed))

    def _note(self) -> None:
        """Count what is kept; in a story in which every state is unlike the others, nothing of it comes again."""
        self._known += 1
        if self._known > KNOWN:
            self._known = 0
            for way in self.ways:
                way.open.clear()
                way.jumps.clear()
