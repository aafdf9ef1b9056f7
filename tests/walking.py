"""A walk, walked by the rules of play: what a story's `walks.yaml` says, tried in the simplest way."""

from collections.abc import Callable, Iterator
from typing import assert_never

from engine.checking.expected import Ends, Expected, Has, Practised, Remembers, Stands
from engine.checking.walks import Chosen, Drawn, Move, Walk
from engine.model import Choice, Fork, Story
from engine.play.rules import Offer, Step, begin, offer, step

Taken = tuple[Offer, Choice, bool]
"""A choice, what was offered, and whether the story then arrived anywhere."""


def arrived(story: Story, walk: Walk) -> list[str]:
    """Return in which ways the end of a walk is another than was expected."""
    *_, (made, taken) = walked(story, walk)
    times = practised(taken)
    return [f"{walk.id}: {each}" for each in walk.expects if not _is_so(story, made, times, each)]


def walked(story: Story, walk: Walk) -> Iterator[tuple[Step, list[Taken]]]:
    """Yield the beginning and each step of a walk, with what was taken so far."""
    moves, taken = list(walk.moves), list[Taken]()
    made = begin(story, _brought(moves))
    yield made, taken
    while moves:
        move = moves.pop(0)
        assert isinstance(move, Chosen), f"{walk.id}: chance brings nothing here"
        offered = offer(story, made.state)
        choice = next((each for each in offered.choices if each.name == move.choice), None)
        assert choice is not None, f"{walk.id}: {move.choice} is not offered, but {[c.name for c in offered.choices]}"
        made = step(story, made.state, choice.id, _brought(moves))
        taken.append((offered, choice, any(told.kind == "scene" for told in made.told)))
        yield made, taken


def _brought(moves: list[Move]) -> Callable[[Fork], str]:
    def draw(_fork: Fork) -> str:
        drawn = moves.pop(0)
        assert isinstance(drawn, Drawn), f"chance brings something before {drawn}"
        return drawn.scene

    return draw


def practised(taken: list[Taken]) -> dict[str, int]:
    """Return how often each dimension was taken, at most once in a stay, at menus of two choices or more."""
    times: dict[str, int] = {}
    stay: set[str] = set()
    for offered, choice, arrives in taken:
        for dimension in choice.empathy if len(offered.choices) > 1 else ():
            times[dimension] = times.get(dimension, 0) + (dimension not in stay)
            stay.add(dimension)
        stay = set() if arrives else stay
    return times


def _is_so(story: Story, made: Step, times: dict[str, int], expected: Expected) -> bool:
    values = story.values(made.state)
    match expected:
        case Ends(scene):
            return made.state.scene == scene and story.scenes[scene].ending is not None
        case Stands(scene):
            return made.state.scene == scene
        case Remembers(moment, happened):
            return values[moment] is happened
        case Has(variable, value):
            return values[variable] == value
        case Practised(dimension, number):
            return times.get(dimension, 0) == number
    assert_never(expected)
