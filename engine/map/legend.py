"""What the shapes and lines of a picture mean: only those that it holds.

May import from its own room `chart`.
"""

from collections.abc import Iterator

from engine.map.chart import Chart

_BOX = '<rect class="{look}" x="0" y="-11" width="30" height="16" rx="{round}"/>'
_LINE = '<path class="line {look}" stroke-width="{wide}" d="M0 -3H28" marker-end="url(#{tip})"/>'


def legend(chart: Chart) -> tuple[str, float, float]:
    """Return the legend as SVG, from its upper left corner, with its width and height."""
    pieces, x, widest, row = [], 0.0, 0.0, 0
    for drawn, words in _items(chart):
        wide = 40 + 6.6 * len(words) + 22
        if x + wide > 760:  # noqa: PLR2004 - a row of the legend
            x, row = 0.0, row + 1
        pieces.append(
            f'<g transform="translate({x:.1f} {8 + 22 * row})">{drawn}'
            f'<text class="note" x="38" y="1">{words}</text></g>'
        )
        x += wide
        widest = max(widest, x)
    return "".join(pieces), widest, 22.0 * (row + 1) + 12


def _items(chart: Chart) -> Iterator[tuple[str, str]]:
    yield from _shapes(chart)
    manners = {line.manner for line in chart.lines if not line.never}
    for manner, wide, words in (
        ("open", 1.3, "way"),
        ("when", 1.3, "only if something holds"),
        ("chance", 2, "by chance"),
    ):
        if manner in manners:
            yield _LINE.format(look=manner, wide=wide, tip="tip"), words
    if any(place.never for place in chart.places.values()) or any(line.never for line in chart.lines):
        cross = '<path class="cross" d="M10 -7l8 8m0-8l-8 8"/>'
        yield _LINE.format(look="unused", wide=1.3, tip="unusedtip") + cross, "never"
    if chart.arcs:
        yield '<path class="arc" d="M0 3C8 -14 20 -14 28 -3" marker-end="url(#arctip)"/>', "remembered, and comes back"
    if any(line.passes is not None for line in chart.lines):
        yield '<path class="line" stroke-width="5" d="M0 -3H28"/>', "often gone in random plays"


def _shapes(chart: Chart) -> Iterator[tuple[str, str]]:
    kinds = {place.kind for place in chart.places.values()}
    if "decision" in kinds:
        yield '<g class="decision"><path class="shape" d="M0 -3l6 -8h18l6 8l-6 8h-18z"/></g>', "two choices or more"
    if "passage" in kinds:
        yield f'<g class="passage">{_BOX.format(look="shape", round=3)}</g>', "one way on"
    if "ending" in kinds:
        inner = '<rect class="inner" x="2.5" y="-8.5" width="25" height="11" rx="5.5"/>'
        yield f'<g class="ending">{_BOX.format(look="shape", round=8)}{inner}</g>', "ending"
    if any(place.outside for place in chart.places.values()):
        yield f'<g class="outside">{_BOX.format(look="shape", round=3)}</g>', "outside this part"
