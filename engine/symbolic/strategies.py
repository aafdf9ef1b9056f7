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
MOMENT: Final = 200_000
"""How many nodes may be sent on while rings of diagrams are looked for: a moment's work."""


def with_bitsets(program: Program, stop: Stop, *, plays: bool = True) -> Reached[int]:
    """Return what can be come to, as whole numbers: by rings, or without them if these are too large together.

    Without `plays`, no ways to show them are kept.

    Raises:
        TooLarge: not even one set for each node has room.

    """
    sets = Bitsets(program)
    if not plays:
        return at_once(program, sets, stop, plays=False)
    found = by_rings(program, sets, stop, BYTES)
    return at_once(program, sets, stop, BYTES) if found.why == "limit" else found


def with_diagrams(program: Program, stop: Stop, *, plays: bool = True) -> Reached[Any]:
    """Return what can be come to, as decision diagrams.

    Rings often cost far more than what they are made of, so everything is found without them first, and they are given
    up after a moment. `plays` as in `with_bitsets`.

    Raises:
        NotInstalled: the extra `symbolic` is missing.
        TooLarge: there are more fields than a diagram may have.

    """
    from engine.symbolic.diagrams import Diagrams  # noqa: PLC0415

    sets = Diagrams(program, NODES)
    found = at_once(program, sets, stop, plays=plays)
    if found.why or not plays:
        return found
    closer = by_rings(program, sets, stop, NODES, MOMENT)
    return found if closer.why else closer
