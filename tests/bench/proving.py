"""What is measured of proofs on sets of states: each runs in a process of its own, which says as JSON what came of it.

Imports at the top only what every one of these needs. What is measured begins with the story as the engine holds it: it
is made before. The collector of cycles is off in all. Seconds are those of the processor.
"""

import gc
import json
import resource
import sys
import time
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from engine.model import Story


class Proof(NamedTuple):
    """What a proof came to: whether everything was answered, and if not, why; what was found, and what that cost.

    `before` and `most` are the most that the process held until the story was there, and in all, in bytes.
    """

    states: int
    whole: bool
    why: str
    dead_ends: int
    traps: int
    endings: tuple[int, ...]
    """How many choices and draws come to each ending that can be reached, in the order of the story."""
    is_shortest: bool
    seconds: float
    before: int
    most: int


class Reach(NamedTuple):
    """How long it took to find every state that can be come to: all of it, and without what is made ready for that."""

    states: int
    seconds: float
    plain: float
    most: int


def proof(
    kind: str, sizes: tuple[int, ...], engine: Literal["states", "bitsets", "diagrams"], seconds: int = 0
) -> None:
    """Explore a story with an engine, without figures; stop after so many seconds, if that is not 0."""
    from engine.engines.choosing import explore  # noqa: PLC0415
    from engine.explore.explored import Ask  # noqa: PLC0415

    story, before = _made(kind, sizes)
    begun = time.process_time()
    end = begun + seconds if seconds else float("inf")
    found = explore(story, Ask(engine=engine, figures=False, pulse=lambda _states: time.process_time() > end))
    took = time.process_time() - begun
    codes = [each.diagnostic.code for each in found.findings]
    lengths = tuple(len(each.shortest) for each in found.endings if each.shortest is not None)
    rest = lengths, found.is_shortest, took, before, _peak()
    made = Proof(found.states, found.is_complete, found.reason or "", codes.count("A101"), codes.count("A102"), *rest)
    json.dump(made, sys.stdout)


def sets(kind: str, sizes: tuple[int, ...]) -> None:
    """Find every state of a story, ring by ring, all dead ends and all traps, as whole numbers, but no plays to them.

    A thousand plays of six hundred choices each, made by the player's rules, take longer than all the rest.
    """
    from engine.symbolic.compiling import program  # noqa: PLC0415
    from engine.symbolic.facts import Facts  # noqa: PLC0415
    from engine.symbolic.reach import never  # noqa: PLC0415
    from engine.symbolic.strategies import with_bitsets  # noqa: PLC0415

    story, before = _made(kind, sizes)
    begun = time.process_time()
    found = with_bitsets(program(story), never)
    facts = Facts(found, never)
    stuck, traps = facts.dead_ends, facts.trapped
    lengths = [facts.distance(states) for states in facts.endings.values() if states]
    took = time.process_time() - begun
    is_shortest = found.rings is not None
    assert not found.why
    numbers = len(stuck), len(traps), tuple(each for each in lengths if each is not None)
    made = Proof(found.size(), True, "", *numbers, is_shortest, took, before, _peak())  # noqa: FBT003 - it is whole
    json.dump(made, sys.stdout)


def packed(kind: str, sizes: tuple[int, ...]) -> None:
    """Find every state one by one. Nothing can be made ready for that, so both times are the same."""
    from engine.explore.search import Wish, search  # noqa: PLC0415

    story, _before = _made(kind, sizes)
    begun = time.process_time()
    graph = search(story, Wish(limit=20_000_000))
    took = time.process_time() - begun
    assert not graph.why
    json.dump(Reach(len(graph.states), took, took, _peak()), sys.stdout)


def bitsets(kind: str, sizes: tuple[int, ...]) -> None:
    """Find every state by whole numbers as sets, and then once more: all masks are there by now."""
    from engine.symbolic.bitsets import Bitsets  # noqa: PLC0415
    from engine.symbolic.compiling import program  # noqa: PLC0415
    from engine.symbolic.spreading import at_once  # noqa: PLC0415
    from engine.symbolic.strategies import BYTES  # noqa: PLC0415

    story, _before = _made(kind, sizes)
    begun = time.process_time()
    compiled = program(story)
    sets = Bitsets(compiled)
    found = at_once(compiled, sets, lambda: False, BYTES)
    took = time.process_time() - begun
    assert not found.why
    again = time.process_time()
    at_once(compiled, sets, lambda: False, BYTES)
    json.dump(Reach(found.size(), took, time.process_time() - again, _peak()), sys.stdout)


def _made(kind: str, sizes: tuple[int, ...]) -> "tuple[Story, int]":
    """Return a story of `big`, and the most that was held until it was there."""
    from tests.bench import big  # noqa: PLC0415
    from tests.bench.layered import layered_story  # noqa: PLC0415

    gc.disable()
    story = layered_story(*sizes) if kind == "layered" else big.story(big.MADE[kind](*sizes))
    return story, _peak()


def _peak() -> int:
    """Return the most memory that this process held until now, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
