"""A brute-force walker over plain YAML: the oracle that the engine is held against.

It takes a story as the dict that YAML gives and plays it by the language page, rule by rule: full counts of every
visit and every taking, no caps, no slots, no cleverness. It imports nothing from the engine, and it checks nothing: it
may be handed valid stories only. Read it beside `One step`, `Chance` and `Text` of that page.
"""

import copy
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.reference.memory import Memory, holds

Story = dict[str, Any]
Node = Any  # a value as YAML gives it, where it may be one thing or a list of them
Branches = list[tuple[str, int]]
Draw = Callable[[str, Branches], str]  # place (`scene` or `scene.choice`) and its (target, weight) pairs, to one target

HERE = "here"


@dataclass
class Walk:
    """What came of one step."""

    memory: Memory
    told: list[tuple[str, str, list[str]]] = field(default_factory=list)  # "reply", "scene" or "locked"; place; words
    drew: list[tuple[str, str]] = field(default_factory=list)  # place; target
    stopped: str | None = None  # the scene that would have been arrived at a second time


@dataclass(frozen=True)
class Table:
    """What stays the same all through a play: the story, who draws, and the seed that orders shuffles."""

    story: Story
    draw: Draw
    seed: object


# One step ------------------------------------------------------------------------------------------------------------


def begin(story: Story, draw: Draw, seed: object = 0) -> Walk:
    """Arrive at the start, and go on to the first menu, ending or dead end."""
    start = story.get("start", next(iter(story["scenes"])))
    variables = {name: variable["start"] for name, variable in story.get("variables", {}).items()}
    walk = Walk(Memory(start, variables, dict.fromkeys(story.get("moments", {}), False)))
    _go(Table(story, draw, seed), walk, start)
    return walk


def choose(story: Story, memory: Memory, choice_id: str, draw: Draw, seed: object = 0) -> Walk:
    """Take one choice; the memory handed in stays as it is. ValueError when the choice is not available."""
    if choice_id not in offered(story, memory)[0]:
        raise ValueError(choice_id)
    table, walk = Table(story, draw, seed), Walk(copy.deepcopy(memory))
    scene = story["scenes"][memory.scene]
    choice = next(choice for choice in scene["choices"] if choice["id"] == choice_id)
    place = f"{memory.scene}.{choice_id}"

    walk.memory.takings[place] += 1
    _affect(story, walk.memory, choice)
    if "reply" in choice or "seen_by" in choice:  # an act that others see is told, with or without words of its own
        telling = Telling(story, walk.memory, place, walk.memory.takings[place], seed)
        walk.told.append(("reply", place, paragraphs(choice.get("reply", []), telling)))
    if "to" in choice:
        target = _target(table, walk, place, choice["to"])
    else:
        target = _target(table, walk, memory.scene, scene["to"])
    _go(table, walk, target)
    return walk


def offered(story: Story, memory: Memory) -> tuple[list[str], list[str], str | None]:
    """Say what is open after a step: available ids and locked ids, in order, and the ending's title.

    Neither an available choice nor an ending is a dead end: a step has already gone on as far as it could.
    """
    scene = story["scenes"][memory.scene]
    available, locked = [], []
    for choice in scene.get("choices", []):
        if choice.get("once") and memory.takings[f"{memory.scene}.{choice['id']}"] > 0:
            continue  # used up, locked or not
        if "when" not in choice or holds(choice["when"], memory):
            available.append(choice["id"])
        elif "locked" in choice:
            locked.append(choice["id"])
    return available, locked, scene.get("ending")


def _go(table: Table, walk: Walk, target: str) -> None:
    """From a target on to the next menu, ending or dead end, arriving nowhere twice."""
    arrived = set()
    if target != HERE:
        _arrive(table, walk, target)
        arrived.add(target)
    while True:
        place = walk.memory.scene
        scene = table.story["scenes"][place]
        available, locked, ending = offered(table.story, walk.memory)
        if available or ending is not None or "to" not in scene:
            return  # a menu, an ending, a dead end
        target = _target(table, walk, place, scene["to"])
        if target == HERE:
            return  # a dead end
        if target in arrived:
            walk.stopped = target
            return  # a dead end, with a word
        if locked:
            sentences = [choice["locked"] for choice in scene["choices"] if choice["id"] in locked]
            walk.told.append(("locked", place, [part for words in sentences for part in _parts(words, walk.memory)]))
        _arrive(table, walk, target)
        arrived.add(target)


def _arrive(table: Table, walk: Walk, scene_id: str) -> None:
    """Count the visit, then effects, then words."""
    scene = table.story["scenes"][scene_id]
    walk.memory.scene = scene_id
    walk.memory.visits[scene_id] += 1
    _affect(table.story, walk.memory, scene)
    telling = Telling(table.story, walk.memory, scene_id, walk.memory.visits[scene_id], table.seed)
    walk.told.append(("scene", scene_id, paragraphs(scene.get("text", []), telling)))


def _affect(story: Story, memory: Memory, source: dict[str, Any]) -> None:
    """Apply the effects of a scene or a choice; adding stops at the bounds."""
    for name, value in source.get("set", {}).items():
        memory.variables[name] = value
    for name, amount in source.get("add", {}).items():
        variable = story["variables"][name]
        memory.variables[name] = min(max(int(memory.variables[name]) + amount, variable["min"]), variable["max"])
    for name in _listed(source.get("remember", [])):
        memory.moments[name] = True


def _target(table: Table, walk: Walk, place: str, to: Node) -> str:
    """Read a `to`: one target, the first branch that holds, or the branch that is drawn."""
    if isinstance(to, str):
        return to
    if "chance" in to[0]:
        target = table.draw(place, [(branch["to"], branch["chance"]) for branch in to])
        walk.drew.append((place, target))
        return target
    return next(str(branch["to"]) for branch in to if "when" not in branch or holds(branch["when"], walk.memory))


def _listed(value: Node) -> list[Node]:
    return value if isinstance(value, list) else [value]


# Chance --------------------------------------------------------------------------------------------------------------


def drawing(seed: object) -> Draw:
    """Make new draws for one play: the hash of `seed/place/count`, modulo all the weights, laid out from the top."""
    counts: Counter[str] = Counter()

    def draw(place: str, branches: Branches) -> str:
        digest = hashlib.sha256(f"{seed}/{place}/{counts[place]}".encode()).digest()
        counts[place] += 1
        rest = int.from_bytes(digest, "big") % sum(weight for _, weight in branches)
        for target, weight in branches:
            if rest < weight:
                return target
            rest -= weight
        raise AssertionError

    return draw


# Text ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Telling:
    """What words may depend on: `count` is what "by visit" reads, arrivals or takings, the present one included."""

    story: Story
    memory: Memory
    place: str
    count: int
    seed: object


def paragraphs(text: Node, telling: Telling) -> list[str]:
    """Words as paragraphs, each string and each block of a list its own; `*`, `_` and backslashes stay as typed."""
    shown = []
    for item in _listed(text):
        shown += _parts(item, telling.memory) if isinstance(item, str) else _block(item, telling)
    return shown


def _block(block: dict[str, Any], telling: Telling) -> list[str]:
    shown = _parts(_words(block, telling), telling.memory)
    speaker = _speaker(block, telling)
    if shown and speaker is not None:
        shown[0] = f"{telling.story['cast'][speaker]['name']}: {shown[0]}"
    return shown


def _words(block: dict[str, Any], telling: Telling) -> str:
    """Pick the one string of a block that is shown; the empty string for none."""
    if "when" in block and not holds(block["when"], telling.memory):
        return str(block.get("else", ""))
    if "text" in block:
        return str(block["text"])
    if "first" in block:
        item = _first(block, telling)
        return "" if item is None else str(item["text"])
    if "sequence" in block:
        return str(block["sequence"][min(telling.count, len(block["sequence"])) - 1])
    if "cycle" in block:
        return str(block["cycle"][(telling.count - 1) % len(block["cycle"])])
    order = sorted(block["shuffle"], key=lambda item: _shuffle_key(item, telling))
    return str(order[(telling.count - 1) % len(order)])


def _first(block: dict[str, Any], telling: Telling) -> dict[str, Any] | None:
    """Pick the first item that holds, if any does."""
    holding = [item for item in block["first"] if "when" not in item or holds(item["when"], telling.memory)]
    return holding[0] if holding else None


def _speaker(block: dict[str, Any], telling: Telling) -> str | None:
    """Who says a block: the item of a `first` that is shown, or else the block itself."""
    item = _first(block, telling) if "first" in block else None
    speaker: str | None = (item or {}).get("say", block.get("say"))
    return speaker


def _shuffle_key(item: str, telling: Telling) -> str:
    return hashlib.sha256(f"{telling.seed}/{telling.place}/{item}".encode()).hexdigest()


def _parts(words: str, memory: Memory) -> list[str]:
    """Blank lines part paragraphs, a single line break is a space, `{name}` shows a number."""
    words = re.sub(r"\{(\w+)\}", lambda match: str(memory.variables[match[1]]), words)
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", words) if part.strip()]
