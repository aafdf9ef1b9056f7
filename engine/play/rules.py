"""The whole rules of play, pure: begin, offer, step. Page "One step" of the story language, and nothing else.

May import `model`. Never shows, draws or remembers anything by itself: words are told by where they stand and the state
in which they are read, and a draw is made by the function that is handed in.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from engine.model import HERE, Choice, Counter, Effects, Fork, Scene, Set, State, Story, Value, Way


class ChoiceNotOffered(ValueError):  # noqa: N818 - named for what happened
    """A choice was asked for that the state does not offer. `choice` is its id."""

    def __init__(self, choice: str, offered: tuple[str, ...]) -> None:
        self.choice = choice
        self.offered = offered
        super().__init__(f"{choice} is not offered here; offered are: {', '.join(offered) or 'none'}")


class DrawNotOffered(ValueError):  # noqa: N818 - as above
    """A draw was handed in that its fork does not hold, or none where one is needed. `fork` is where."""

    def __init__(self, fork: Fork, drew: str | None) -> None:
        self.fork = fork
        offered = ", ".join(chance.to for chance in fork.chances)
        super().__init__(f"{fork.place} draws one of {offered}, and {'none' if drew is None else drew} was drawn")


Draw = Callable[[Fork], str]
"""What decides at a fork: given the fork, the scene (or `here`) that is drawn."""


def undrawn(fork: Fork) -> str:
    """Refuse to draw: for stories without chance."""
    raise DrawNotOffered(fork, None)


class Told(NamedTuple):
    """Words of a step: where they stand, and the state in which they are read.

    `place` is a `scene.choice` for a reply, else a scene. A reply may be without words, where only others see the act.
    `locked` are the reasons why a scene's choices stay closed, told when the story passes it by.
    """

    kind: Literal["reply", "scene", "locked"]
    place: str
    state: State


class Drew(NamedTuple):
    """A draw that was made: the fork's place, and where it led."""

    place: str
    to: str


class Step(NamedTuple):
    """A choice, or the beginning, and all that follows, up to the next menu, ending or dead end.

    `stopped` is the scene that would have been arrived at a second time in this step, if that is why it ends.
    """

    state: State
    told: tuple[Told, ...]
    drew: tuple[Drew, ...]
    stopped: str | None = None


class Offer(NamedTuple):
    """What the player may do now. `locked` choices are shown with their reason and cannot be taken."""

    scene: Scene
    choices: tuple[Choice, ...]
    locked: tuple[Choice, ...]

    @property
    def ending(self) -> str | None:
        """The ending's title, or None."""
        return self.scene.ending

    @property
    def dead_end(self) -> bool:
        """Whether nothing can be done, and it is no ending."""
        return not self.choices and self.scene.ending is None


def begin(story: Story, draw: Draw = undrawn) -> Step:
    """Return the step that arrives at the start.

    Raises:
        DrawNotOffered: `draw` names a way that its fork does not hold.

    """
    values = tuple(each.start for each in story.variables.values()) + (False,) * len(story.moments)
    state = State(story.start, values, (0,) * len(story.counters), 0)
    return _on(story, state, story.start, draw, [], [])


def offer(story: Story, state: State) -> Offer:
    """Return what `state` offers."""
    scene = story.scenes[state.scene]
    open_, locked = [], []
    for choice in scene.choices:
        if choice.once and state.taken & story.bits[choice.name]:
            continue
        if choice.when is None or choice.when.holds(state):
            open_.append(choice)
        elif choice.locked is not None:
            locked.append(choice)
    return Offer(scene, tuple(open_), tuple(locked))


def step(story: Story, state: State, choice: str, draw: Draw = undrawn) -> Step:
    """Return the step that takes `choice`, an id in the state's scene. The same arguments give an equal step.

    Raises:
        ChoiceNotOffered: `choice` is not in `offer(story, state).choices`.
        DrawNotOffered: `draw` names a way that its fork does not hold.

    """
    scene = story.scenes[state.scene]
    for taken in scene.choices:
        if taken.id == choice and _available(story, taken, state):
            break
    else:
        raise ChoiceNotOffered(choice, tuple(each.id for each in offer(story, state).choices))
    values = _with(state.values, taken.effects) if taken.effects else state.values
    counts = state.counts if taken.counter is None else _counted(story.counters, state.counts, taken.counter)
    state = State(scene.id, values, counts, state.taken | story.bits.get(taken.name, 0))
    told = [Told("reply", taken.name, state)] if taken.reply is not None or taken.seen_by else []
    drew: list[Drew] = []
    way = scene.to if taken.to is None else taken.to
    target = HERE if way is None else _led(way, state, draw, drew)
    return _on(story, state, target, draw, told, drew)


def _available(story: Story, choice: Choice, state: State) -> bool:
    if choice.once and state.taken & story.bits[choice.name]:
        return False
    return choice.when is None or choice.when.holds(state)


def _with(values: tuple[Value, ...], effects: Effects) -> tuple[Value, ...]:
    changed = list(values)
    for effect in effects:
        if isinstance(effect, Set):
            changed[effect.slot] = effect.value
        else:
            now = changed[effect.slot]
            assert isinstance(now, int)  # noqa: S101 - `build` adds to whole numbers only
            changed[effect.slot] = min(max(now + effect.amount, effect.low), effect.high)
    return tuple(changed)


def _counted(counters: tuple[Counter, ...], counts: tuple[int, ...], slot: int) -> tuple[int, ...]:
    return (*counts[:slot], counters[slot].after(counts[slot]), *counts[slot + 1 :])


def _on(story: Story, state: State, target: str, draw: Draw, told: list[Told], drew: list[Drew]) -> Step:  # noqa: PLR0913, PLR0917 - a step on its way has these parts
    """Go on from `target`, a scene or `here`, to the next menu, ending or dead end; `told` and `drew` grow."""
    arrived: set[str] = set()
    while True:
        if target in arrived:
            return Step(state, tuple(told), tuple(drew), target)
        if target == HERE:
            scene = story.scenes[state.scene]
        else:
            scene = story.scenes[target]
            arrived.add(target)
            values = _with(state.values, scene.effects) if scene.effects else state.values
            counts = state.counts if scene.counter is None else _counted(story.counters, state.counts, scene.counter)
            state = State(target, values, counts, state.taken)
            told.append(Told("scene", target, state))
        if scene.to is None or any(_available(story, choice, state) for choice in scene.choices):
            break
        target = _led(scene.to, state, draw, drew)
        if target == HERE:
            break
        if target not in arrived and offer(story, state).locked:
            told.append(Told("locked", scene.id, state))
    return Step(state, tuple(told), tuple(drew))


def _led(way: Way, state: State, draw: Draw, drew: list[Drew]) -> str:
    """Return where `way` leads in `state`; a draw is noted in `drew`."""
    match way:
        case str():
            return way
        case Fork():
            to = draw(way)
            if all(to != chance.to for chance in way.chances):
                raise DrawNotOffered(way, to)
            drew.append(Drew(way.place, to))
            return to
        case _:
            return next(branch.to for branch in way if branch.when is None or branch.when.holds(state))
