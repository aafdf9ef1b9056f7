"""A play-through to a scene, in a story of any size.

May import floors 0 and 1, `explore`, `symbolic` and `vectors`, and what stands before it in its room. States are
visited first; where there are too many of them, sets of states are asked.
"""

from typing import Any

from engine.engines.choosing import beyond
from engine.explore.moves import NotPlayed
from engine.explore.search import Pulse
from engine.explore.somewhere import Found
from engine.explore.somewhere import found as visited
from engine.model import Condition, Story
from engine.symbolic.compiling import TooBranched, program
from engine.symbolic.facts import Facts
from engine.symbolic.guards import Guards
from engine.symbolic.reach import Stopped
from engine.symbolic.sets import TooLarge


def found(story: Story, scene: str, condition: Condition | None, limit: int, pulse: Pulse | None = None) -> Found:
    """Return a play-through to a `scene` in which the `condition`, if any, holds: as `explore.somewhere.found` does.

    Past `limit`, that is a play of fewest choices only where it is known; and one that passes the scene by is looked
    for only without a condition.
    """
    near = visited(story, scene, condition, limit, pulse)
    if near.moves is not None or near.why != "limit":
        return near
    engine = beyond(story)
    if engine is None:
        return near
    try:
        compiled = program(story, () if condition is None else (condition,))
        facts = Facts(engine.reached(compiled, lambda: pulse is not None and pulse(0)), lambda: False)
        return _found(facts, scene, condition) or near
    except (TooLarge, TooBranched, Stopped):
        return near


def _found(facts: Facts[Any], scene: str, condition: Condition | None) -> Found | None:
    """Return what sets of states say; None where they leave it open."""
    guard = Guards(facts.program.layout).of(condition)
    here = {at: states for at, states in facts.resting.items() if facts.program.nodes[at].scene == scene}
    goals = {at: states & facts.sets.holding(at, guard) for at, states in here.items()}
    way = facts.paths.to({at: states for at, states in goals.items() if states != facts.sets.nothing})
    why, size = facts.found.why, facts.found.size()
    if way is not None:
        return Found(way.moves, rests=True, reached=True, why=why, states=size)
    if scene not in facts.scenes:
        return Found(None, rests=False, reached=False, why=why, states=size) if not why else None
    if condition is not None:
        return None  # it might hold while the scene is passed by
    passing = {
        at: facts.found.states[at]
        for at, node in enumerate(facts.program.nodes)
        if node.scene == scene and not node.rests and facts.met(at)
    }
    way = facts.paths.to(facts.paths.back.all(passing, facts.menus))
    for each in facts.paths.steps(way) if way else facts.paths.starts():
        if any(told.kind == "scene" and told.place == scene for told in each.step.told):
            return Found(each.moves, rests=False, reached=True, why=why, states=size)
    raise NotPlayed(scene)
