"""Random stories by their seeds: thousands of them, without a moment's thought about which is the simplest.

The same seed gives the same story everywhere.
"""

import hashlib
from collections.abc import Iterator

from tests.properties.dice import Dice
from tests.properties.exploring import Case, varied
from tests.properties.stories import ROLLS, _play


def case(seed: int) -> Case:
    """Return the story of a seed."""
    blocks = (hashlib.sha256(f"{seed} {number}".encode()).digest() for number in range(-(-ROLLS // 32)))
    return Case(varied(_play(Dice(b"".join(blocks)[:ROLLS]))))


def cases(count: int) -> Iterator[Case]:
    """Yield the stories of the first seeds."""
    yield from map(case, range(count))
