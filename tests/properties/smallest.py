"""Make a play that breaks a law smaller for as long as it breaks it: leave things out, put simple ones in.

Half of what is tried is no valid story; whoever asks says whether it still shows the same fault.
"""

import copy
import re
from collections import deque
from collections.abc import Callable
from typing import Any

from tests.properties.stories import Play

Node = Any  # a value as YAML gives it
Path = tuple[str | int, ...]
GONE = object()
COMPARISON = r"(?:\w+\([\w.]+\)|\w+)(?: (?:is not|is|<=?|>=?) -?\w+)?"


def smallest(play: Play, breaks: Callable[[Play], bool]) -> Play:
    """Make every single edit that leaves the law broken, until none of them does."""
    edits, at, failed = _edits(play), 0, 0
    while failed < len(edits):
        other = _edited(play, *edits[at % len(edits)])
        if breaks(other):
            play, edits, failed = other, _edits(other), 0
        else:
            at, failed = at + 1, failed + 1
    return play


def _edits(play: Play) -> list[tuple[Path, Node]]:
    """List what may be tried: a place in the play and what is put there; whole branches come before their parts."""
    edits: list[tuple[Path, Node]] = []
    last = next(reversed(play.story.get("scenes", {})), "")
    waiting: deque[tuple[Path, Node]] = deque([((), play._asdict())])
    while waiting:
        path, node = waiting.popleft()
        edits += [(path, value) for value in _simpler(path, node, last)]
        steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        inside = [((*path, step), part) for step, part in steps]
        edits += [(each, GONE) for each, _ in inside if len(each) > 1]
        waiting.extend(inside)
    return edits


def _simpler(path: Path, node: Node, last_scene: str) -> list[Node]:
    """List simpler values for one place; none of them leads back, so that trying comes to an end."""
    name = path[-1] if path else ""
    if isinstance(node, list) and name != "picks":
        parts = [part.get("to", part.get("text", "")) if isinstance(part, dict) else part for part in node]
        return [part for part in parts if part]
    if name == "when":
        pieces = re.findall(COMPARISON, node)
        return [each for piece in pieces for each in (piece, f"not {piece}") if len(each) < len(node)]
    if name == "to" and isinstance(node, str) and node != last_scene:
        return [last_scene]
    if isinstance(node, str) and " " in node:
        return ["Words."]
    return [0, 1] if isinstance(node, int) and abs(node) > 1 else []


def _edited(play: Play, path: Path, value: Node) -> Play:
    fields = copy.deepcopy(play._asdict())
    node: Node = fields
    for step in path[:-1]:
        node = node[step]
    if value is GONE:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return Play(**fields)
