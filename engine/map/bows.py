"""Ripples in a picture: level lines to the right of all that is drawn, and bows there from one to the other.

May import from its own room `chart`, `layout` and `markup`.
"""

import math
from collections.abc import Iterator
from typing import Final

from engine.map.chart import Chart
from engine.map.layout import Layout
from engine.map.markup import text

LEVEL: Final = 5.0
"""How far apart the ripples of places side by side run."""


def arcs(chart: Chart, layout: Layout) -> Iterator[str]:
    """Yield the ripples: level from their places to the right of everything, where they bow from one to the other."""
    level = _levels(layout)
    for arc in chart.arcs:
        a, b = layout.boxes[arc.source], layout.boxes[arc.target]
        y, to = level[arc.source], level[arc.target] + LEVEL / 2
        right, far = layout.width - 8, layout.width - 8 + bow(layout, abs(to - y))
        bend = f"C{far:.1f} {y:.1f} {far:.1f} {to:.1f} {right:.1f} {to:.1f}"
        yield (
            f'<path class="arc" data-moment="{arc.moment}" data-from="{arc.source}" data-to="{arc.target}" '
            f'd="M{a.x + a.width / 2:.1f} {y:.1f}H{right:.1f}{bend}H{b.x + b.width / 2 + 2:.1f}" '
            f'marker-end="url(#arctip)"><title>{text(chart.story.moments[arc.moment].title)}</title></path>'
        )


def bow(layout: Layout, height: float) -> float:
    """Return how far a ripple of that height swings out."""
    return 14 + 260 * math.pow(height / max(1.0, layout.height), 0.7)


def _levels(layout: Layout) -> dict[str, float]:
    """Return the height at which the ripples of each place run: no two side by side have the same."""
    rows: dict[int, list[str]] = {}
    for id_, box in layout.boxes.items():
        rows.setdefault(round(box.y), []).append(id_)
    levels = {}
    for row in rows.values():
        row.sort(key=lambda id_: -layout.boxes[id_].x)
        step = min(LEVEL, 24 / len(row))
        levels.update({id_: layout.boxes[id_].y + step * (at - len(row) / 2) for at, id_ in enumerate(row)})
    return levels
