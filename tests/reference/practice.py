"""What a play came to, worked out a second time: what it practised, and what of it rippled.

It reads plain YAML and plays with the walker; it imports nothing from the engine, and may be handed valid stories only.
Read it beside `Empathy` and `Ripples and other eyes` of the language page.
"""

import copy
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.reference.memory import Memory
from tests.reference.walker import Node, Story, Walk, begin, choose, drawing, offered


class Turn(NamedTuple):
    """A step of a play: the memory in which it was chosen and the choice, None for the beginning, and what came."""

    before: Memory | None
    choice: str | None
    walk: Walk


def turns(story: Story, picks: list[int], seed: int) -> list[Turn]:
    """Play a story: each pick is a choice, modulo the number of choices there are."""
    draw = drawing(seed)
    played = [Turn(None, None, begin(story, draw, seed))]
    for pick in picks:
        memory = played[-1].walk.memory
        available, _, _ = offered(story, memory)
        if not available:
            break
        choice = available[pick % len(available)]
        played.append(Turn(memory, choice, choose(story, memory, choice, draw, seed)))
    return played


# Practice ------------------------------------------------------------------------------------------------------------


def practised(story: Story, played: list[Turn]) -> dict[str, tuple[int, int]]:
    """Count for each dimension the stays that offered it and those that took it; those never offered are left out.

    Whatever arrives anywhere makes the sum of all visits larger, so that sum is the number of a stay.
    """
    offering: dict[str, set[int]] = {}
    taking: dict[str, set[int]] = {}
    for before, choice, _ in played:
        if before is None:
            continue
        available, _, _ = offered(story, before)
        for each in story["scenes"][before.scene]["choices"] if len(available) >= 2 else []:
            for dimension in each.get("empathy", {}):
                if each["id"] in available:
                    offering.setdefault(dimension, set()).add(before.visits.total())
                if each["id"] == choice:
                    taking.setdefault(dimension, set()).add(before.visits.total())
    return {dimension: (len(stays), len(taking.get(dimension, ()))) for dimension, stays in offering.items()}


# Ripples -------------------------------------------------------------------------------------------------------------

KNOWN, BACK, WORDS = "@known ", "@back ", "@words"


@dataclass
class Rippled:
    """How far a moment went: the step in which it happened, and the steps and scenes in which it came back."""

    step: int
    came: list[tuple[int, str]] = field(default_factory=list)


def ripples(story: Story, picks: list[int], seed: int) -> dict[str, Rippled]:
    """Return each moment that happened, in the order in which they did, and how far it went.

    The story is played with marks among its words. They tell for every reply and every arrival what is remembered,
    which moments its words are said to be a consequence of, and whether there are words at all.
    """
    found: dict[str, Rippled] = {}
    stay, last = 0, dict[str, int]()
    for step, turn in enumerate(turns(marked(story), picks, seed)):
        for kind, place, shown in turn.walk.told:
            stay += kind == "scene"
            known = [each.removeprefix(KNOWN) for each in shown if each.startswith(KNOWN)]
            for moment in known:
                found.setdefault(moment, Rippled(step))
            scene = place.partition(".")[0]
            back = [each.removeprefix(BACK) for each in shown if each.startswith(BACK)]
            if kind == "scene" and WORDS in shown:
                back += _listed(story["scenes"][scene].get("ripple_of", []))
            for moment in set(back) & set(known):
                if last.get(moment) != stay:
                    last[moment] = stay
                    found[moment].came.append((step, scene))
    return found


def marked(story: Story) -> Story:
    """Return the story with marks among the words of each scene and each choice, which else is played alike."""
    story = copy.deepcopy(story)
    for scene in story["scenes"].values():
        scene["text"] = _marked(story, scene.get("text", []))
        for choice in scene.get("choices", []):
            choice["reply"] = _marked(story, choice.get("reply", []))
    return story


def _marked(story: Story, text: Node) -> list[Node]:
    """Put marks around words: what is known before them, and behind each part what its being shown means."""
    shown: list[Node] = [{"when": moment, "text": KNOWN + moment} for moment in story.get("moments", {})]
    for part in _listed(text):
        shown.append(part)
        shown += _marks(part)
    return shown


def _marks(part: Node) -> list[Node]:
    """Return the blocks that are shown just when `part` is shown; of one with `else`, what tells the two apart."""
    if isinstance(part, str):
        return [WORDS]
    outer = _listed(part.get("ripple_of", []))
    if "first" not in part:
        mark = _when(part, {"text": "\n\n".join([WORDS, *(BACK + moment for moment in outer)])})
        return [mark | {"else": WORDS} if "else" in part else mark]
    items = []
    for item in part["first"]:
        moments = outer + _listed(item.get("ripple_of", []))
        items.append(_when(item, {"text": "\n\n".join([WORDS, *(BACK + moment for moment in moments)])}))
    return [_when(part, {"first": items})]


def _when(part: Node, block: dict[str, Node]) -> dict[str, Node]:
    return block | {"when": part["when"]} if "when" in part else block


def _listed(value: Node) -> list[Node]:
    return value if isinstance(value, list) else [value]
