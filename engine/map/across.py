"""How far from the left each place of a row stands, so that ways run straight.

May import `threads` and `order`. Row after row is drawn to the middle of what it is tied to, and kept in order and
apart by isotonic regression (pool adjacent violators), which is exact for each row.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import inf

from engine.map.threads import Net

Gap = Callable[[int, int], float]


def across(net: Net, rows: Sequence[Sequence[int]], width: Sequence[float], gap: Gap) -> list[float]:
    """Return the middle of each place and knot; between neighbours there is `gap` at least."""
    x = [0.0] * len(net.row)
    for row in rows:
        _spread(row, x, width, gap, lambda _at: (0.0, 1.0))
    for time in range(30 if len(net.row) <= 3000 else 4):  # noqa: PLR2004 - as in `order`
        for row in rows[1:]:
            _spread(row, x, width, gap, lambda at: _middle(net, x, at, (net.up,)))
        for row in reversed(rows[:-1]):
            sides = (net.down,) if time % 2 else (net.up, net.down)
            _spread(row, x, width, gap, lambda at, sides=sides: _middle(net, x, at, sides))  # type: ignore[misc]
    for row in rows:
        _spread(row, x, width, gap, lambda at: _middle(net, x, at, (net.up, net.down)))
    _straighten(net, rows, x, width, gap)
    return x


def _straighten(net: Net, rows: Sequence[Sequence[int]], x: list[float], width: Sequence[float], gap: Gap) -> None:
    """Let the knots of a thread stand below each other, for as far as their neighbours leave room."""
    beside: dict[int, tuple[int | None, int | None]] = {}
    for row in rows:
        beside.update(zip(row, zip([None, *row], [*row[1:], None], strict=False), strict=False))

    def room(at: int) -> tuple[float, float]:
        left, right = beside[at]
        low = -inf if left is None else x[left] + (width[left] + width[at]) / 2 + gap(left, at)
        high = inf if right is None else x[right] - (width[right] + width[at]) / 2 - gap(at, right)
        return low, high

    for thread in net.threads.values():
        run, low, high = list[int](), -inf, inf
        for at in thread[1:-1]:
            least, most = room(at)
            if run and (max(low, least) > min(high, most) or net.group[at] != net.group[run[-1]]):
                _align(run, x, low, high)
                run, low, high = [], -inf, inf
            run.append(at)
            low, high = max(low, least), min(high, most)
        _align(run, x, low, high)


def _align(run: Sequence[int], x: list[float], low: float, high: float) -> None:
    """Put a run of knots in one line, at the median of where they stood."""
    if len(run) > 1 and low <= high:
        middle = min(max(sorted(x[at] for at in run)[len(run) // 2], low), high)
        for at in run:
            x[at] = middle


def _middle(net: Net, x: Sequence[float], at: int, sides: Sequence[Sequence[Sequence[int]]]) -> tuple[float, float]:
    """Return where `at` would like to stand, and how much; knots more than places, so that threads are straight."""
    whole = total = 0.0
    for side in sides:
        for other in side[at]:
            weight = (1.0, 3.0, 12.0)[net.is_knot(at) + net.is_knot(other)]
            whole += weight * x[other]
            total += weight
    return (whole / total, total) if total else (x[at], 0.01)


def _spread(
    row: Sequence[int], x: list[float], width: Sequence[float], gap: Gap, wish: Callable[[int], tuple[float, float]]
) -> None:
    apart = [(width[a] + width[b]) / 2 + gap(a, b) for a, b in pairwise(row)]
    for at, middle in zip(row, spread([wish(at) for at in row], apart), strict=True):
        x[at] = middle


def spread(wishes: Sequence[tuple[float, float]], apart: Sequence[float]) -> list[float]:
    """Return places as near as can be to what is wished (each a place and its weight), in order and so far apart."""
    offset, offsets = 0.0, [0.0]
    for each in apart:
        offset += each
        offsets.append(offset)
    pools: list[tuple[float, float, int]] = []  # the mean, the weight, how many
    for (wished, weight), shift in zip(wishes, offsets, strict=False):
        mean, many = wished - shift, 1
        while pools and pools[-1][0] > mean:
            other, more, count = pools.pop()
            mean = (mean * weight + other * more) / (weight + more)
            weight, many = weight + more, many + count  # noqa: PLW2901 - the pool grows
        pools.append((mean, weight, many))
    means = [mean for mean, _weight, many in pools for _ in range(many)]
    return [mean + shift for mean, shift in zip(means, offsets, strict=False)]


def parted(spans: Mapping[int, tuple[float, float]], gap: float) -> dict[int, float]:
    """Return how far each group has to be moved so that none stands in another; they keep their order."""
    groups = sorted(spans)
    wishes = [((spans[group][0] + spans[group][1]) / 2, 1.0) for group in groups]
    sizes = [spans[group][1] - spans[group][0] for group in groups]
    apart = [(a + b) / 2 + gap for a, b in pairwise(sizes)]
    return {group: to - wish for group, to, (wish, _) in zip(groups, spread(wishes, apart), wishes, strict=True)}
