"""What was done and came back: page "Ripples and other eyes" of the story language.

May import `model` and the room `play`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.model import Effects, Moment, Set
from engine.play.rules import Told
from engine.play.transcript import Move, Play
from engine.play.words import words


@dataclass(frozen=True, slots=True)
class Came:
    """A place where a moment came back: the scene, and the move in which its words were told."""

    index: int
    scene: str


@dataclass(frozen=True, slots=True)
class Ripple:
    """A moment that happened, and how far it went. `index` is the move in which it did; 0 is the beginning."""

    moment: Moment
    index: int
    came: tuple[Came, ...]


def ripples(play: Play) -> tuple[Ripple, ...]:
    """Return each moment that is remembered on this path, in the order in which they happened.

    What one choice or one arrival makes remembered happens at once, and stands in the order in which it is declared.
    A moment comes back at most once in each stay: on arriving there, or in a reply later in that stay.
    """
    happened = dict(_happened(play))
    came: dict[str, list[Came]] = {name: [] for name in happened}
    for name, place in _back(play):
        came[name].append(place)
    moments = play.story.moments
    return tuple(Ripple(moments[name], index, tuple(came[name])) for name, index in happened.items())


def _happened(play: Play) -> Iterator[tuple[str, int]]:
    """Yield each moment that is remembered, and the move in which it first was."""
    left = {moment.slot: name for name, moment in play.story.moments.items()}
    for index, move in enumerate(play.moves):
        if not left:
            return
        for effects in _effects(play, move):
            new = left.keys() & {effect.slot for effect in effects if isinstance(effect, Set)}
            for slot in sorted(new):
                yield left.pop(slot), index


def _effects(play: Play, move: Move) -> Iterator[Effects]:
    """Yield the effects of a move: those of its choice, then those of each arrival."""
    choice = play.story.choice(move.choice) if move.choice else None
    if choice is not None:
        yield choice.effects
    for told in move.step.told:
        if told.kind == "scene":
            yield play.story.scenes[told.place].effects


def _back(play: Play) -> Iterator[tuple[str, Came]]:
    """Yield where each moment came back, once for each stay."""
    arrivals, last = 0, dict[str, int]()
    for index, move in enumerate(play.moves):
        for told in move.step.told:
            arrivals += told.kind == "scene"
            for name in _marked(play, told):
                is_remembered = told.state.values[play.story.moments[name].slot]
                if is_remembered and last.get(name) != arrivals:
                    last[name] = arrivals
                    yield name, Came(index, told.state.scene)


def _marked(play: Play, told: Told) -> Iterable[str]:
    """Return the moments of which the words that are shown are a consequence: all of them, or some paragraphs."""
    shown = words(play.story, told, play.seed)
    names = {name for paragraph in shown for name in paragraph.ripple_of}
    whole = play.story.scenes[told.place].ripple_of if shown and told.kind == "scene" else ()
    return names.union(whole)
