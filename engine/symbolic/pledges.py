"""Promises, proven or broken on sets of states.

May import floors 0 and 1, `explore` for promises as values, and what stands before it in its room. What a promise means
is said in `explore/promised`; the sentences are those of `explore/judged`.
"""

from collections.abc import Mapping
from typing import assert_never

from engine.explore import judged
from engine.explore.judged import Against, Proved
from engine.explore.promised import CanAlwaysReach, Never, Promise, Reachable
from engine.model import Condition
from engine.symbolic.facts import Facts
from engine.symbolic.guards import Guards
from engine.symbolic.sets import S


def proved(facts: Facts[S], promise: Promise, short: str) -> Proved:
    """Return what became of a promise in a program that watches for it; `short` says why not all is known, if so."""
    match promise:
        case Reachable():
            return judged.reachable(promise, facts.scenes, short)
        case Never():
            return judged.never(promise, _nearest(facts, _holding(facts, promise.condition, _waits(facts))), short)
        case CanAlwaysReach():
            return judged.can_always_reach(promise, None if short else _nearest(facts, _cut_off(facts, promise)), short)
    assert_never(promise)


def _waits(facts: Facts[S]) -> Mapping[int, S]:
    """Return the menus and the endings that are come to."""
    endings = {at: states for each in facts.endings.values() for at, states in each.items()}
    return {**facts.menus, **endings}


def _holding(facts: Facts[S], condition: Condition, among: Mapping[int, S]) -> Mapping[int, S]:
    guard = Guards(facts.program.layout).of(condition)
    return {at: states & facts.sets.holding(at, guard) for at, states in among.items()}


def _cut_off(facts: Facts[S], promise: CanAlwaysReach) -> Mapping[int, S]:
    """Return the menus from which no way leads to the goal, though nothing excuses it."""
    goals = {
        at: facts.found.states[at]
        for at, node in enumerate(facts.program.nodes)
        if node.scene in promise.goal.scenes and facts.met(at)
    }
    leads = facts.leading(goals)
    cut = {at: states & ~leads[at] for at, states in facts.menus.items()}
    if promise.unless is None:
        return cut
    excused = _holding(facts, promise.unless, cut)
    return {at: states & ~excused[at] for at, states in cut.items()}


def _nearest(facts: Facts[S], found: Mapping[int, S]) -> Against | None:
    """Return the nearest of some states, with a play to it."""
    left = {at: states for at, states in found.items() if states != facts.sets.nothing}
    way = facts.paths.to(left) if left else None
    return Against(facts.program.story.scenes[way.step.state.scene], way.moves) if way else None
