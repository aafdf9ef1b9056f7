"""Who stands beside whom in each row, so that few ways cross.

May import `threads`. Barycentres in sweeps down and up, then exchanges of neighbours (after Sugiyama and others 1981;
Gansner and others 1993); chapters stay together, and what passes them by stands at their sides.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import Final

from engine.map.threads import LANE, Net

SWEEPS: Final = 24
SMALL: Final = 3000
"""Up to how many places and knots all is tried; beyond, a third of the sweeps, and no exchanges."""

RIGHT: Final = 1_000_000
"""Where a lane at the right side stands among the groups; one at the left stands at `LANE`."""


def order(net: Net) -> list[list[int]]:
    """Return the rows from the top, each from the left. The groups of lanes are made `LANE` or `RIGHT`."""
    rows = _first(net)
    small = len(net.row) <= SMALL
    place = _numbered(rows)
    lanes = list(net.lanes())
    for at in lanes:
        net.group[at] = RIGHT
    best = _swept(net, rows, place, SWEEPS if small else SWEEPS // 3, counted=small)
    if lanes:
        _choose_sides(net, best, lanes)
        best = _swept(net, best, _numbered(best), SWEEPS if small else SWEEPS // 3, counted=small)
    return best


def _first(net: Net) -> list[list[int]]:
    """Return rows in the order of a walk that follows first ways first: what is told together stands together."""
    rows: list[list[int]] = [[] for _ in range(max(net.row, default=-1) + 1)]
    seen = bytearray(len(net.row))
    for first in sorted(range(net.places), key=net.row.__getitem__):
        stack = [first]
        while stack:
            at = stack.pop()
            if not seen[at]:
                seen[at] = 1
                rows[net.row[at]].append(at)
                stack += reversed(net.down[at])
    for row in rows:
        row.sort(key=lambda at: net.group[at] if net.group[at] != LANE else RIGHT)
    return rows


def _numbered(rows: Iterable[Sequence[int]]) -> list[int]:
    pairs = [(at, index) for row in rows for index, at in enumerate(row)]
    place = [0] * len(pairs)
    for at, index in pairs:
        place[at] = index
    return place


def _swept(net: Net, rows: list[list[int]], place: list[int], times: int, *, counted: bool) -> list[list[int]]:
    best, least = [row.copy() for row in rows], crossings(net, rows, place) if counted else 0
    for time in range(times):
        downward = time % 2 == 0
        beside = net.up if downward else net.down
        for row in rows if downward else reversed(rows):
            _sort(net, row, place, beside)
        if not counted:
            continue
        _exchange(net, rows, place)
        found = crossings(net, rows, place)
        if found < least:
            best, least = [row.copy() for row in rows], found
    return best if counted else rows


def _sort(net: Net, row: list[int], place: list[int], beside: list[list[int]]) -> None:
    weight = {}
    for at in row:
        near = beside[at]
        weight[at] = (net.group[at], sum(place[each] for each in near) / len(near) if near else place[at], place[at])
    row.sort(key=weight.__getitem__)
    for index, at in enumerate(row):
        place[at] = index


def _exchange(net: Net, rows: Iterable[list[int]], place: list[int]) -> None:
    """Exchange neighbours of the same group wherever fewer ways cross then."""
    for row in rows:
        for index in range(len(row) - 1):
            left, right = row[index], row[index + 1]
            if net.group[left] != net.group[right]:
                continue
            now = _crossed(net, left, right, place)
            if now and _crossed(net, right, left, place) < now:
                row[index], row[index + 1] = right, left
                place[left], place[right] = index + 1, index


def _crossed(net: Net, left: int, right: int, place: list[int]) -> int:
    """Return how often the ways of two neighbours cross."""
    return sum(place[a] > place[b] for beside in (net.up, net.down) for a in beside[left] for b in beside[right])


def crossings(net: Net, rows: Iterable[Sequence[int]], place: Sequence[int]) -> int:
    """Return how often ways cross between the rows."""
    found = 0
    for row in rows:
        ends: list[int] = []
        for at in row:
            new = sorted(place[to] for to in net.down[at])
            found += sum(len(ends) - bisect_left(ends, end + 1) for end in new)
            for end in new:
                insort(ends, end)
    return found


def _choose_sides(net: Net, rows: list[list[int]], lanes: Iterable[int]) -> None:
    """Let each thread pass by on the side on which its ends stand."""
    share = {at: (index + 0.5) / len(row) for row in rows for index, at in enumerate(row)}
    passing = set(lanes)
    for thread in net.threads.values():
        side = RIGHT if share[thread[0]] + share[thread[-1]] >= 1 else LANE
        for at in thread:
            if at in passing:
                net.group[at] = side
    for row in rows:
        row.sort(key=net.group.__getitem__)
