"""Chance on paper: what is thrown or drawn so that each way comes exactly as often as the story says.

May import floors 0 and 1, and `printed` from its own room.
"""

from collections.abc import Callable
from functools import reduce
from math import gcd
from typing import Final, Literal

from engine.booklet.printed import Go, Lot, Throw
from engine.model import Fork

MOST_SLIPS: Final = 30
"""How many slips of paper somebody may be asked to number."""


def throw(fork: Fork, go: Callable[[str], Go]) -> Throw:
    """Return what to throw at `fork`; `go` tells where each of its ways is on paper.

    Weights are made as small as they can be. A coin gives two numbers, a die six, two dice thirty-six; where no such
    number can be shared out evenly, numbered slips are drawn, or figures for a number from 1 on.
    """
    weights = [chance.weight for chance in fork.chances]
    common = reduce(gcd, weights)
    of = sum(weights) // common
    by, numbers = _thrown(of)
    low, lots, each = 1, list[Lot](), numbers // of
    for chance in fork.chances:
        high = low + chance.weight // common * each - 1
        lots.append(Lot(low, high, go(chance.to)))
        low = high + 1
    return Throw(by, numbers, tuple(lots))


def _thrown(of: int) -> tuple[Literal["coin", "die", "dice", "slips", "figures"], int]:
    if of == 2:  # noqa: PLR2004 - a coin has two sides
        return "coin", 2
    if 6 % of == 0:
        return "die", 6
    if of <= MOST_SLIPS and 36 % of:
        return "slips", of
    return ("figures", of) if 36 % of else ("dice", 36)
