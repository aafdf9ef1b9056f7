"""Our own layout of a map, where Graphviz is not at hand: rows from the top, chapters one below the other.

May import from its own room what stands above.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.map.across import across, parted
from engine.map.chart import Chart
from engine.map.layers import Pair, Rows, rows
from engine.map.layout import Box, Layout, Point, fitted, frames, size
from engine.map.order import order
from engine.map.threads import Net, net

BETWEEN: Final = 40.0
"""From row to row; more where many ways run."""
CHAPTERS: Final = 62.0
"""From row to row where a chapter ends and another begins: room for frames and a title."""
NEAR: Final = 7.0
"""Points of a curve that are no farther apart than this, downwards, are one."""
SOFT: Final = 6.0
"""How far into a row a curve that passes between its boxes may still turn."""
LEAN: Final = 0.6
"""How much a curve leans where it leaves a box or reaches it: 0 is straight down, 1 as it goes on."""
PORT: Final = 13.0
"""How far apart ways leave or reach a box, if it is wide enough."""


def own(chart: Chart) -> Layout:
    """Return `chart` laid out. It takes about a second for 1,000 scenes, and is bounded for any number."""
    names = list(chart.places)
    number = {name: at for at, name in enumerate(names)}
    chapters = {chapter: at for at, chapter in enumerate(chart.chapters())}
    groups = [chapters[place.chapter] for place in chart.places.values()]
    pairs = [(number[line.source], number[line.target]) for line in chart.lines]
    start = next((number[name] for name in names if name == chart.story.start), 0)
    found = rows(groups, pairs, start)
    plan = _Plan.of(chart, net(groups, pairs, found), found)
    boxes = {name: plan.box(at) for at, name in enumerate(names)}
    curves = {(names[a], names[b]): curve for (a, b), curve in plan.curves()}
    return fitted(boxes, curves, frames(chart, boxes))


@dataclass(slots=True)
class _Plan:
    """A net with all its measures."""

    net: Net
    sizes: list[tuple[float, float]]
    x: list[float]
    y: list[float]
    tall: list[float]

    @classmethod
    def of(cls, chart: Chart, made: Net, found: Rows) -> "_Plan":
        sizes = [size(place) for place in chart.places.values()] + [(2.0, 0.0)] * (len(made.row) - made.places)
        ordered = order(made)
        x = across(made, ordered, [width for width, _height in sizes], _gap(made))
        _part(made, found, sizes, x)
        tall = [max(sizes[at][1] for at in row) for row in ordered]
        return cls(made, sizes, x, _heights(made, found, tall), tall)

    def box(self, at: int) -> Box:
        return Box(self.x[at], self.y[self.net.row[at]], *self.sizes[at])

    def curves(self) -> Iterator[tuple[Pair, tuple[Point, ...]]]:
        """Yield the curve of each way, from where it comes to where it leads."""
        lower, upper = self._ports(down=True), self._ports(down=False)
        for pair, thread in self.net.threads.items():
            first, last = thread[0], thread[-1]
            x, to_x = self.x[first] + lower[pair], self.x[last] + upper[pair]
            points = [(x, self._end(first, 1)), (x, self._edge(first, 1))]
            for knot in thread[1:-1]:
                points += [(self.x[knot], self._edge(knot, -1) + SOFT), (self.x[knot], self._edge(knot, 1) - SOFT)]
            points += [(to_x, self._edge(last, -1)), (to_x, self._end(last, -1))]
            curve = smooth(points)
            yield pair, curve if first == pair[0] else curve[::-1]
        for pair in self.net.far:
            a, b = self.box(pair[0]), self.box(pair[1])
            yield pair, smooth([(a.x, a.y + a.height / 2), (b.x, b.y - b.height / 2)])

    def _end(self, at: int, side: int) -> float:
        """Return the lower or upper side of a box."""
        return self.y[self.net.row[at]] + side * self.sizes[at][1] / 2

    def _edge(self, at: int, side: int) -> float:
        """Return the lower or upper side of the row of a box, which may be taller."""
        row = self.net.row[at]
        return self.y[row] + side * self.tall[row] / 2

    def _ports(self, *, down: bool) -> dict[Pair, float]:
        """Return how far from the middle of its box each way leaves it, or reaches it."""
        ends: dict[int, list[tuple[float, Pair]]] = {}
        for pair, thread in self.net.threads.items():
            here, near = (thread[0], thread[1]) if down else (thread[-1], thread[-2])
            ends.setdefault(here, []).append((self.x[near], pair))
        ports: dict[Pair, float] = {}
        for at, found in ends.items():
            found.sort()
            step = min(PORT, (self.sizes[at][0] - 36) / max(1, len(found)))
            ports.update({pair: step * (index - (len(found) - 1) / 2) for index, (_x, pair) in enumerate(found)})
        return ports


def _gap(made: Net) -> Callable[[int, int], float]:
    def gap(a: int, b: int) -> float:
        if made.group[a] != made.group[b]:
            return 50.0
        return 30.0 if not made.is_knot(a) and not made.is_knot(b) else 16.0

    return gap


def _part(made: Net, found: Rows, sizes: Sequence[tuple[float, float]], x: list[float]) -> None:
    """Move groups, and lanes at their sides, so that no frame holds what is not of its chapter."""
    band_of = {row: first for first, last in found.bands.values() for row in range(first, last + 1)}
    spans: dict[int, dict[int, tuple[float, float]]] = {}
    for at, row in enumerate(made.row):
        held = spans.setdefault(band_of[row], {})
        low, high = held.get(made.group[at], (x[at], x[at]))
        half = sizes[at][0] / 2
        held[made.group[at]] = min(low, x[at] - half), max(high, x[at] + half)
    moves = {band: parted(held, 50.0) for band, held in spans.items()}
    for at, row in enumerate(made.row):
        x[at] += moves[band_of[row]][made.group[at]]


def _heights(made: Net, found: Rows, tall: Sequence[float]) -> list[float]:
    """Return the middle of each row."""
    tops = {first for first, _last in found.bands.values()}
    ties = [0] * len(tall)
    for at, row in enumerate(made.row):
        ties[row] += len(made.up[at])
    y, heights = 0.0, list[float]()
    for row, height in enumerate(tall):
        if row:
            y += BETWEEN + min(36.0, 1.6 * ties[row]) + (CHAPTERS if row in tops else 0)
        heights.append(y + height / 2)
        y += height
    return heights


def smooth(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return a curve through `points`, from the top to the bottom, that never swings out beyond them.

    Across as a function of down: monotone cubic interpolation, slopes by harmonic means (Fritsch and Butland 1984).
    """
    kept = [points[0]] + [b for a, b in pairwise(points) if b[1] - a[1] > NEAR]
    kept[-1] = points[-1] if len(kept) > 1 else kept[-1]
    if len(kept) == 1:
        kept.append(points[-1])
    steps = [_slope(a, b) for a, b in pairwise(kept)]
    slopes = [steps[0] * LEAN, *map(_mean, steps, steps[1:]), steps[-1] * LEAN]
    curve = [kept[0]]
    for (x, y), (to_x, to_y), slope, to_slope in zip(kept, kept[1:], slopes, slopes[1:], strict=False):
        third = (to_y - y) / 3
        curve += [(x + slope * third, y + third), (to_x - to_slope * third, to_y - third), (to_x, to_y)]
    return tuple(curve)


def _slope(a: Point, b: Point) -> float:
    return (b[0] - a[0]) / (b[1] - a[1]) if b[1] != a[1] else 0.0


def _mean(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a * b > 0 else 0.0
