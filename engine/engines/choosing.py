"""The door to all engines: which of them answers.

May import floors 0 and 1, `explore`, `symbolic` and `vectors`, and what stands before it in its room. States one by one
answer most, so they are asked first where there are few. Sets of states as whole numbers are next, if they are small:
they tell how many states there are before these are visited. Decision diagrams, where they are installed, are for what
is too big for both.
"""

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, Final

from engine.explore import explored
from engine.explore.explored import Ask, Ended, Explored
from engine.explore.findings import in_order
from engine.explore.judged import Proved
from engine.explore.promised import Promise
from engine.explore.proved import proved as visited_proved
from engine.explore.search import Wish
from engine.model import Story
from engine.symbolic import bitsets, strategies
from engine.symbolic.answers import Engine, answered
from engine.symbolic.compiling import TooBranched, program
from engine.symbolic.facts import Facts
from engine.symbolic.program import Program
from engine.symbolic.sets import TooLarge
from engine.vectors.figures import Figures

FEW: Final = 100_000
"""How many states are visited before anything else is tried: a moment's work."""
SMALL: Final = 1 << 28
"""How many cells sets may have to be tried before states are visited: a few seconds' work."""

BITSETS: Final = Engine("bitsets", "cells", bitsets.ALL, strategies.with_bitsets, Figures)
DIAGRAMS: Final = Engine("diagrams", "nodes", strategies.NODES, strategies.with_diagrams)


def explore(story: Story, ask: Ask) -> Explored:
    """Return what can happen in `story`, found out by the engine that is asked for, or by the one that tells most.

    Raises:
        NotInstalled: decision diagrams are asked for, and are not there.
        NotPlayed: the player's rules do not accept a play that was found: a fault of the explorer.

    """
    match ask.engine:
        case "states":
            return explored.explore(story, ask)
        case "bitsets":
            return answered(story, ask, BITSETS)
        case "diagrams":
            return answered(story, ask, DIAGRAMS)
        case "auto":
            return _told_most(story, ask)


def has_diagrams() -> bool:
    """Tell whether decision diagrams are installed."""
    return find_spec("oxidd") is not None


def _told_most(story: Story, ask: Ask) -> Explored:
    few = explored.explore(story, replace(ask, limit=min(FEW, ask.limit)))
    if few.why != "limit":
        return few
    compiled = _compiled(story)
    cost = bitsets.cost(compiled) if compiled else bitsets.Cost(0, bitsets.ALL + 1)
    if compiled and cost.fits and cost.all <= SMALL:
        found = strategies.with_bitsets(compiled, lambda: ask.pulse is not None and ask.pulse(0))
        if found.why or found.size() > ask.limit:
            return _joined(few, answered(story, ask, BITSETS))
    many = explored.explore(story, ask) if ask.limit > few.limit else few
    engine = _beyond(cost)
    return many if many.why != "limit" or engine is None else _joined(many, answered(story, ask, engine))


def beyond(story: Story) -> Engine | None:
    """Return the engine for a story that has too many states to be visited, if one of those that are there may do."""
    compiled = _compiled(story)
    return _beyond(bitsets.cost(compiled)) if compiled else None


def _beyond(cost: bitsets.Cost) -> Engine | None:
    if cost.fits and cost.all <= SMALL:
        return BITSETS
    return DIAGRAMS if has_diagrams() else BITSETS if cost.fits else None


def _compiled(story: Story) -> Program | None:
    try:
        return program(story)
    except TooBranched:
        return None


def followed(story: Story) -> Facts[Any] | None:
    """Return what sets of states show of a story, where they show all that can be met; else None."""
    engine = beyond(story)
    try:
        found = engine.reached(program(story), lambda: False) if engine else None
    except (TooLarge, TooBranched):
        return None
    return Facts(found, lambda: False) if found and not found.why else None


def proved(watching: Story, promises: Sequence[Promise]) -> tuple[Proved, ...]:
    """Return what became of each promise, as `explore.proved.proved` does, in a story of any size."""
    found = visited_proved(watching, promises, Wish())
    engine = beyond(watching) if any(each.kept is None for each in found) else None
    if engine is None:
        return found
    left = tuple(each.promise for each in found if each.kept is None)
    more = {each.promise.id: each for each in answered(watching, Ask(left, watching, figures=False), engine).promises}
    return tuple(more[each.promise.id] if each.kept is None else each for each in found)


def _joined(visited: Explored, sets: Explored) -> Explored:
    """Return what is known from states that were visited, some of all, together with what is known from sets of them.

    Of what was visited the plays are shortest.
    """
    endings = tuple(map(_nearer, visited.endings, sets.endings))
    if "dead_ends" not in sets.withheld:
        return replace(sets, endings=endings)
    subjects = {(each.diagnostic.code, each.subject) for each in visited.findings}
    more = (each for each in sets.findings if (each.diagnostic.code, each.subject) not in subjects)
    both = zip(visited.promises, sets.promises, strict=True)
    scenes, choices = visited.scenes | sets.scenes, visited.choices | sets.choices
    every = {choice.name for scene in visited.story.scenes.values() for choice in scene.choices}
    known = {"reached"} if scenes == visited.story.scenes.keys() and choices == every else set[str]()
    promises = tuple(one if one.kept is not None else two for one, two in both)
    if all(each.kept is not None for each in promises):
        known.add("promises")
    return replace(
        visited,
        why=sets.why if sets.why == "stopped" else visited.why,
        also=(*visited.also, sets.reason or ""),
        withheld=tuple(name for name in visited.withheld if name not in known),
        scenes=scenes,
        choices=choices,
        endings=endings,
        findings=in_order([*visited.findings, *more]),
        promises=promises,
        is_shortest=sets.is_shortest,
    )


def _nearer(visited: Ended, sets: Ended) -> Ended:
    if visited.shortest is None:
        return sets
    return replace(sets, shortest=visited.shortest, is_shortest=True)
