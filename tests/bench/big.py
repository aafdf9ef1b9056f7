"""Stories too big to count one by one, as the plain values that YAML gives; `story` has the engine read these.

The same arguments give the same story. `layered` and `realistic` have modules of their own. A *hub* has choices that
can each be taken once, no two alike, so that it matters which were taken; several hubs stand *in a row*.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from engine.model import Story
from engine.reading.files import File, Files
from engine.reading.load import loaded
from tests.bench.layered import layered
from tests.bench.realistic import Plain, realistic

COUNTERS: Final = ("kind", "brave", "calm")
MOST: Final = 20
"""As far as a counter goes."""


def story(plain: Plain) -> Story:
    """Return what the engine reads: for stories of some thousand choices at most, of 10,000 it takes seconds.

    Raises:
        AssertionError: it is no sound story.

    """
    text = json.dumps(plain, indent=1).encode()  # which YAML reads as well
    found = loaded(Files((File("story.yaml", text),), "big", ""))
    assert found.story is not None, found.diagnostics[:3]
    return found.story


def hub(choices: int) -> Plain:
    """Return a story of one hub with so many unlike once-only choices, at most 60."""
    return hubs(choices, 1)


def hubs(choices: int, row: int) -> Plain:
    """Return a story of so many hubs in a row, each with so many unlike once-only choices, at most 60.

    Each adds to a counter while there is not too much of it, half of them only when there is some; no two ask for the
    same. What was taken in a hub is never read behind it; the counters are, to the end. Who does too much of everything
    finds no way out.
    """
    made: Plain = {"curbside": 1, "id": "big", "title": "Hubs"}
    made["variables"] = {name: {"start": 0, "min": 0, "max": MOST} for name in COUNTERS}
    made["scenes"] = {f"hub{at}": {"text": "Here.", "choices": [*_hub(choices, at, row)]} for at in range(row)}
    made["scenes"] |= {f"end{at}": {"text": "Over.", "ending": f"End {at}"} for at in range(len(COUNTERS))}
    return made


def _hub(choices: int, at: int, row: int) -> Iterator[Plain]:
    for index in range(choices):
        name, nth = COUNTERS[index % 3], index // 3
        when = f"{name} <= {MOST // 2 + nth // 2}" + f" and {name} >= 1" * (nth % 2)
        yield {"id": f"c{index}", "text": f"Try {index}.", "when": when, "once": True, "add": {name: 1}, "to": "here"}
    least, most = max(1, choices * (at + 1) // (10 * row)), max(1, choices // 5)
    for of, name in enumerate(COUNTERS):
        when = f"{name} >= {least} and {COUNTERS[(of + 1) % 3]} <= {most}"
        to = f"hub{at + 1}" if at + 1 < row else f"end{of}"
        yield {"id": f"out{of}", "text": f"Out by {name}.", "when": when, "to": to}


def subsets(choices: int) -> int:
    """Return how many sets of choices can be taken in a first hub, by a formula: half of them need another before."""
    found = 1
    for counter in range(len(COUNTERS)):
        of = len(range(counter, choices, len(COUNTERS)))
        found *= (1 << of) - (1 << of // 2) + 1
    return found


MADE: Final[Mapping[str, Callable[..., Plain]]] = {"layered": layered, "hubs": hubs, "realistic": realistic}
"""What makes each kind of story."""
