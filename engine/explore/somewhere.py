"""A shortest play-through to a scene: one that a player can really make, or that there is none.

May import floors 0 and 1, and what stands before it in its room.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Final, NamedTuple

from engine.explore.graph import Edge, Graph, Passage
from engine.explore.moves import Moves, moves
from engine.explore.search import Pulse, Wish, search
from engine.model import Condition, Fork, State, Story
from engine.play.rules import Step, begin, offer, step

FIRST: Final = 8192
"""How many states are held at first: most scenes are near."""
MORE: Final = 16
"""How many times as many are held next, up to the limit."""


class Found(NamedTuple):
    """How a scene is come to, or, where `moves` is None, that it is not.

    Then `why` is empty where that is proven, else why not all was looked at; `reached` tells that the scene is come to,
    though never while the condition holds. `rests` tells that the play waits or ends in the scene; otherwise the last
    step of the play only passes it by. `states` is how many states were found.
    """

    moves: Moves | None
    rests: bool
    reached: bool
    why: str
    states: int


def found(story: Story, scene: str, condition: Condition | None, limit: int, pulse: Pulse | None = None) -> Found:
    """Return a play-through of fewest choices to a `scene` of the story in which the `condition`, if any, holds.

    Where it can, the play waits or ends in that scene. Where it never does, it passes the scene by in its last step,
    and the condition held on arrival. No more states than `limit` are held; `pulse` may stop the search.
    """
    always = () if condition is None else (condition,)
    for most in _limits(limit):
        graph = search(story, Wish(always=always, limit=most, pulse=pulse))
        at = _resting(graph, scene, condition)
        if at is not None or graph.why != "limit":
            break
    rests = at is not None
    path = graph.path(at) if rests else _passing(graph, scene, condition)
    made = None if path is None else moves(graph, path)
    return Found(made, rests, scene in graph.scenes, graph.why, len(graph.states))


def _limits(limit: int) -> Iterator[int]:
    """Yield ever higher limits: what is found within a lower one is nearest all the same."""
    most = FIRST
    while most < limit:
        yield most
        most *= MORE
    yield limit


def _resting(graph: Graph, scene: str, condition: Condition | None) -> int | None:
    """Return the nearest state that rests in the scene while the condition holds."""
    layout, number = graph.layout, graph.layout.numbers[scene]
    asked = layout.low | _bits(graph, condition)

    @cache
    def holds(bits: int) -> bool:
        return condition is None or condition.holds(layout.unpacked(bits))

    places = (at for at, state in enumerate(graph.states) if state & layout.low == number and holds(state & asked))
    return next(places, None)


def _bits(graph: Graph, condition: Condition | None) -> int:
    """Return the bits of a state that the condition reads."""
    return graph.layout.mask(graph.layout.reads.condition(condition))


def _passing(graph: Graph, scene: str, condition: Condition | None) -> list[Edge] | None:
    """Return a nearest path whose last step arrives at the scene while the condition holds."""
    through = {place for place, passage in enumerate(graph.passages) if scene in passage.arrived}
    asked, known = _bits(graph, condition), dict[tuple[int, int], bool]()
    starts = ((None, target, place) for target, place in graph.starts)
    for source, target, place in (*starts, *(each for each in graph.steps() if each[2] in through)):
        if place not in through:
            continue
        passage = graph.passages[place]
        # what a condition reads is changed by a step without regard to anything else
        key = place, -1 if source is None else graph.states[source] & asked
        if key not in known:
            known[key] = condition is None or condition.holds(_arrived(graph, source, passage, scene))
        if known[key]:
            return [*graph.path(source), Edge(source, target, passage)]
    return None


def _arrived(graph: Graph, source: int | None, passage: Passage, scene: str) -> State:
    """Return the state in which a step arrives at the scene on its way."""
    made = _made(graph, source, passage)(_drawing(passage))
    return next(told.state for told in made.told if told.kind == "scene" and told.place == scene)


def _made(graph: Graph, source: int | None, passage: Passage) -> Callable[[Callable[[Fork], str]], Step]:
    if source is None or passage.slot is None:
        return partial(begin, graph.story)
    state, names = graph.layout.unpacked(graph.states[source]), graph.slots[passage.slot].names
    choice = next(each for each in offer(graph.story, state).choices if each.name in names)
    return partial(step, graph.story, state, choice.id)


def _drawing(passage: Passage) -> Callable[[Fork], str]:
    drew = iter(passage.drew)
    return lambda _fork: next(drew)
