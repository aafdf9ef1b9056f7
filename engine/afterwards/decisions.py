"""The decisions of a play, what they practised, and why: page "Empathy" of the story language.

May import `model` and the room `play`. Counts how often something was tried out of how often it could be, and never
adds that up: no total, no grade, no rank.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from engine.model import Choice, Scene, State
from engine.play.rules import offer
from engine.play.transcript import Play


@dataclass(frozen=True, slots=True)
class Decision:
    """A menu with two or more available choices, and which of them was chosen.

    `index` is the place in `play.moves` of the move that was chosen there, 1 or more; `state` the one in which the
    menu was shown.
    """

    index: int
    scene: Scene
    offered: tuple[Choice, ...]
    chosen: Choice
    state: State


class Tally(NamedTuple):
    """In how many stays a dimension was offered, and in how many of these it was taken."""

    offered: int
    taken: int


@dataclass(frozen=True, slots=True)
class Reason:
    """What a choice practises, in the writer's words; `index` is the move in which it was first chosen for that."""

    index: int
    dimension: str
    text: str


def decisions(play: Play) -> Iterator[Decision]:
    """Yield the menus of a play at which there was something to decide, in order."""
    for index, (before, made) in enumerate(pairwise(play.moves), 1):
        state = before.step.state
        shown = offer(play.story, state)
        if len(shown.choices) > 1:
            chosen = next(choice for choice in shown.choices if choice.name == made.choice)
            yield Decision(index, shown.scene, shown.choices, chosen, state)


def practised(play: Play) -> dict[str, Tally]:
    """Return the tally of each dimension that was offered at all on this path, in the order of the story's dimensions.

    A stay in a scene offers a dimension at most once, and takes it at most once, however many decisions it holds.
    """
    offered, taken = Counter[str](), Counter[str]()
    for stay in _stays(play):
        offered.update({name for decision in stay for choice in decision.offered for name in choice.empathy})
        taken.update({name for decision in stay for name in decision.chosen.empathy})
    return {name: Tally(offered[name], taken[name]) for name in play.story.dimensions if offered[name]}


def reasons(play: Play) -> Iterator[Reason]:
    """Yield the writers' reasons for what was chosen at decisions, in order: those of one choice as they are written.

    A choice that is chosen again gives its reasons only once.
    """
    given: set[str] = set()
    for decision in decisions(play):
        if decision.chosen.name not in given:
            given.add(decision.chosen.name)
            for dimension, text in decision.chosen.empathy.items():
                yield Reason(decision.index, dimension, text)


def _stays(play: Play) -> Iterator[list[Decision]]:
    """Yield the decisions of each stay in which there are any: those between which the story arrives nowhere."""
    arrivals = list(accumulate(sum(told.kind == "scene" for told in move.step.told) for move in play.moves))
    for _, met in groupby(decisions(play), lambda decision: arrivals[decision.index - 1]):
        yield list(met)
