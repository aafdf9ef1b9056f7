"""What the choices of a scene depend on, and all that may be so when they are offered.

May import floors 0 and 1, `ways` and `mentions`. Looks at one scene and never at what can really have happened before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.checking.ways import Ways
from engine.conditions import Always, Chose, Compare, Holds, IsWord
from engine.explore.reads import leaves
from engine.grammar import BIGGEST
from engine.model import Choice, OneOf, Scene, Set, State, Story, Value, Whole, YesNo


class Question(NamedTuple):
    """What a choice may depend on: a place in a state's `values` or `counts`, or a bit of what was `taken`."""

    of: Literal["values", "counts", "taken"]
    slot: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A story, and what is the same for all its menus: the domains of `State.values`, and some state."""

    story: Story
    ways: Ways
    domains: Sequence[YesNo | OneOf | Whole]
    state: State


def ground(story: Story, ways: Ways) -> Ground:
    """Return what stands below the menus of `story`."""
    domains = (*(each.domain for each in story.variables.values()), *(YesNo() for _moment in story.moments))
    values = (*(each.start for each in story.variables.values()), *(False for _moment in story.moments))
    return Ground(story, ways, domains, State(story.start, values, (0,) * len(story.counters), 0))


@dataclass(frozen=True, slots=True)
class Menu:
    """The choices of a scene, by `scene.choice`, with the questions that each depends on.

    `answers` holds what the answer to each question may be; of numbers, one at least for each outcome of the
    comparisons that are made here. `follows` holds pairs: where the first is a yes, the second is one.
    """

    ground: Ground
    scene: Scene
    asked: Mapping[str, Sequence[Question]]
    answers: Mapping[Question, Sequence[Value]]
    follows: Sequence[tuple[Question, Question]]

    def state(self, case: Mapping[Question, Value]) -> State:
        """Return a state of the scene in which the answers are those of `case`."""
        _scene, values, counts, taken = self.ground.state
        changed, counted = list(values), list(counts)
        for (of, slot), value in case.items():
            if of == "values":
                changed[slot] = value
            elif of == "counts":
                counted[slot] = int(value)
            elif value:
                taken |= slot
        return State(self.scene.id, tuple(changed), tuple(counted), taken)

    def is_there(self, choice: Choice, state: State) -> bool:
        """Tell whether `choice` is available in `state`."""
        used_up = choice.once and state.taken & self.ground.story.bits[choice.name]
        return not used_up and (choice.when is None or choice.when.holds(state))


def menu(ground: Ground, scene: Scene) -> Menu:
    """Return the menu of `scene`, one of those of the story."""
    asked: dict[str, Sequence[Question]] = {}
    numbers: dict[Question, set[int]] = {}
    for choice in scene.choices:
        pairs = list(_asked(choice))
        if choice.once:
            pairs.append((Question("taken", ground.story.bits[choice.name]), None))
        for question, number in pairs:
            numbers.setdefault(question, set()).update(() if number is None else (number,))
        asked[choice.name] = tuple(dict.fromkeys(question for question, _number in pairs))
    settled = dict(_settled(ground, scene))
    answers = {
        each: (settled[each],) if each in settled else _answers(ground, scene, each, compared)
        for each, compared in numbers.items()
    }
    follows = [(one, other) for one, other in _follows(ground.story, scene) if one in answers and other in answers]
    return Menu(ground, scene, asked, answers, follows)


def _asked(choice: Choice) -> Iterator[tuple[Question, int | None]]:
    """Yield what the condition of `choice` asks, and the numbers that it compares with."""
    for leaf in leaves(choice.when.tree) if choice.when else ():
        match leaf:
            case Always():
                pass
            case Chose(bit):
                yield Question("taken", bit), None
            case Compare(counts, slot, _sign, number):
                yield Question("counts" if counts else "values", slot), number
            case Holds(slot) | IsWord(slot):
                yield Question("values", slot), None


def _settled(ground: Ground, scene: Scene) -> Iterator[tuple[Question, Value]]:
    """Yield the questions to which there is but one answer whenever the choices of `scene` are offered."""
    for slot in _remembered(ground.story, scene):
        yield Question("values", slot), True
    for choice in scene.choices:
        if choice.name in ground.story.bits and not ground.ways.comes_back(scene, choice):
            yield Question("taken", ground.story.bits[choice.name]), False


def _follows(story: Story, scene: Scene) -> Iterator[tuple[Question, Question]]:
    """Yield what follows from what: a choice that was taken, and what is remembered then."""
    for choice in scene.choices:
        if choice.name in story.bits:
            for slot in _remembered(story, choice):
                yield Question("taken", story.bits[choice.name]), Question("values", slot)


def _remembered(story: Story, by: Scene | Choice) -> Iterator[int]:
    """Yield the places of the moments that are true for good once `by` was arrived in or taken."""
    moments = len(story.variables)  # they stand behind the variables
    yield from (effect.slot for effect in by.effects if isinstance(effect, Set) and effect.slot >= moments)


def _answers(ground: Ground, scene: Scene, question: Question, compared: Iterable[int]) -> Sequence[Value]:
    if question.of == "counts":
        here = question.slot == scene.counter  # this visit is counted
        return _told_apart(compared, int(here), BIGGEST + 1)
    match ground.domains[question.slot] if question.of == "values" else YesNo():
        case OneOf(words):
            return words
        case Whole(low, high):
            return _told_apart(compared, low, high)
        case YesNo():
            return (False, True)


def _told_apart(numbers: Iterable[int], low: int, high: int) -> Sequence[int]:
    """Return numbers from `low` to `high`, one at least for each outcome of comparisons with `numbers`."""
    return sorted({low, *(each for number in numbers for each in (number, number + 1) if low <= each <= high)})
