"""How the cost of exploring grows with scenes, numbers and hubs, and where it ends: figures of single runs.

What is measured runs in processes of its own (`explorers`), so that this one stays small.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.rows import Figures, Row, Section
from tests.bench.searched import Hub, Layers, write
from tests.bench.turns import ROOT, Failed, python

if TYPE_CHECKING:
    from tests.bench.explorers import Figures as Found

LIMIT: Final = 2_000_000
"""How many states `curbside explore` holds at most, unless it is told otherwise."""
LARGE: Final = Layers(150, 6, 4)
"""More than a million states, of a story that takes hardly any memory itself."""
SMALLER: Final = Layers(100, 5, 4)
"""The same in a hurry."""
HEAD: Final = ("", "states", "steps", "reading", "search", "states/s", "peak", "bytes/state", "answers", "peak", "")
FEW_STATES: Final = 10_000
"""With fewer states than this, what they take is lost in everything else."""
MANY_SCENES: Final = 100
"""With more scenes than this, reading the story leaves garbage that the search then uses, which hides its own cost."""


def sections(folder: Path, *, quick: bool) -> Iterator[Section | Figures]:
    """Yield the table of figures, and the bytes of a state."""
    few = 20_000 if quick else 400_000  # so that the answers come soon
    found = {made: figures(folder, made, answers=about(made) <= few) for made in _grown(quick=quick)}
    yield Figures("How the cost of exploring grows", HEAD, tuple(line(made, each) for made, each in found.items()))
    large = SMALLER if quick else LARGE
    yield memory(large, found.get(large) or figures(folder, large, answers=False))


def _grown(*, quick: bool) -> list[Layers | Hub]:
    """Return the stories, each kind by its size."""
    made: list[Layers | Hub] = [*(Layers(100, each, 4) for each in (2, 3, 4, 5)), Layers(1000, 3, 4)]
    made += [Hub(each, equal=False) for each in (8, 10, 12, 14, 16)]
    made += [Hub(each, equal=True) for each in (30, 60)]
    if not quick:
        made += [Layers(100, 6, 4), Layers(10_000, 3, 4), *(Hub(each, equal=False) for each in (18, 20, 21))]
    return sorted(made, key=lambda each: (isinstance(each, Hub), each))


def about(made: Layers | Hub) -> int:
    """Return about how many states a story has: those of a full hub, and of layers whose numbers all meet."""
    if isinstance(made, Layers):
        return made.scenes * int((made.upto + 1) ** made.numbers)
    return int((made.choices // 3 + 1) ** 3 if made.equal else 1 << made.choices)


def figures(folder: Path, made: Layers | Hub, *, answers: bool, limit: int = LIMIT) -> "Found":
    """Explore a story in a process of its own, and return what it said.

    Raises:
        Failed: it failed.

    """
    from tests.bench.explorers import Figures as Found  # noqa: PLC0415

    call = f"figures({str(write(folder, made))!r}, {limit}, answers={answers})"
    command = python("-c", f"from tests.bench.explorers import figures; {call}")
    done = subprocess.run(command.words, cwd=ROOT, env=command.everything, capture_output=True, check=False)
    if done.returncode:
        raise Failed(done.stderr.decode(errors="replace")[-800:])
    return Found(*json.loads(done.stdout))


def line(made: Layers | Hub, found: "Found") -> tuple[str, ...]:
    """Return what a line of the table says; no bytes per state where they would be noise, or garbage of the reading."""
    clear = found.states >= FEW_STATES and (isinstance(made, Hub) or made.scenes <= MANY_SCENES)
    return (
        named(made),
        f"{found.states:,}",
        f"{found.steps:,}",
        f"{found.reading:.2f} s",
        f"{found.search:.2f} s",
        f"{found.states / found.search:,.0f}",
        f"{found.after / 2**20:,.0f} MiB",
        f"{each_state(found):,.0f}" if clear else "",
        "" if found.answers is None else f"{found.answers:.2f} s",
        "" if found.answers is None else f"{found.most / 2**20:,.0f} MiB",
        "whole" if found.whole else "the limit",
    )


def each_state(found: "Found") -> float:
    """Return the bytes of a state: what a search held above the story itself."""
    return (found.after - found.before) / found.states


def named(made: Layers | Hub) -> str:
    """Return what a story is called in the table."""
    if isinstance(made, Layers):
        return f"{made.scenes:,} scenes, {made.numbers} numbers of {made.upto + 1} values"
    return f"hub of {made.choices} {'equal' if made.equal else 'unlike'} choices"


def memory(made: Layers, found: "Found") -> Section:
    """Return the rows of bytes per state: of layers, where a state has about as many steps as in a story."""
    name = f"bytes per state, with its steps: {named(made)}, {found.states:,} states"
    steps = Row("its steps", f"{found.steps / found.states:.1f}")
    return Section("Memory of a search, above the story itself", (Row(name, f"{each_state(found):,.0f} bytes"), steps))
