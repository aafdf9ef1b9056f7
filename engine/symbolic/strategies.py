"""How each engine goes about it: what is tried first, and what is given up where it costs too much.

May import what stands before it in its room.
"""

from typing import Any, Final

from engine.symbolic.bitsets import Bitsets
from engine.symbolic.program import Program
from engine.symbolic.reach import Reached, Stop
from engine.symbolic.rings import by_rings
from engine.symbolic.spreading import at_once

NODES: Final = 1 << 22
"""How many nodes decision diagrams may have: about 250 MB."""
BYTES: Final = 1 << 29
"""How many bytes the rings of bitsets may take."""
KEPT: Final = NODES << 4
"""How many nodes the sets may have that are kept to show plays: they share most of them, each is counted every time."""
LITTLE: Final = 200_000
"""How much work the rings of diagrams may be in any case: a moment's."""
PART: Final = 8
"""Beyond that, they may be this part of all work before; they cost more than their work."""


def with_bitsets(program: Program, stop: Stop) -> Reached[int]:
    """Return what can be come to, as whole numbers: by rings, or without them if these are too large together.

    Raises:
        TooLarge: not even one set for each node has room.

    """
    sets = Bitsets(program)
    found = by_rings(program, sets, stop, BYTES)
    return at_once(program, sets, stop, BYTES) if found.why == "limit" else found


def with_diagrams(program: Program, stop: Stop) -> Reached[Any]:
    """Return what can be come to, as decision diagrams.

    Rings often cost far more than what they are made of, so everything is found without them first; they are given up
    when they take much longer than that did.

    Raises:
        NotInstalled: the extra `symbolic` is missing.
        TooLarge: there are more fields than a diagram may have.

    """
    from engine.symbolic.diagrams import Diagrams  # noqa: PLC0415

    sets = Diagrams(program, NODES)
    found = at_once(program, sets, stop, KEPT)
    if found.why:
        return found
    closer = by_rings(program, sets, stop, KEPT, LITTLE + found.work // PART)
    return found if closer.why else closer
