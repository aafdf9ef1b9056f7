"""The promises in `walks.yaml`: what holds on every path through a story.

May import floors 0 and 1, the room `explore`, `beside` and `asking`. Says what is wrong with what they name; whether
they hold is for the explorer to prove.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.checking.asking import Watch, condition
from engine.checking.beside import Page
from engine.diagnostics import Span, did_you_mean, quoted
from engine.explore.promised import CanAlwaysReach, Goal, Never, Promise, Reachable
from engine.model import Story
from engine.reading.values import Map, words

ENDINGS: Final = "endings"
"""The goal that stands for every ending."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the promises of one file are read with: the file, what their conditions ask, and what can be a goal."""

    page: Page
    watch: Watch
    goals: Mapping[str, Sequence[str]]
    taken: dict[str, Span] = field(default_factory=dict)


def goals(story: Story | None) -> dict[str, list[str]]:
    """Return the scenes that each scene, each tag and `endings` stand for; nothing where there is no story."""
    scenes = story.scenes if story else {}
    found = {name: [name] for name in scenes}
    for name, scene in scenes.items():
        for goal in (*scene.tags, *((ENDINGS,) if scene.ending is not None else ())):
            found.setdefault(goal, []).append(name)
    return found


def promise(desk: Desk, of: Map) -> Promise | None:
    """Return a promise, or None where something is wrong with it, which is noted."""
    name, span = desk.page.id(of, "promise", desk.taken)
    goal = _goal(desk, of, "reachable") or _goal(desk, of, "can_always_reach")
    never, unless = (condition(desk.page, desk.watch, of, key) for key in ("never", "unless"))
    if never is not None:
        return Never(name, never, span)
    if goal is None:
        return None
    return Reachable(name, goal, span) if "reachable" in of else CanAlwaysReach(name, goal, unless, span)


def _goal(desk: Desk, of: Map, key: str) -> Goal | None:
    name = words(of, key)
    if name is None:
        return None
    span = desk.page.place(of, key)
    if desk.goals and name not in desk.goals:
        near = desk.page.today(name) or did_you_mean(name, desk.goals)
        message = f"there is no scene and no tag {quoted(name)}"
        desk.page.fault("L242", span, message, near or f"name a scene, a tag, or {ENDINGS}")
    return Goal(name, tuple(desk.goals.get(name, ())), span)
