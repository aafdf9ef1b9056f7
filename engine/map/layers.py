"""Which row of the picture each place stands in, so that ways go down: chapter below chapter, and rows within them.

Imports nothing of the engine: places are numbers here, in the order of the story. Nothing is recursive, for a story may
have 50,000 scenes in a row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

Pair = tuple[int, int]


class Rows(NamedTuple):
    """The row of each place, and of each group the first and the last row."""

    of: list[int]
    bands: dict[int, tuple[int, int]]


def rows(groups: Sequence[int], pairs: Sequence[Pair], start: int) -> Rows:
    """Return rows for places. `groups` has the group of each, `pairs` are the ways, `start` is where the story begins.

    Groups that follow each other have no row in common, so that each can have a frame of its own.
    """
    count = len(groups)
    back = leading_back(count, pairs, start)
    down = [(to, source) if (source, to) in back else (source, to) for source, to in pairs]
    within = _layered(count, [pair for pair in down if groups[pair[0]] == groups[pair[1]]])
    heights: dict[int, int] = {}
    for place, group in enumerate(groups):
        heights[group] = max(heights.get(group, 0), within[place] + 1)
    bands = _bands(heights, _between(groups, pairs), groups[start] if groups else 0)
    return Rows([bands[group][0] + within[place] for place, group in enumerate(groups)], bands)


def leading_back(count: int, pairs: Iterable[Pair], start: int) -> set[Pair]:
    """Return the ways that lead back to where the walk along first ways came from."""
    after: list[list[int]] = [[] for _ in range(count)]
    for source, to in pairs:
        after[source].append(to)
    back, state = set[Pair](), [0] * count  # 0 unseen, 1 on the path, 2 done
    for first in (start, *range(count)):
        if first >= count or state[first]:
            continue
        state[first] = 1
        path = [(first, iter(after[first]))]
        while path:
            place, ahead = path[-1]
            to = next(ahead, -1)
            if to < 0:
                state[place] = 2
                path.pop()
            elif state[to] == 1:
                back.add((place, to))
            elif not state[to]:
                state[to] = 1
                path.append((to, iter(after[to])))
    return back


def _layered(count: int, down: Sequence[Pair]) -> list[int]:
    """Return for each place the length of the longest way to it; what has more ways on than to it stands lower."""
    after: list[list[int]] = [[] for _ in range(count)]
    before = [0] * count
    for source, to in down:
        after[source].append(to)
        before[to] += 1
    waiting, missing = [place for place in range(count) if not before[place]], before.copy()
    layer, order = [0] * count, list[int]()
    while waiting:
        place = waiting.pop()
        order.append(place)
        for to in after[place]:
            layer[to] = max(layer[to], layer[place] + 1)
            missing[to] -= 1
            if not missing[to]:
                waiting.append(to)
    for place in reversed(order):
        if len(after[place]) > before[place]:
            layer[place] = max(layer[place], min(layer[to] for to in after[place]) - 1)
    return layer


def _between(groups: Sequence[int], pairs: Iterable[Pair]) -> list[Pair]:
    """Return which group follows which: of two that lead to each other the way that is gone by more."""
    many: dict[Pair, int] = {}
    for source, to in pairs:
        pair = groups[source], groups[to]
        if pair[0] != pair[1]:
            many[pair] = many.get(pair, 0) + 1
    return [(a, b) for (a, b), count in many.items() if (count, b) > (many.get((b, a), 0), a)]


def _bands(heights: Mapping[int, int], between: Iterable[Pair], start: int) -> dict[int, tuple[int, int]]:
    names = sorted(heights)
    at = {group: index for index, group in enumerate(names)}
    pairs = [(at[a], at[b]) for a, b in between]
    back = leading_back(len(names), pairs, at[start])
    ranks = _layered(len(names), [(b, a) if (a, b) in back else (a, b) for a, b in pairs])
    firsts, first = dict[int, int](), 0
    for rank in range(max(ranks, default=-1) + 1):
        firsts[rank] = first
        first += max(heights[group] for group in names if ranks[at[group]] == rank)
    return {group: (firsts[ranks[at[group]]], firsts[ranks[at[group]]] + heights[group] - 1) for group in names}
