"""Stories too big to count: sets of states beside states one by one, and whole stories proven within their time.

What is measured runs in processes of its own (`proving`), so that this one stays small. Where `oxidd` is not installed,
what needs decision diagrams is left out, and a row says so.
"""

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from statistics import median
from typing import Any, Final, NamedTuple

from tests.bench import big
from tests.bench.proving import Proof, Reach
from tests.bench.rows import Figures, Row, Section, ms
from tests.bench.turns import ROOT, Failed, python

PATIENCE: Final = 600
"""Seconds on the clock after which a proof is ended from outside."""
SEEDS: Final = range(1, 11)
HEAD: Final = ("", "states", "seconds", "peak", "dead ends", "traps", "endings", "shortest", "")


class Whole(NamedTuple):
    """A story that has to be proven whole: its name, what makes it, and the bounds, seconds and MB (0: none)."""

    name: str
    kind: str
    sizes: tuple[int, ...]
    engine: str
    seconds: int
    megabytes: int = 0


LARGE: Final = Whole("layers of 10,000 scenes", "layered", (10_000, 1), "bitsets", 3, 350)
HUBS: Final = (
    Whole("a hub of 60 unlike choices", "hubs", (60, 1), "diagrams", 1),
    Whole("three hubs of 60 unlike choices", "hubs", (60, 3), "diagrams", 3),
)
QUICK: Final = LARGE._replace(name="layers of 1,000 scenes", sizes=(1000, 1))
QUICK_HUBS: Final = (
    HUBS[0]._replace(name="a hub of 24 unlike choices", sizes=(24, 1)),
    HUBS[1]._replace(name="three hubs of 12 unlike choices", sizes=(12, 3)),
)


def sections(rounds: int, *, quick: bool) -> Iterator[Section | Figures]:
    """Yield everything about stories too big to count."""
    yield beside(100 if quick else 1000, 1 if quick else min(rounds, 3))
    large, hubs = (QUICK, QUICK_HUBS) if quick else (LARGE, HUBS)
    has_diagrams = find_spec("oxidd") is not None
    yield whole([large, *hubs] if has_diagrams else [large], rounds)
    if not has_diagrams:
        yield Section("Decision diagrams", (Row("oxidd", "not installed"),))
        return
    seeds = SEEDS[:2] if quick else SEEDS
    yield from realistic(40 if quick else 80, seeds, 3, len(seeds), 200)
    if not quick:
        yield from realistic(500, seeds, 20, 8)


# One way beside the other --------------------------------------------------------------------------------------------


def beside(scenes: int, rounds: int) -> Section:
    """Return the rows of both ways to find every state of a layered story, each in turn."""
    turns = [[_reach(way, scenes) for way in ("packed", "bitsets")] for _ in range(rounds)]
    one_by_one, sets = ([turn[way] for turn in turns] for way in (0, 1))
    least = ">= 300" if scenes >= 1000 else ""
    slow = median(each.seconds for each in one_by_one)
    rows = [Row("states one by one", ms(slow))]
    for name, of in (("bitsets, with all that is made ready", "seconds"), ("bitsets, all made ready before", "plain")):
        took = median(getattr(each, of) for each in sets)
        rows.append(Row(name, ms(took), rows[0].name, slow / took, least))
    memory = [median(each.most for each in many) for many in (one_by_one, sets)]
    rows.append(Row("memory at its peak, bitsets", _mb(memory[1]), rows[0].name, memory[1] / memory[0]))
    found = {each.states for each in (*one_by_one, *sets)}
    rows.append(Row("states, the same for both", f"{found.pop():,}" if len(found) == 1 else f"no: {sorted(found)}"))
    return Section(f"Every state found: layers of {scenes:,} scenes", tuple(rows))


def _reach(way: str, scenes: int) -> Reach:
    return Reach(*_said(f"{way}('layered', ({scenes}, 1))"))


# Whole stories -------------------------------------------------------------------------------------------------------


def whole(stories: Sequence[Whole], rounds: int) -> Section:
    """Return the rows of stories proven whole, each with its bounds: dead ends, traps, and what never happens."""
    rows = tuple(row for each in stories for row in _whole(each, rounds))
    return Section("Proven whole, from the story to all that is wrong", rows)


def _whole(story: Whole, rounds: int) -> Iterator[Row]:
    found = [_proof(story) for _ in range(rounds)]
    first = found[0]
    took, held = (median(values) for values in zip(*((each.seconds, each.most) for each in found), strict=True))
    yield Row(story.name, ms(took), f"{story.seconds} s", took / story.seconds, "<= 1")
    if story.megabytes:
        yield Row("- its peak", _mb(held), f"{story.megabytes} MB", held / 1e6 / story.megabytes, "<= 1")
    if story.kind == "layered":
        yield Row("- with a play for each finding, and all that is told", ms(proof(*story[1:4]).seconds))
    yield Row("- answered", "everything" if first.whole else f"not everything: {first.why}")
    yield Row("- states", f"{first.states:,}")
    if story.kind == "hubs" and story.sizes[1] == 1:
        yield Row("- states, by a formula", f"{big.subsets(story.sizes[0]) + len(big.COUNTERS):,}")
    yield Row("- scenes with dead ends, with traps", f"{first.dead_ends:,}, {first.traps:,}")
    shortest = "shortest" if first.is_shortest else "not known to be shortest"
    yield Row("- choices to its endings", f"{', '.join(map(str, first.endings))}: {shortest}")


def realistic(
    scenes: int, seeds: Sequence[int], seconds: int, least: int, megabytes: int = 0
) -> Iterator[Section | Figures]:
    """Yield what became of realistic stories, and the rows of how many were proven within their time and memory."""
    found = {seed: _tried("realistic", (scenes, seed), "diagrams", seconds) for seed in seeds}
    title = f"Realistic stories of {scenes} scenes, by seed"
    yield Figures(title, HEAD, tuple(_line(seed, each) for seed, each in found.items()))
    done = [each for each in found.values() if each and each.whole and each.seconds <= seconds]
    rows = [Row(f"proven whole in {seconds} s", f"{len(done)} of {len(found)}", str(least), len(done) / least, ">= 1")]
    for name, of, most, said in _bounds(seconds, megabytes):
        worst = max((of(each) for each in done), default=0.0)
        rows.append(Row(f"of these, {name}", said(worst), said(most), worst / most, "<= 1"))
    yield Section(f"Realistic stories of {scenes} scenes", tuple(rows))


_Bound = tuple[str, Callable[[Proof], float], float, Callable[[float], str]]


def _bounds(seconds: int, megabytes: int) -> Iterator[_Bound]:
    yield "the slowest", lambda each: each.seconds, seconds, ms
    if megabytes:
        yield "the largest", lambda each: each.most, megabytes * 1e6, _mb


def _line(seed: int, found: Proof | None) -> tuple[str, ...]:
    if found is None:
        return (f"seed {seed}", *[""] * 7, f"ended after {PATIENCE} s")
    return (
        f"seed {seed}",
        _many(found.states),
        f"{found.seconds:.2f}",
        _mb(found.most),
        str(found.dead_ends),
        str(found.traps),
        str(len(found.endings)),
        "yes" if found.is_shortest else "not known",
        "whole" if found.whole else found.why,
    )


# Processes -----------------------------------------------------------------------------------------------------------


def proof(kind: str, sizes: tuple[int, ...], engine: str, seconds: int = 0) -> Proof:
    """Explore a story in a process of its own, as `proving.proof`, and return what it said.

    Raises:
        Failed: it failed.

    """
    return Proof(*_said(f"proof({kind!r}, {sizes!r}, {engine!r}, {seconds})"))


def _proof(story: Whole) -> Proof:
    """Prove a layered story as sets only, any other with all that is said of it."""
    if story.kind == "layered":
        return Proof(*_said(f"sets({story.kind!r}, {story.sizes!r})"))
    return proof(story.kind, story.sizes, story.engine)


def _tried(kind: str, sizes: tuple[int, ...], engine: str, seconds: int) -> Proof | None:
    try:
        return proof(kind, sizes, engine, seconds)
    except subprocess.TimeoutExpired:
        return None


def _said(call: str) -> list[Any]:
    command = python("-c", f"from tests.bench import proving; proving.{call}")
    done = subprocess.run(
        command.words, cwd=ROOT, env=command.everything, capture_output=True, check=False, timeout=PATIENCE
    )
    if done.returncode:
        raise Failed(done.stderr.decode(errors="replace")[-800:])
    said: list[Any] = json.loads(done.stdout)
    return said


def _mb(size: float) -> str:
    return f"{size / 1e6:,.0f} MB"


def _many(number: int) -> str:
    return f"{number:,}" if number < 10**12 else f"{number:.3e}"
