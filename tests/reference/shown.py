"""Which words of a story are ever shown, to the player and to other eyes: the oracle for `explore --words`.

Each function takes a story as plain YAML and the world that `everything` makes of it. It imports nothing from the
engine, and may be handed valid stories only.
"""

from collections.abc import Iterator
from math import lcm

from tests.reference.everything import Key, World
from tests.reference.inside import Inside, inside, places, written
from tests.reference.memory import Memory, holds
from tests.reference.walker import Node, Story, Telling, offered, paragraphs

Spot = tuple[str | int, ...]  # a place, then the way to one string in the YAML: ("shop", "text", 0, "else")


# Where words stand ---------------------------------------------------------------------------------------------------


def strings(story: Story) -> set[Spot]:
    """Return where each string of a text, a reply, a `locked` or a `seen_by` stands."""
    told = {spot for place in places(story) for text, at in _texts(story, place) for spot in _all(text, at)}
    return told | {(place, "locked") for place in places(story) if "locked" in written(story, place)}


def _texts(story: Story, place: str) -> Iterator[tuple[Node, Spot]]:
    """Give the texts that are read when a scene is arrived at or a choice is taken."""
    node = written(story, place)
    key = "reply" if "." in place else "text"
    if key in node:
        yield node[key], (place, key)
    for eyes, text in node.get("seen_by", {}).items():
        yield text, (place, "seen_by", eyes)


def _all(text: Node, at: Spot) -> set[Spot]:
    if isinstance(text, str):
        return {at}
    if isinstance(text, list):
        return {spot for index, part in enumerate(text) for spot in _all(part, (*at, index))}
    found: set[Spot] = {(*at, key) for key in ("text", "else") if key in text}
    for key in ("first", "sequence", "cycle", "shuffle"):
        found |= {(*at, key, index) for index in range(len(text.get(key, [])))}
    return found


# 12. What is shown ---------------------------------------------------------------------------------------------------


def never_told(story: Story, world: World) -> set[Spot]:
    """Return the strings that are shown in no play; any item of a `shuffle` may be shown at any visit."""
    steps = [inside(story, world, way) for way in world.ways]
    shown: set[Spot] = set()
    for look in [look for step in steps for look in step.looked]:
        shown |= {(f"{look.scene}.{choice}", "locked") for choice in offered(story, look)[1]}
    for place in places(story):
        texts = list(_texts(story, place))
        read = [_read(step).get(place) for step in steps]
        for memory, counts in zip(read, _counts(world, read, *_lengths(texts)), strict=True):
            if memory is not None:
                shown |= {spot for text, at in texts for count in counts for spot in _shown(text, at, memory, count)}
    return strings(story) - shown


def _read(step: Inside) -> dict[str, Memory]:
    """Return the places whose words are read in a step, each with the memory in which they are."""
    found = {memory.scene: memory for memory in step.arrived}
    return found | ({step.choice: step.taken} if step.choice is not None and step.taken is not None else {})


def _counts(world: World, read: list[Memory | None], longest: int, period: int) -> list[set[int]]:
    """Return for each step of the world how often its place may have been read by then, this time included.

    `read` says in which steps it is. Past the longest sequence, a count is as good as one that is lower by a period.
    """
    found: list[set[int]] = [set() for _ in world.ways]
    ways: dict[Key | None, list[int]] = {}
    for index, way in enumerate(world.ways):
        ways.setdefault(way.source, []).append(index)
    waiting: list[tuple[Key | None, int]] = [(None, 0)]
    known = set(waiting)
    while waiting:
        key, count = waiting.pop()
        for index in ways.get(key, []):
            after = count + (read[index] is not None)
            after = after if after <= longest else longest + (after - longest) % period
            found[index].add(after)
            state = (world.ways[index].target, after)
            if state not in known:
                known.add(state)
                waiting.append(state)
    return found


def _lengths(texts: list[tuple[Node, Spot]]) -> tuple[int, int]:
    """Return the length of the longest sequence, and the period after which all cycles begin anew."""
    parts = [part for text, _ in texts for part in _listed(text) if isinstance(part, dict)]
    return max(len(part.get("sequence", "_")) for part in [{}, *parts]), lcm(
        *(len(part.get("cycle", "_")) for part in parts)
    )


def _shown(text: Node, at: Spot, memory: Memory, count: int) -> set[Spot]:
    """Return the strings of a text that are shown when it is read for this time."""
    if isinstance(text, str):
        return {at}
    if isinstance(text, list):
        return {spot for index, part in enumerate(text) for spot in _shown(part, (*at, index), memory, count)}
    if "when" in text and not holds(text["when"], memory):
        return {(*at, "else")} if "else" in text else set()
    return {(*at, *rest) for rest in _picked(text, memory, count)}


def _picked(block: dict[str, Node], memory: Memory, count: int) -> list[Spot]:
    """Return what of a block may be shown, whose own `when` holds."""
    if "text" in block:
        return [("text",)]
    if "first" in block:
        items = enumerate(block["first"])
        holding = [index for index, item in items if "when" not in item or holds(item["when"], memory)]
        return [("first", holding[0])] if holding else []
    if "sequence" in block:
        return [("sequence", min(count, len(block["sequence"])) - 1)]
    if "cycle" in block:
        return [("cycle", (count - 1) % len(block["cycle"]))]
    return [("shuffle", index) for index in range(len(block["shuffle"]))]


def _listed(value: Node) -> list[Node]:
    return value if isinstance(value, list) else [value]


# 12. Holes in other eyes ---------------------------------------------------------------------------------------------


def unseen(story: Story, world: World) -> set[tuple[str, str]]:
    """Return each ending, with one of the cast, to which some play comes without a word for those eyes.

    It asks for those of the cast who have `seen_by` words anywhere. Whether a text has words does not hang on counts.
    """
    eyes = {each for place in places(story) for each in written(story, place).get("seen_by", {})}
    found = set()
    for each in eyes:
        silent = [way for way in world.ways if not _words_for(story, inside(story, world, way), each)]
        reached: set[Key | None] = {None}
        while new := {way.target for way in silent if way.source in reached} - reached:
            reached |= new
        scenes = {world.states[key].scene for key in reached if key is not None}
        found |= {(scene, each) for scene in scenes if "ending" in story["scenes"][scene]}
    return found


def _words_for(story: Story, step: Inside, eyes: str) -> bool:
    return any(
        paragraphs(written(story, place).get("seen_by", {}).get(eyes, []), Telling(story, memory, place, 1, 0))
        for place, memory in _read(step).items()
    )
