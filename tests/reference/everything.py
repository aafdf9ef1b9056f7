"""All that can happen in a story, by brute force: every choice and every outcome of every draw, breadth first."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from tests.reference.memory import Memory, tokenized
from tests.reference.walker import Branches, Draw, Node, Story, Walk, begin, choose, offered

Key = tuple[object, ...]


class TooManyStates(Exception):  # noqa: N818  a limit that the caller set, not an error of the walker
    """A story has more states than `everything` was allowed to look at."""


@dataclass(frozen=True)
class Way:
    """One step that some play can take: `choice` is None, and so is `source`, for arriving at the start."""

    source: Key | None
    choice: str | None
    walk: Walk
    target: Key


@dataclass
class World:
    """All that can happen: one memory for each state where a step can end, and every step between them."""

    states: dict[Key, Memory] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)


def everything(story: Story, cap: int = 100_000) -> World:
    """Follow every choice and every outcome of every draw, breadth first. TooManyStates past `cap` states."""
    read = counts_read(story)
    world = World()
    waiting: deque[Key] = deque()

    def note(source: Key | None, choice: str | None, walk: Walk) -> None:
        target = key(walk.memory, read)
        world.ways.append(Way(source, choice, walk, target))
        if target not in world.states:
            if len(world.states) == cap:
                raise TooManyStates(cap)
            world.states[target] = walk.memory
            waiting.append(target)

    for walk in outcomes(partial(begin, story)):
        note(None, None, walk)
    while waiting:
        source = waiting.popleft()
        memory = world.states[source]
        for choice_id in offered(story, memory)[0]:
            for walk in outcomes(partial(choose, story, memory, choice_id)):
                note(source, choice_id, walk)
    return world


def outcomes(go: Callable[[Draw], Walk]) -> Iterator[Walk]:
    """Every outcome of one step: draws follow a script, and each new draw adds a script for each other branch."""
    waiting: deque[list[str]] = deque([[]])
    while waiting:
        script = waiting.popleft()
        made: list[str] = []

        def draw(_place: str, branches: Branches, script: list[str] = script, made: list[str] = made) -> str:
            if len(made) < len(script):
                target = script[len(made)]
            else:
                target = branches[0][0]
                waiting.extend([*made, other] for other, _ in branches[1:])
            made.append(target)
            return target

        yield go(draw)


def counts_read(story: Story) -> dict[str, int]:
    """List the counts that the rules can tell apart: each scene or `scene.choice` that is read, to how far to count.

    `once`, `visited` and `chose` tell none from one. `visits` is compared with numbers: one more than the largest
    number in any condition is as good as any count above it. Words are no part of this.
    """
    read = {
        f"{scene_id}.{choice['id']}": 1
        for scene_id, scene in story["scenes"].items()
        for choice in scene.get("choices", [])
        if choice.get("once")
    }
    conditions = [tokenized(condition) for condition in _conditions(story["scenes"])]
    numbers = [int(token) for tokens in conditions for token in tokens if token.lstrip("-").isdigit()]
    for tokens in conditions:
        for word, _, place in zip(tokens, list(tokens)[1:], list(tokens)[2:], strict=False):
            if word == "visits":
                read[place] = max([0, *numbers]) + 1
            elif word in {"visited", "chose"}:
                read.setdefault(place, 1)
    return read


def _conditions(node: Node) -> Iterator[str]:
    """Every `when`, wherever it stands (those of words too: more states than needed, never fewer)."""
    if isinstance(node, list):
        for item in node:
            yield from _conditions(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "when" and isinstance(value, str):
                yield value
            else:
                yield from _conditions(value)


def key(memory: Memory, read: dict[str, int]) -> Key:
    """Reduce a memory to a state: the counts that are read, as far as they are."""
    happened = memory.visits + memory.takings
    counts = [min(happened[place], limit) for place, limit in sorted(read.items())]
    return (memory.scene, *memory.variables.values(), *memory.moments.values(), *counts)
