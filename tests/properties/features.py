"""What of the language a story uses, so that a test can count it."""

import re
from collections.abc import Iterator

from tests.properties.stories import HERE, Node, Story

KEYS = ["add", "cycle", "first", "locked", "once", "remember", "reply", "say", "seen_by", "sequence", "set", "shuffle"]


def features(story: Story) -> set[str]:
    """Name what of the language a story uses."""
    return {name for name, is_there in _features(story).items() if is_there}


def _features(story: Story) -> dict[str, bool]:
    scenes = story["scenes"]
    choices = [choice for scene in scenes.values() for choice in scene.get("choices", [])]
    variables = list(story.get("variables", {}).values())
    pairs = list(_pairs(scenes))
    keys = {name for name, _ in pairs}
    prose = [value for value in _strings(scenes) if " " in value]
    conditions = " ".join(str(value) for name, value in pairs if name == "when")
    reached = {scene_id: _reached(story, scene_id) for scene_id in scenes}
    answers = {
        "arrival effects": any({"set", "add", "remember"} & scene.keys() for scene in scenes.values()),
        "chance": "chance" in keys,
        "chance in a scene": any("chance" in str(scene.get("to")) for scene in scenes.values()),
        "chance of staying": any(
            "chance" in str(value) and HERE in str(value) for name, value in pairs if name == "to"
        ),
        "counter": any("min" in variable for variable in variables),
        "fallback to": any("to" in scene and "choices" in scene for scene in scenes.values()),
        "hub": ("to", HERE) in pairs,
        "locked and once": any({"locked", "once"} <= choice.keys() for choice in choices),
        "loop": any(scene_id in reached[scene_id] for scene_id in scenes),
        "moment": "moments" in story,
        "negative bound": any(variable.get("min", 0) < 0 for variable in variables),
        "not before a comparison": re.search(r"not [a-z_()]+ (is|<|>)", conditions) is not None,
        "own to": any(scene_id in _targets(scene.get("choices", [])) for scene_id, scene in scenes.items()),
        "shown number": any("{" in words for words in prose),
        "silent scene": any("text" not in scene for scene in scenes.values()),
        "two paragraphs": any("\n\n" in words for words in prose),
        "when and else": "else" in keys,
        "when in a to": any("when" in str(value) for name, value in pairs if name == "to"),
        "word": any("one_of" in variable for variable in variables),
        "yes or no": any(isinstance(variable["start"], bool) for variable in variables),
    }
    answers |= {name: f"{name}(" in conditions for name in ("visits", "visited", "chose")}
    answers |= {name: re.search(rf"\b{name}\b", conditions) is not None for name in ("and", "or", "not")}
    answers |= {name: name in keys for name in KEYS}
    return answers


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    """Every key with its value, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from _pairs(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            yield name, value
            yield from _pairs(value)


def _strings(node: Node) -> Iterator[str]:
    """Every string that is a value or an item of a list, at any depth."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list | dict):
        for item in node if isinstance(node, list) else node.values():
            yield from _strings(item)


def _targets(node: Node) -> set[str]:
    """Every scene that a `to` in here names."""
    ends = [value for name, value in _pairs(node) if name == "to"]
    return {target for target in ends if isinstance(target, str)} - {HERE}


def _reached(story: Story, scene_id: str) -> set[str]:
    """List what some path of `to`s from here comes to, whatever the conditions."""
    reached: set[str] = set()
    waiting = [scene_id]
    while waiting:
        new = _targets(story["scenes"][waiting.pop()]) - reached
        reached |= new
        waiting += new
    return reached


FEATURES = frozenset(_features({"scenes": {}}))
