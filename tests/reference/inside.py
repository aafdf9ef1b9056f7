"""Every step of a world looked at from within: where scenes looked for choices, and which lists were followed.

It retells a step that the walker took, and refuses to differ from it. It imports nothing from the engine.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.everything import Way, World
from tests.reference.memory import Memory, holds
from tests.reference.walker import HERE, Node, Story, Walk, _affect, offered


@dataclass(frozen=True)
class Inside:
    """What went on in one step; every memory is as it was just then."""

    choice: str | None  # `scene.choice`; None for the beginning
    taken: Memory | None  # after the effects of the choice
    arrived: list[Memory]  # at each arrival, after its effects
    looked: list[Memory]  # whenever a scene looked for available choices
    followed: list[tuple[str, Memory]]  # whenever a `to` was read: the `scene` or `scene.choice` that holds it


def inside(story: Story, world: World, way: Way) -> Inside:
    """Retell one step of a world."""
    memory = _fresh(story) if way.source is None else world.states[way.source]
    place, taken, looked, followed = None, None, [], []
    if way.choice is not None:
        place = f"{memory.scene}.{way.choice}"
        memory = taken = _took(story, memory, place)
        holder = place if "to" in written(story, place) else memory.scene
        followed.append((holder, taken))
        if _led(story, holder, taken, way.walk) == HERE:
            looked.append(taken)
    arrived = []
    for scene_id in arrivals(way.walk):
        memory = _arrived(story, memory, scene_id)
        arrived.append(memory)
    if memory != way.walk.memory:
        raise AssertionError(way)
    looked += arrived
    followed += [(look.scene, look) for look in looked if _goes_on(story, look)]
    return Inside(place, taken, arrived, looked, followed)


def arrivals(walk: Walk) -> list[str]:
    """List the scenes that a step arrived at, in order, those that it only passed as well."""
    return [place for kind, place, _ in walk.told if kind == "scene"]


def written(story: Story, place: str) -> dict[str, Node]:
    """Look up the scene or the choice that stands at a place."""
    scene_id, _, choice_id = place.partition(".")
    scene: dict[str, Node] = story["scenes"][scene_id]
    return next(each for each in scene["choices"] if each["id"] == choice_id) if choice_id else scene


def places(story: Story) -> Iterator[str]:
    """Give every scene and every choice, in the order of the file."""
    for scene_id, scene in story["scenes"].items():
        yield scene_id
        yield from (f"{scene_id}.{choice['id']}" for choice in scene.get("choices", []))


def drawn(story: Story, walk: Walk) -> list[tuple[str, Fraction]]:
    """List the draws of a step: the target, and the share of the weights that it has."""
    return [(target, _share(written(story, place)["to"], target)) for place, target in walk.drew]


def _share(branches: list[dict[str, Node]], target: str) -> Fraction:
    weights = {branch["to"]: branch["chance"] for branch in branches}
    return Fraction(weights[target], sum(weights.values()))


def _fresh(story: Story) -> Memory:
    variables = {name: variable["start"] for name, variable in story.get("variables", {}).items()}
    return Memory("", variables, dict.fromkeys(story.get("moments", {}), False))


def _took(story: Story, memory: Memory, place: str) -> Memory:
    memory = copy.deepcopy(memory)
    memory.takings[place] += 1
    _affect(story, memory, written(story, place))
    return memory


def _arrived(story: Story, memory: Memory, scene_id: str) -> Memory:
    memory = copy.deepcopy(memory)
    memory.scene = scene_id
    memory.visits[scene_id] += 1
    _affect(story, memory, story["scenes"][scene_id])
    return memory


def _led(story: Story, holder: str, memory: Memory, walk: Walk) -> str:
    """Say where the `to` of a choice led in this step; if it was by chance, that was the first draw."""
    to = written(story, holder)["to"]
    if isinstance(to, str):
        return to
    if "chance" in to[0]:
        return walk.drew[0][1]
    return next(str(branch["to"]) for branch in to if "when" not in branch or holds(branch["when"], memory))


def _goes_on(story: Story, memory: Memory) -> bool:
    available, _, ending = offered(story, memory)
    return not available and ending is None and "to" in story["scenes"][memory.scene]
