"""How each engine goes about it: what is tried first, and what is given up where it costs too much.

May import what stands before it in its room.
"""

from time import monotonic
from typing import Any, Final

from engine.symbolic.bitsets import Bitsets
from engine.symbolic.program import Program
from engine.symbolic.reach import Reached, Stop, by_batches, by_rings

NODES: Final = 1 << 22
"""How many nodes decision diagrams may have: about 250 MB."""
PATIENCE: Final = 0.5
"""How many seconds rings may take where everything else took no time."""
TIMES: Final = 2
"""How many times as long rings may take as everything else took."""


def with_bitsets(program: Program, stop: Stop) -> Reached[int]:
    """Return what can be come to, as whole numbers: by rings, or without them if these are too large together.

    Raises:
        TooLarge: not even one set for each node has room.

    """
    sets = Bitsets(program)
    found = by_rings(program, sets, stop)
    return by_batches(program, sets, stop) if found.why == "limit" else found


def with_diagrams(program: Program, stop: Stop) -> Reached[Any]:
    """Return what can be come to, as decision diagrams.

    Rings often cost far more than what they are made of, so everything is found without them first; they are given up
    when they take much longer than that did.

    Raises:
        NotInstalled: the extra `symbolic` is missing.
        TooLarge: there are more fields than a diagram may have.

    """
    from engine.symbolic.diagrams import Diagrams  # noqa: PLC0415

    began = monotonic()
    sets = Diagrams(program, NODES)
    found = by_batches(program, sets, stop)
    if found.why:
        return found
    until = monotonic() + PATIENCE + TIMES * (monotonic() - began)
    closer = by_rings(program, sets, lambda: stop() or monotonic() > until)
    return found if closer.why else closer
