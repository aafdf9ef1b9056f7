"""Every play-through of a story, one by one, and what they come to: for stories that have few.

No states, no graph: each play is walked with all of its memory. It imports nothing from the engine, and may be handed
valid stories only.
"""

import copy
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from math import prod
from typing import NamedTuple

from tests.reference.everything import outcomes
from tests.reference.figures import Empathy, End, Range, dimensions
from tests.reference.inside import drawn, written
from tests.reference.practice import Turn, practised
from tests.reference.walker import Node, Story, begin, choose, offered


class TooManySteps(Exception):  # noqa: N818  a limit that the caller set, not an error of the walker
    """The play-throughs of a story have more steps than `plays` was allowed to take; perhaps they never end."""


class Play(NamedTuple):
    """A play-through from the start to its end, and its chance if at each menu all choices are equally likely."""

    turns: list[Turn]
    end: End
    chance: Fraction

    @property
    def moves(self) -> tuple[str, ...]:
        """List its choices, each as `scene.choice`, and its draws, each as the target with an arrow before it."""
        found = []
        for before, choice, walk in self.turns:
            found += [] if before is None else [f"{before.scene}.{choice}"]
            found += [f"-> {target}" for _, target in walk.drew]
        return tuple(found)


def plays(story: Story, cap: int = 20_000) -> Iterator[Play]:
    """Give every play-through, the shortest first. TooManySteps after `cap` steps."""
    waiting: deque[tuple[list[Turn], Fraction]] = deque()
    steps = 0

    def go_on(turns: list[Turn], chance: Fraction, turn: Turn) -> None:
        odds = prod((share for _, share in drawn(story, turn.walk)), start=chance)
        waiting.append(([*turns, turn], odds))

    for walk in outcomes(partial(begin, story)):
        go_on([], Fraction(1), Turn(None, None, walk))
    while waiting:
        turns, chance = waiting.popleft()
        walk = turns[-1].walk
        available, _, ending = offered(story, walk.memory)
        for choice in available:
            steps += 1
            if steps > cap:
                raise TooManySteps(cap)
            for way in outcomes(partial(choose, story, walk.memory, choice)):
                go_on(turns, chance / len(available), Turn(walk.memory, choice, way))
        if not available:
            scene = walk.memory.scene
            yield Play(turns, End("dead end", scene, walk.stopped) if ending is None else End("ending", scene), chance)


# 7. and 8. -----------------------------------------------------------------------------------------------------------


def number_of_plays(found: list[Play]) -> int:
    """Count the different play-throughs."""
    return len({play.moves for play in found})


def chances_of_plays(found: list[Play]) -> dict[End, Fraction]:
    """Return the chance of each end that comes."""
    ends = {play.end for play in found}
    return {end: sum((play.chance for play in found if play.end == end), Fraction(0)) for end in ends}


# 9. Empathy ----------------------------------------------------------------------------------------------------------


def empathy_of_plays(story: Story, found: list[Play]) -> Empathy:
    """Return what is offered and what is taken, by ending (None: all together) and dimension."""
    practice = [(play, practised(story, play.turns)) for play in found if play.end.kind == "ending"]
    result: Empathy = {}
    for ending in [None, *{play.end.scene for play, _ in practice}] if practice else []:
        there = [(play.chance, each) for play, each in practice if ending in {None, play.end.scene}]
        result[ending] = {
            dimension: (
                _range([(chance, each.get(dimension, (0, 0))[0]) for chance, each in there]),
                _range([(chance, each.get(dimension, (0, 0))[1]) for chance, each in there]),
            )
            for dimension in dimensions(story)
        }
    return result


def _range(found: list[tuple[Fraction, int]]) -> Range:
    numbers = [number for _, number in found]
    mean = sum((chance * number for chance, number in found), Fraction(0)) / sum(chance for chance, _ in found)
    return Range(min(numbers), mean, max(numbers))


# 10. Words -----------------------------------------------------------------------------------------------------------


def words(story: Story, cap: int = 20_000) -> dict[str, tuple[int, int]]:
    """Return for each ending the fewest and the most words of a play-through that comes there.

    They are the words told (of scenes, of replies, of reasons when a scene goes on) and those of the choices taken.
    Which item of a `shuffle` is shown the seed decides: for the fewest words it is always the shortest, for the most
    the longest. TooManySteps where there are too many play-throughs, or where they have no bound.
    """
    fewest, most = (
        [(play.end, words_of(story, play)) for play in plays(unshuffled(story, longest=longest), cap)]
        for longest in (False, True)
    )
    endings = {end for end, _ in fewest if end.kind == "ending"}
    return {
        end.scene: (min(number for each, number in fewest if each == end), max(n for each, n in most if each == end))
        for end in endings
    }


def words_of(story: Story, play: Play) -> int:
    """Count the words of one play-through."""
    number = 0
    for before, choice, walk in play.turns:
        paragraphs = [paragraph for _, _, told in walk.told for paragraph in told]
        if before is not None:
            paragraphs.append(written(story, f"{before.scene}.{choice}")["text"])
        number += sum(len(paragraph.split()) for paragraph in paragraphs)
    return number


def unshuffled(story: Story, *, longest: bool) -> Story:
    """Return the story with only the shortest or the longest item of each `shuffle`."""
    pick = max if longest else min

    def changed(node: Node) -> Node:
        if isinstance(node, list):
            return [changed(each) for each in node]
        if not isinstance(node, dict):
            return node
        node = {name: changed(each) for name, each in node.items()}
        if isinstance(node.get("shuffle"), list):
            node["shuffle"] = [pick(node["shuffle"], key=lambda item: len(item.split()))]
        return node

    return story | {"scenes": {scene_id: changed(copy.deepcopy(scene)) for scene_id, scene in story["scenes"].items()}}
