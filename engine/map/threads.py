"""Places in rows, and the ways between them as threads that run through every row on their way.

May import `layers`. Places are numbers, in the order of the story; knots of threads are the numbers that follow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.map.layers import Pair, Rows

KNOTS: Final = 30_000
"""How many knots there are at most. The longest ways beyond that run straight across, or a picture would take hours."""

LANE: Final = -1
"""The group of a knot that passes chapters by."""


@dataclass(slots=True)
class Net:
    """What is to be put in order. `threads` holds for each way its places and knots from the top, `far` all others.

    Of each place and knot: `row` and `group`, and those that it is tied to in the row above and in the row below.
    """

    places: int
    row: list[int]
    group: list[int]
    up: list[list[int]]
    down: list[list[int]]
    threads: dict[Pair, list[int]]
    far: list[Pair]

    def is_knot(self, at: int) -> bool:
        """Whether it is no place."""
        return at >= self.places

    def lanes(self) -> Iterator[int]:
        """Yield the knots that pass chapters by."""
        return (at for at in range(self.places, len(self.row)) if self.group[at] == LANE)


def net(groups: Sequence[int], pairs: Sequence[Pair], rows: Rows) -> Net:
    """Return the net of places in `rows`, with a thread for each of `pairs`, the shortest first."""
    made = Net(len(groups), [*rows.of], [*groups], [[] for _ in groups], [[] for _ in groups], {}, [])
    for pair in sorted(pairs, key=lambda pair: abs(rows.of[pair[0]] - rows.of[pair[1]])):
        upper, lower = pair if rows.of[pair[0]] < rows.of[pair[1]] else pair[::-1]
        length = rows.of[lower] - rows.of[upper]
        if length == 0 or len(made.row) + length - 1 > KNOTS + made.places:
            made.far.append(pair)
            continue
        made.threads[pair] = _thread(made, rows, upper, lower)
    return made


def _thread(made: Net, rows: Rows, upper: int, lower: int) -> list[int]:
    thread = [upper]
    for row in range(rows.of[upper] + 1, rows.of[lower]):
        thread.append(len(made.row))
        made.row.append(row)
        made.group.append(_group(made, rows, upper, lower, row))
        made.up.append([])
        made.down.append([])
    thread.append(lower)
    for above, below in pairwise(thread):
        made.down[above].append(below)
        made.up[below].append(above)
    return thread


def _group(made: Net, rows: Rows, upper: int, lower: int, row: int) -> int:
    """Return the group of a thread at `row`: the first to its end, the last from its top, a lane between."""
    for end in (upper, lower):
        first, last = rows.bands[made.group[end]]
        if first <= row <= last:
            return made.group[end]
    return LANE
