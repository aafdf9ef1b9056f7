"""The door to all engines: which of them answers.

May import floors 0 and 1, `explore`, and what stands before it in its room. States one by one answer most, so they are
asked first where there are few. Sets of states as whole numbers are next, if they fit: they tell how many states there
are before these are visited. Decision diagrams, where they are installed, are for what is too big for both.
"""

from dataclasses import replace
from typing import Final

from engine.explore import explored
from engine.explore.explored import Ask, Explored
from engine.model import Story
from engine.symbolic import bitsets
from engine.symbolic.answers import Engine, answered
from engine.symbolic.program import Program
from engine.symbolic.reach import Reached, Stop, by_batches, by_rings

FEW: Final = 100_000
"""How many states are visited before anything else is tried: a moment's work."""


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
            return answered(story, ask, BITSETS)
        case "auto":
            return _told_most(story, ask)


def _told_most(story: Story, ask: Ask) -> Explored:
    first = explored.explore(story, replace(ask, limit=min(FEW, ask.limit)))
    return first


def _bitsets(program: Program, stop: Stop) -> Reached[int]:
    sets = bitsets.Bitsets(program)
    found = by_rings(program, sets, stop)
    return by_batches(program, sets, stop) if found.why == "limit" else found


BITSETS: Final = Engine("bitsets", "cells", bitsets.ALL, _bitsets)
